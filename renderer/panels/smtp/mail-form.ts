import { signal } from '@preact/signals'
import { type MailEncryption, type MailServer, type MailSuggestion, run, usualPort } from '../../bridge'

/** What stands in the fields. */
export interface Entered {
  address: string
  password: string
  host: string
  port: string
  encryption: MailEncryption
  username: string
}

const empty: Entered = {
  address: '',
  password: '',
  host: '',
  port: String(usualPort('tls')),
  encryption: 'tls',
  username: '',
}

/** What is being entered of a mail server. What the person has typed is never replaced by a suggestion. */
export class MailForm {
  readonly entered = signal(empty)
  /** null when nobody knows the address's server, undefined before anybody was asked. */
  readonly suggestion = signal<MailSuggestion | null | undefined>(undefined)
  readonly isLooking = signal(false)
  private readonly typed = new Set<keyof Entered>()
  private askedFor = ''
  private asking: Promise<void> = Promise.resolve()

  /** @param account to change; null for a new one */
  constructor(readonly account: MailServer | null) {
    if (!account) return
    const { address, host, port, encryption, username } = account
    this.entered.value = {
      ...empty,
      address,
      host,
      port: String(port ?? ''),
      encryption: encryption ?? 'none',
      username,
    }
    this.askedFor = address
    for (const field of ['host', 'port', 'encryption', 'username'] as const) this.typed.add(field)
  }

  type<Field extends keyof Entered>(field: Field, value: Entered[Field]): void {
    this.typed.add(field)
    this.entered.value = { ...this.entered.value, [field]: value }
    if (field === 'address' && !this.typed.has('username')) this.fill({ username: value })
  }

  /** The port follows, unless it is one of the person's own choice. */
  chooseEncryption(encryption: MailEncryption): void {
    const { port, encryption: before } = this.entered.value
    this.type('encryption', encryption)
    if (port === '' || port === String(usualPort(before))) this.fill({ port: String(usualPort(encryption)) })
  }

  /** Looks for the address's server, once an address. Resolves when the fields are filled. */
  suggest(): Promise<void> {
    const address = this.entered.value.address.trim()
    if (address !== this.askedFor) {
      this.askedFor = address
      this.asking = this.ask(address)
    }
    return this.asking
  }

  /** What the commands take. A password that was not typed is the one that is stored. */
  read() {
    const { port, password, ...rest } = this.entered.value
    return { ...rest, port: Number(port), password: password === '' && this.account ? null : password }
  }

  private async ask(address: string): Promise<void> {
    this.isLooking.value = true
    const result = await run('smtp.suggest', { address })
    if (this.askedFor !== address) return
    this.isLooking.value = false
    const found = result.ok ? result.value : null
    this.suggestion.value = found
    const { host, port, encryption, username } = found ?? { ...empty, username: address }
    const fields = { host, port: String(port), encryption, username }
    const untouched = Object.entries(fields).filter(([field]) => !this.typed.has(field as keyof Entered))
    this.fill(Object.fromEntries(untouched))
  }

  private fill(fields: Partial<Entered>): void {
    this.entered.value = { ...this.entered.value, ...fields }
  }
}
