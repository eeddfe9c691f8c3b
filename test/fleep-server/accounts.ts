import { randomUUID } from 'node:crypto'
import { type Conversation, type ConversationSeed, createConversation, type ExportState } from './conversations'

/** A ContactInfo record, by the API's field names. The API uses it for contacts and for one's own account. */
export type ContactRecord = Record<string, unknown>

export interface Alias {
  accountId: string
  email: string
  confirmed: boolean
  notificationId: string
}

/** An SMTPInfo record, with the password, which the server never sends. */
export interface SmtpRecord {
  mk_rec_type: 'smtp'
  smtp_id: string
  smtp_address: string
  smtp_username: string
  smtp_password: string
  smtp_host: string
  smtp_port: number | null
  smtp_connection: string | null
  mk_smtp_status: 'smtp_added' | 'smtp_confirmed' | 'smtp_failed' | 'smtp_removed'
  smtp_status_description: string
  is_default: boolean
}

/** An avatar: the uploaded file and its thumbnails. */
export interface Picture {
  fileId: string
  name: string
  bytes: Buffer
  /** By side length in pixels. */
  thumbnails: Map<number, Buffer>
}

/** An account on the server. `own` has the fields that only its owner sees, by the API's names. */
export interface Account {
  id: string
  email: string
  password: string
  displayName: string
  fleepAddress: string | null
  own: ContactRecord
  /** The names of fields of `own` that its record does not have. */
  untold: Set<string>
  flags: Set<string>
  clientSettings: Record<string, unknown> | null
  aliases: Alias[]
  smtp: SmtpRecord[]
  picture: Picture | null
  conversations: Conversation[]
  /** The history of all conversations. */
  exported: ExportState
  /** The emails with a link to reset the password. `at` is in milliseconds since 1970. A used link has an empty id. */
  resets: { at: number; notificationId: string }[]
  /** The changed records, oldest first. The event horizon is the index of the next one. */
  journal: ContactRecord[]
}

export interface AccountSeed {
  email: string
  password: string
  displayName: string
  fleepAddress?: string
  own?: ContactRecord
  flags?: string[]
  clientSettings?: Record<string, unknown>
  confirmedAliases?: string[]
  pendingAliases?: string[]
  conversations?: ConversationSeed[]
  smtp?: Pick<SmtpRecord, 'smtp_address' | 'smtp_host' | 'mk_smtp_status' | 'smtp_status_description'>[]
}

export function createAccount(seed: AccountSeed): Account {
  const createAlias = (email: string, confirmed: boolean): Alias => ({
    accountId: randomUUID(),
    email,
    confirmed,
    notificationId: randomUUID(),
  })
  const id = randomUUID()
  return {
    id,
    email: seed.email,
    password: seed.password,
    displayName: seed.displayName,
    fleepAddress: seed.fleepAddress ?? null,
    own: { mk_email_interval: 'hourly', is_automute_enabled: true, ...seed.own },
    untold: new Set(),
    flags: new Set(seed.flags ?? ['emoticons_old', 'send_email_on_enter', 'show_onboarding']),
    clientSettings: seed.clientSettings ?? null,
    aliases: [
      ...(seed.confirmedAliases ?? []).map((email) => createAlias(email, true)),
      ...(seed.pendingAliases ?? []).map((email) => createAlias(email, false)),
    ],
    smtp: (seed.smtp ?? []).map((record, index) => ({
      mk_rec_type: 'smtp',
      smtp_id: randomUUID(),
      smtp_username: record.smtp_address,
      smtp_password: `mailbox-${index + 1}-secret`,
      smtp_port: 465,
      smtp_connection: 'ssl',
      is_default: index === 0,
      ...record,
    })),
    picture: null,
    conversations: (seed.conversations ?? []).map((conversation) => createConversation(conversation, id)),
    exported: { progress: '1', files: [] },
    resets: [],
    journal: [{}],
  }
}

