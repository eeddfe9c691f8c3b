import { randomBytes, randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { type Account, type AccountSeed, type ContactRecord, createAccount, type SmtpRecord } from './accounts'
import { sessionEnded } from './failure'

export interface Session {
  tokenId: string
  ticket: string
  account: Account
}

export interface Mail {
  to: string
  subject: string
  notificationId: string
}

/** Somebody who was mailed a code or a link, and has no account yet. */
export interface Newcomer {
  email: string
  /** Of the link, and what a code is exchanged for. */
  notificationId: string
  /** null for who came by a link. */
  code: string | null
  /** Of the older way, where both were given at registration. */
  chosen: { displayName: string; password: string } | null
  /** Who asked them in; empty for who came by themselves. */
  invitation: {
    display_name?: string
    inviter_name?: string
    organisation_name?: string
    organisation_id?: string
    team_id?: string
    team_name?: string
  }
}

/** A file that an export made. */
export interface ExportFile {
  owner: Account
  bytes: Buffer
}

/** Everything the server knows. Emits `changed` with the account when a record changes, for those who poll. */
export class FleepState extends EventEmitter {
  readonly accounts: Account[]
  readonly sessions = new Map<string, Session>()
  /** Every ticket and every cookie that there ever was. */
  readonly given = new Set<string>()
  readonly outbox: Mail[] = []
  /** Addresses that were looked up and belong to nobody, with the ids of their contacts. */
  readonly strangers = new Map<string, string>()
  newcomers: Newcomer[] = []
  readonly exportFiles = new Map<string, ExportFile>()
  /** In bytes. */
  exportSize = 200_000
  /** Between the steps of an export, in milliseconds; null where a test makes them. */
  exportStep: number | null = 250
  /** How often an address was registered. */
  readonly registrations = new Map<string, number>()
  /** The ids by which accounts were set up. */
  readonly settled = new Set<string>()
  /** Whom a mail about messages went to, by the id in its links. */
  readonly notifications = new Map<string, Account>()
  /** Fleep tries a stored mail server by itself, some time later; answers why it cannot be used. Nothing is tried without. */
  tryMailServer: ((record: SmtpRecord) => Promise<string | null>) | undefined

  constructor(
    seeds: AccountSeed[],
    /** The domain of its Fleep IDs. */
    readonly domain: string,
  ) {
    super()
    this.setMaxListeners(0)
    this.accounts = seeds.map(createAccount)
  }

  startSession(account: Account): Session {
    // Shapes as in the API's tutorial: a UUID cookie and 20 lower-case hex characters.
    const session = { tokenId: randomUUID(), ticket: randomBytes(10).toString('hex'), account }
    this.given.add(session.ticket)
    return this.keep(session)
  }

  /** Both secrets must be given and belong together. @throws Failure 401 */
  session(tokenId: string | undefined, ticket: unknown): Session {
    const session = tokenId ? this.sessions.get(tokenId) : undefined
    if (!session || session.ticket !== ticket) throw sessionEnded()
    return session
  }

  /** @returns the new cookie */
  renewCookie(session: Session): string {
    this.sessions.delete(session.tokenId)
    session.tokenId = randomUUID()
    return this.keep(session).tokenId
  }

  private keep(session: Session): Session {
    this.given.add(session.tokenId)
    this.sessions.set(session.tokenId, session)
    return session
  }

  endSessions(account: Account, except?: Session): void {
    for (const session of this.sessions.values()) {
      if (session.account === account && session !== except) this.sessions.delete(session.tokenId)
    }
  }

  /** Login takes the primary email or the Fleep ID, bare or as an address. */
  accountByLogin(login: string): Account | undefined {
    const name = login.trim().toLowerCase()
    return this.accounts.find(
      ({ email, fleepAddress }) =>
        email === name || (fleepAddress && (fleepAddress === name || `${fleepAddress}@${this.domain}` === name)),
    )
  }

  /** An address that an account has as its primary one or as an alias, confirmed or not. */
  ownerOfAddress(email: string): Account | undefined {
    return this.accounts.find(
      (account) => account.email === email || account.aliases.some((alias) => alias.email === email),
    )
  }

  /** @param changed the keys that are different now: what a poll delivers is a partial record */
  announce(account: Account, changed: ContactRecord): void {
    this.announceRecord(account, { mk_rec_type: 'contact', account_id: account.id, ...changed })
  }

  /** A record of another kind that belongs to the account. */
  announceRecord(account: Account, record: ContactRecord): void {
    account.journal.push(record)
    this.emit('changed', account)
  }
}
