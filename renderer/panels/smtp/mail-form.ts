import { signal } from '@preact/signals'
import {
  type MailEncryption,
  type MailServer,
  type MailSuggestion,
  removeInvisible,
  run,
  usualPort,
} from '../../bridge'

interface MailFormFields {
  address: string
  password: string
  host: string
  port: string
  encryption: MailEncryption
  username: string
}

const empty: MailFormFields = {
  address: '',
  password: '',
  host: '',
  port: String(usualPort('tls')),
  encryption: 'tls',
  username: '',
}

/** The state of the mail server form. A suggestion fills in only the fields that the user did not edit. */
export class MailForm {
  readonly fields = signal(empty)
  /** undefined before the first search; null if none was found. */
  readonly suggestion = signal<MailSuggestion | null | undefined>(undefined)
  readonly isSearching = signal(false)
  private readonly edited = new Set<keyof MailFormFields>()
  private searchedAddress = ''
  private search: Promise<void> = Promise.resolve()

  /** @param mailServer to change; null for a new one */
  constructor(readonly mailServer: MailServer | null) {
    if (!mailServer) return
    const { address, host, port, encryption, username } = mailServer
    this.fields.value = {
      ...empty,
      address,
      host,
      port: String(port ?? ''),
      encryption: encryption ?? 'none',
      username,
    }
    this.searchedAddress = address
    for (const field of ['host', 'port', 'encryption', 'username'] as const) this.edited.add(field)
  }

  edit<Field extends keyof MailFormFields>(field: Field, value: MailFormFields[Field]): void {
    this.edited.add(field)
    this.fill({ [field]: value })
    if (field === 'address' && !this.edited.has('username')) this.fill({ username: value })
  }

  /** Also sets the usual port of the encryption, unless the user entered another one. */
  editEncryption(encryption: MailEncryption): void {
    const { port, encryption: before } = this.fields.value
    this.edit('encryption', encryption)
    if (port === '' || port === String(usualPort(before))) this.fill({ port: String(usualPort(encryption)) })
  }

  /** Searches the mail server of the address, once per address. Resolves when the fields are filled in. */
  suggest(): Promise<void> {
    const address = removeInvisible(this.fields.value.address)
    if (address !== this.searchedAddress) {
      this.searchedAddress = address
      this.search = this.searchFor(address)
    }
    return this.search
  }

  /** @returns the input of the commands. For a mail server that exists, an empty password keeps the stored one. */
  toInput() {
    const { port, password, ...rest } = this.fields.value
    return { ...rest, port: Number(port), password: password === '' && this.mailServer ? null : password }
  }

  private async searchFor(address: string): Promise<void> {
    this.isSearching.value = true
    const result = await run('smtp.suggest', { address })
    if (this.searchedAddress !== address) return
    this.isSearching.value = false
    const found = result.ok ? result.value : null
    this.suggestion.value = found
    const { host, port, encryption, username } = found ?? { ...empty, username: address }
    const suggested = Object.entries({ host, port: String(port), encryption, username })
    this.fill(Object.fromEntries(suggested.filter(([field]) => !this.edited.has(field as keyof MailFormFields))))
  }

  private fill(fields: Partial<MailFormFields>): void {
    this.fields.value = { ...this.fields.value, ...fields }
  }
}
