import { randomBytes, randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import {
  type Account,
  type AccountSeed,
  type ContactRecord,
  createAccount,
  ownRecord,
  publicRecord,
  type SmtpRecord,
} from './accounts'
import { sessionEnded } from './failure'
import type { ExportForm, Quirk } from './quirks'

/** Stands in a journal for a batch without records. */
export const emptyBatch: ContactRecord = {}

export interface Session {
  tokenId: string
  ticket: string
  account: Account
  /** The number of polls that waited. */
  pollCount: number
  /** The horizon at which the first sync began. */
  syncedFrom: number
}

export interface Email {
  to: string
  subject: string
  notificationId: string
}

/** A registration or an invitation that is not confirmed yet. */
export interface Registration {
  email: string
  /** The id in the link. account/prepare/v2 returns it for a code. */
  notificationId: string
  /** null if a link was sent. */
  code: string | null
  /** Given at registration by account/register. null for account/register/v2, which asks for them later. */
  chosen: { displayName: string; password: string } | null
  /** The inviter and the invitation's team. Empty for a registration. */
  invitation: {
    display_name?: string
    inviter_name?: string
    organisation_name?: string
    organisation_id?: string
    team_id?: string
  }
}

/** A file of a history export. */
export interface ExportFile {
  owner: Account
  bytes: Buffer
  /** When the file was last changed. */
  changedAt: Date
}

/** How the server tells versions of a file apart, in its answers and for If-Range. */
export type Validator = 'etag' | 'weak-etag' | 'date' | 'none'

/** The server's data. Emits `changed` with the account when a record changes, for waiting polls. */
export class FleepState extends EventEmitter {
  readonly accounts: Account[]
  readonly sessions = new Map<string, Session>()
  /** Every ticket and cookie that was ever issued. */
  readonly issuedSecrets = new Set<string>()
  /** The emails that were sent, oldest first. */
  readonly outbox: Email[] = []
  /** Looked-up addresses that belong to no account, with the ids of their contacts. */
  readonly unknownContacts = new Map<string, string>()
  readonly quirks = new Set<Quirk>()
  pendingRegistrations: Registration[] = []
  readonly exportFiles = new Map<string, ExportFile>()
  /** How exported files tell their versions apart. */
  validator: Validator = 'etag'
  /** The size of an exported file, in bytes. */
  exportSize = 200_000
  /** The time between two steps of an export, in milliseconds. null if the test calls advanceExport() itself. */
  exportStepMs: number | null = 250
  /** How the files of a finished export are named. */
  exportForm: ExportForm = 'json-texts'
  /** How long a poll waits for a change, in milliseconds. Source: two of Fleep's public clients. */
  pollHeldMs = 90_000
  /** The number of registrations of an address. */
  readonly registrations = new Map<string, number>()
  /** The notification ids of completed registrations. */
  readonly confirmedIds = new Set<string>()
  /** The recipients of emails about unread messages, by the id in the links. */
  readonly notifications = new Map<string, Account>()
  /** Fleep's own check of a stored mail server. Returns an error, or null if it works. Without it nothing is checked. */
  mailServerCheck: ((record: SmtpRecord) => Promise<string | null>) | undefined

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
    // As in the API's tutorial: the cookie is a UUID, and the ticket is 20 lower-case hex digits.
    const session = {
      tokenId: randomUUID(),
      ticket: randomBytes(10).toString('hex'),
      account,
      pollCount: 0,
      syncedFrom: 0,
    }
    this.issuedSecrets.add(session.ticket)
    return this.addSession(session)
  }

  /** Finds a session by its two secrets. @throws Failure 401 if they do not belong together */
  session(tokenId: string | undefined, ticket: unknown): Session {
    const session = tokenId ? this.sessions.get(tokenId) : undefined
    if (!session || session.ticket !== ticket) throw sessionEnded()
    return session
  }

  /** @returns the new cookie */
  renewCookie(session: Session): string {
    this.sessions.delete(session.tokenId)
    session.tokenId = randomUUID()
    return this.addSession(session).tokenId
  }

  private addSession(session: Session): Session {
    this.issuedSecrets.add(session.tokenId)
    this.sessions.set(session.tokenId, session)
    return session
  }

  endSessions(account: Account, except?: Session): void {
    for (const session of this.sessions.values()) {
      if (session.account === account && session !== except) this.sessions.delete(session.tokenId)
    }
  }

  /** @param login the primary email or the Fleep ID, with or without `@fleep.io` */
  accountByLogin(login: string): Account | undefined {
    const name = login.trim().toLowerCase()
    return this.accounts.find(
      ({ email, fleepAddress }) =>
        email === name || (fleepAddress && (fleepAddress === name || `${fleepAddress}@${this.domain}` === name)),
    )
  }

  /** Finds an account by its primary address or an alias, confirmed or not. */
  ownerOfAddress(email: string): Account | undefined {
    return this.accounts.find(
      (account) => account.email === email || account.aliases.some((alias) => alias.email === email),
    )
  }

  /** Delivers a change of an account to polls. @param changed the changed fields */
  announce(account: Account, changed: ContactRecord): void {
    const isWhole = this.quirks.has('whole-records')
    const rest = isWhole ? ownRecord(account) : { mk_rec_type: 'contact', account_id: account.id }
    this.announceRecord(account, { ...rest, ...changed })
    const isPublic = ['display_name', 'fleep_address', 'email', 'phone_nr', 'avatar_urls'].some(
      (name) => name in changed,
    )
    if (!isPublic || !this.quirks.has('others-see-changes')) return
    for (const other of this.accounts) if (other !== account) this.announceRecord(other, publicRecord(account))
  }

  /** Delivers a record of any kind to polls. */
  announceRecord(account: Account, record: ContactRecord): void {
    if (this.quirks.has('empty-batches')) account.journal.push(emptyBatch)
    account.journal.push(record)
    this.emit('changed', account)
  }
}
