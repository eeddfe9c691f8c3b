import { signal } from '@preact/signals'
import {
  type MailEncryption,
  type MailObstacle,
  type MailServer,
  type MailSuggestion,
  removeInvisible,
  run,
} from '../../bridge'
import { state } from '../../state'
import type { DialogDraft } from '../../ui/use-dialog-draft'
import { isTypedUsualPort, usualPortOf } from './port-and-encryption'

/** What is typed, without the password: a draft must not keep it. */
interface TypedFields {
  address: string
  host: string
  port: string
  encryption: MailEncryption
  username: string
}

/** What stays when the dialog is closed without saving. */
export interface MailDraft extends TypedFields {
  /** The fields that the user edited: a suggestion leaves them alone. */
  edited: readonly (keyof TypedFields)[]
  /** The address of the suggestion. */
  searchedAddress: string
  /** undefined before the first search; null if none was found. */
  suggestion: MailSuggestion | null | undefined
  /** Why nothing was found although the provider is known. */
  obstacle: MailObstacle | null
}

const empty: MailDraft = {
  address: '',
  host: '',
  port: usualPortOf('tls'),
  encryption: 'tls',
  username: '',
  edited: [],
  searchedAddress: '',
  suggestion: undefined,
  obstacle: null,
}

/** @param mailServer to change; null for a new one. @returns what the form contains before anything is typed */
export function initialDraft(mailServer: MailServer | null): MailDraft {
  if (!mailServer) return empty
  const { address, host, port, encryption, username } = mailServer
  return {
    ...empty,
    address,
    host,
    port: String(port ?? ''),
    encryption: encryption ?? 'none',
    username,
    edited: ['host', 'port', 'encryption', 'username'],
    searchedAddress: address,
  }
}

/** The state of the mail server form. A suggestion fills in only the fields that the user did not edit. */
export class MailForm {
  readonly password = signal('')
  readonly isSearching = signal(false)
  /** The mail servers when the form opened. The one that it adds is not another one. */
  readonly serversBefore = state.mailServers.peek() ?? []
  private search: Promise<void> = Promise.resolve()
  private isClosed = false

  /** @param mailServer to change; null for a new one */
  constructor(
    readonly mailServer: MailServer | null,
    private readonly draft: DialogDraft<MailDraft>,
  ) {}

  get fields(): MailDraft {
    return this.draft.fields
  }

  edit<Field extends keyof TypedFields>(field: Field, value: TypedFields[Field]): void {
    const edited = [...new Set([...this.fields.edited, field])]
    const hasOwnUsername = edited.includes('username')
    const username = field === 'address' && !hasOwnUsername ? { username: value as string } : {}
    this.draft.edit({ [field]: value, edited, ...username })
  }

  /** Also sets the usual port, unless the port fits the encryption or is the usual one of none. */
  editEncryption(encryption: MailEncryption): void {
    const { port } = this.fields
    this.edit('encryption', encryption)
    if (port === '' || isTypedUsualPort(port)) this.draft.edit({ port: usualPortOf(encryption) })
  }

  /** Searches the mail server of the address, once per address. Resolves when the fields are filled in. */
  suggest(): Promise<void> {
    const address = removeInvisible(this.fields.address)
    if (address !== this.fields.searchedAddress) {
      this.draft.edit({ searchedAddress: address })
      this.search = this.searchFor(address)
    }
    return this.search
  }

  /** @returns the input of the commands. For a mail server that exists, an empty password stands for the stored one. */
  toInput() {
    const { address, host, port, encryption, username } = this.fields
    const password = this.password.value
    const isKept = password === '' && this.mailServer !== null
    return {
      address,
      host,
      port: port === '' ? null : Number(port),
      encryption,
      username,
      password: isKept ? null : password,
    }
  }

  /**
   * Whether the fields say another place for the password of a mail server that exists. It must be typed then. Main compares
   * more exactly; this is for the help.
   */
  sendsElsewhere(): boolean {
    const { mailServer } = this
    if (!mailServer) return false
    const { address, host, port, encryption, username } = this.fields
    const typed = [
      removeInvisible(address),
      removeInvisible(host).toLowerCase(),
      port,
      encryption,
      removeInvisible(username),
    ]
    const known = initialDraft(mailServer)
    const before = [known.address, known.host.toLowerCase(), known.port, known.encryption, known.username]
    return typed.some((value, index) => value !== before[index])
  }

  /** A search that is not over fills in nothing any more, and starts again when the dialog does. */
  close(): void {
    this.isClosed = true
    if (this.isSearching.peek()) this.draft.edit({ searchedAddress: '' })
  }

  /** Ends the search and its requests. It starts again when the address field is left. */
  stopSearch(): void {
    if (this.isSearching.peek()) void run('smtp.cancelSuggest', {})
  }

  private async searchFor(address: string): Promise<void> {
    this.isSearching.value = true
    const result = await run('smtp.suggest', { address })
    if (this.isClosed || this.fields.searchedAddress !== address) return
    this.isSearching.value = false
    if (!result.ok && result.error.code === 'cancelled') return this.draft.edit({ searchedAddress: '' })
    const found = result.ok ? result.value : null
    const obstacle = found && 'obstacle' in found ? found : null
    const suggestion = found && 'host' in found ? found : null
    const { host, port, encryption, username } = suggestion ?? { ...empty, username: address }
    const suggested = Object.entries({ host, port: String(port), encryption, username })
    const filled = suggested.filter(([field]) => !this.isUsers(field as keyof TypedFields))
    this.draft.edit({ suggestion, obstacle, ...Object.fromEntries(filled) })
  }

  /** Whether a suggestion leaves a field as it is: the user edited it, or is about to. The port belongs to the encryption. */
  private isUsers(field: keyof TypedFields): boolean {
    const { edited, [field]: value } = this.fields
    if (edited.includes(field) || (field === 'port' && edited.includes('encryption'))) return true
    return value !== '' && document.activeElement?.id === `mail-${field}`
  }
}