/** The full own record. Fields that are documented as "when set" are absent until they are set. */
export function ownRecord(account: Account): ContactRecord {
  return {
    mk_rec_type: 'contact',
    account_id: account.id,
    email: account.email,
    display_name: account.displayName,
    mk_account_status: 'active',
    ...(account.fleepAddress ? { fleep_address: account.fleepAddress } : {}),
    fleep_autogen: `fleep.${account.id.slice(0, 6)}`,
    client_flags: [...account.flags],
    ...(account.clientSettings ? { client_settings: JSON.stringify(account.clientSettings) } : {}),
    ...(account.aliases.length > 0 ? { alias_account_ids: account.aliases.map((alias) => alias.accountId) } : {}),
    is_hidden_for_add: true,
    dialog_id: null,
    trial_end_time: 0,
    activated_time: 1_600_000_000,
    export_progress: account.exported.progress,
    export_files: account.exported.files,
    has_password: true,
    is_premium: false,
    connected_email: '',
    organisation_id: null,
    sleep_interval: 1,
    storage_used_bytes: 52_428_800,
    storage_quota_bytes: 10_737_418_240,
    ...Object.fromEntries(Object.entries(account.own).filter(([name]) => !account.untold.has(name))),
  }
}

/** The avatar_urls of a short record: null without an avatar. */
export function avatarUrlsOf(account: Account): unknown {
  return account.picture ? account.own.avatar_urls : null
}

/** The record that other people get. */
export function publicRecord(account: Account): ContactRecord {
  return {
    mk_rec_type: 'contact',
    account_id: account.id,
    email: account.email,
    display_name: account.displayName,
    mk_account_status: 'active',
    ...(account.fleepAddress ? { fleep_address: account.fleepAddress } : {}),
    ...(account.own.phone_nr ? { phone_nr: account.own.phone_nr } : {}),
    dialog_id: null,
    organisation_id: null,
  }
}

export function aliasRecord(alias: Alias): ContactRecord {
  return {
    mk_rec_type: 'contact',
    account_id: alias.accountId,
    email: alias.email,
    display_name: alias.email,
    mk_account_status: alias.confirmed ? 'alias' : 'new',
    is_hidden_for_add: true,
    sort_rank: 0,
    dialog_id: null,
    organisation_id: null,
  }
}

/** The accounts of the tests and the demo: Liis has everything set up, Marten a little, Kai has just registered. */
export const seededPeople: AccountSeed[] = [
  {
    email: 'liis.tamm@meadow.example',
    password: 'correct-horse-battery-42',
    displayName: 'Liis Tamm',
    fleepAddress: 'liis',
    own: { phone_nr: '+372 5555 0101', is_full_privacy: false, is_newsletter_disabled: false, avatar_urls: '{}' },
    clientSettings: { theme: 'light', sound: true },
    confirmedAliases: ['liis@meadow.example'],
    pendingAliases: ['l.tamm@harbour.example'],
    conversations: [
      {
        topic: 'Harvest festival',
        pins: ['The field is ours from 7 to 10 September', 'Budget: 1,200 €', 'Marten knows the way to the barn'],
        tasks: {
          Tasks: ['Ask the band', '✓ Order the tents', 'Print the programme'],
          'On the day': ['Put up the tents', 'Light the lanterns'],
        },
      },
      { topic: 'Meadow board' },
    ],
    smtp: [
      {
        smtp_address: 'liis.tamm@meadow.example',
        smtp_host: 'mail.meadow.example',
        mk_smtp_status: 'smtp_confirmed',
        smtp_status_description: '',
      },
      {
        smtp_address: 'l.tamm@harbour.example',
        smtp_host: 'smtp.harbour.example',
        mk_smtp_status: 'smtp_failed',
        smtp_status_description: '535 Authentication failed',
      },
    ],
  },
  {
    email: 'marten.kask@meadow.example',
    password: 'green-lamp-on-the-shelf-7',
    displayName: 'Marten Kask',
    fleepAddress: 'marten',
    own: { mk_email_interval: 'daily', is_automute_enabled: false },
  },
  {
    email: 'kai.newcomer@meadow.example',
    password: 'first-day-blue-door-9',
    displayName: 'Kai',
  },
]
