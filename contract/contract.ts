/**
 * Everything that passes between the window and the main process: the commands with the schemas of their input, the
 * state, and the errors. main implements it, the preload passes it on, the renderer imports only its types.
 */
import { z } from 'zod'
import { type Language, type LanguageId, languageIds, type TextKey } from '../texts/languages'
import { emailIntervals, linkPurposes, mailEncryptions, type panelNames } from './choices'

/** The text of what is wrong with an input; the command runner writes it. */
const textKey = (sentence: TextKey): string => sentence

/** Longer than any real value, short enough to refuse nonsense. */
const text = (most: number) => z.string().max(most, textKey('input.atMost'))
const required = (most: number, sentence: TextKey) => text(most).min(1, textKey(sentence))
const nothing = z.strictObject({})
/** A password goes out as one line of a protocol. */
const password = (sentence: TextKey) => required(1000, sentence).regex(/^[^\r\n\0]*$/, textKey('input.passwordLines'))

const portSentence = textKey('input.port')
const enterPassword: TextKey = 'input.mailboxPassword'
const smtpId = required(100, 'input.account')
const serverAddress = required(2000, 'input.server')
const mailAddress = required(320, 'input.email').regex(/^[^\s@,\p{Cc}]+@[^\s@,\p{Cc}]+$/u, textKey('input.emailForm'))
const fleepAddress = required(100, 'input.fleepAddress').regex(
  /^[a-z0-9][a-z0-9._-]*$/i,
  textKey('input.fleepAddressForm'),
)
/** What is entered of a mail server, but its password. */
const mailbox = {
  address: mailAddress,
  host: required(255, 'input.host'),
  port: z.int(portSentence).min(1, portSentence).max(65_535, portSentence),
  encryption: z.enum(mailEncryptions),
  username: required(320, 'input.username').regex(/^\P{Cc}*$/u, textKey('input.usernameLines')),
}

/** One command a name; `topic.verb`. Extra keys are refused, so a typing mistake in the renderer shows at once. */
export const commandInputs = {
  'session.signIn': z.strictObject({
    server: serverAddress,
    email: required(320, 'input.who'),
    password: required(1000, 'input.password'),
  }),
  /** The password of an expired session's account: interrupted commands go on with the new session. */
  'session.continue': z.strictObject({ password: required(1000, 'input.password') }),
  /** Fleep mails a link with which a new password can be set. */
  'session.requestReset': z.strictObject({ server: serverAddress, email: mailAddress }),
  /** The link from that mail, or the id in it. */
  'session.confirmReset': z.strictObject({
    server: serverAddress,
    link: required(2000, 'input.link'),
    newPassword: required(1000, 'input.newPassword'),
  }),
  /** Interrupted commands fail with `signed-out`; what was typed is kept by the renderer. */
  'session.dismiss': nothing,
  'session.restore': nothing,
  /** Tries once more to put the session into the OS keychain. `replace` overwrites an entry that cannot be read. */
  'session.keep': z.strictObject({ replace: z.boolean() }),
  /** The passwords of mail servers may stay in the OS keychain for the next sign-in. */
  'session.signOut': z.strictObject({ forgetMailPasswords: z.boolean() }),
  'account.refresh': nothing,
  /** Only the keys that are given change. */
  'account.change': z
    .strictObject({
      displayName: required(200, 'input.name'),
      phoneNumber: text(50),
      emailInterval: z.enum(emailIntervals),
      fullPrivacy: z.boolean(),
      newsletter: z.boolean(),
      automute: z.boolean(),
    })
    .partial()
    .refine((changes) => Object.keys(changes).length > 0, textKey('input.nothing')),
  /** Can be done once in the life of an account. */
  'account.takeFleepAddress': z.strictObject({ fleepAddress }),
  'account.changePassword': z.strictObject({
    oldPassword: required(1000, 'input.currentPassword'),
    newPassword: required(1000, 'input.newPassword'),
  }),
  /** Changed keys only; null removes a key. */
  'account.changeClientSettings': z.strictObject({
    changed: z
      .record(required(200, 'input.name'), z.json())
      .refine((changed) => JSON.stringify(changed).length <= 100_000, textKey('input.tooLong')),
  }),
  /** Flags are words that Fleep's apps keep with the account; any name may be set. */
  'account.setFlag': z.strictObject({
    flag: required(100, 'input.name').regex(/^[\w.-]+$/, textKey('input.flagForm')),
    value: z.boolean(),
  }),
  'aliases.refresh': nothing,
  /** Mails a link to the address; for one that waits already, another link. */
  'aliases.add': z.strictObject({ email: mailAddress }),
  'aliases.remove': z.strictObject({ email: mailAddress }),
  /** The link from the mail, or the id in it. */
  'aliases.confirm': z.strictObject({ link: required(2000, 'input.link') }),
  /** One of the confirmed ones. */
  'aliases.makePrimary': z.strictObject({ email: mailAddress }),
  /** Asks the person for a file, in the system's dialog; answers what is in it, or null where none was chosen. */
  'avatar.choose': nothing,
  'avatar.upload': z.strictObject({
    type: z.enum(['image/jpeg', 'image/png']),
    bytes: z
      .instanceof(Uint8Array)
      .refine((bytes) => bytes.length > 0 && bytes.length <= 16 * 1024 * 1024, textKey('input.pictureSize')),
  }),
  /** Ends a running upload; the picture is as it was. */
  'avatar.cancel': nothing,
  'avatar.remove': nothing,
  /** Takes back the last upload or removal. */
  'avatar.undo': nothing,
  /** Reads which conversations there are, and what of them was exported. */
  'data.refresh': nothing,
  /** Fleep gathers the history of a conversation, of all of them with an empty id. */
  'data.export': z.strictObject({ conversationId: text(100) }),
  /** Asks where to write a file of an export; with `resume`, goes on with the last one that was stopped, there. */
  'data.download': z.strictObject({ id: required(100, 'input.file'), resume: z.boolean() }),
  'data.stopDownload': nothing,
  /** Reads the pins of a conversation, or the tasks of one of its sections, to the end. */
  'data.readBoard': z.strictObject({
    conversationId: required(100, 'input.conversation'),
    sectionId: text(100).nullable(),
  }),
  'data.stopBoard': nothing,
  /** Writes the board that was read to a file that the person chooses; answers its name, or null where none was chosen. */
  'data.saveBoard': z.strictObject({ format: z.enum(['json', 'csv']) }),
  /** Shows what a link from a mail is for; nothing is sent. */
  'links.read': z.strictObject({ server: serverAddress, link: required(2000, 'input.link') }),
  /** For a link that does not say it. */
  'links.choose': z.strictObject({ purpose: z.enum(linkPurposes) }),
  /** Mails a code to somebody who has no account yet; asking again mails another. */
  'links.register': z.strictObject({ server: serverAddress, email: mailAddress }),
  /** The code from that mail, in place of a link. */
  'links.readCode': z.strictObject({
    server: serverAddress,
    email: mailAddress,
    code: required(100, 'input.code'),
  }),
  /** Asks what is known of whom the shown link invites. */
  'links.invite': nothing,
  /** Confirms or unsubscribes, as the shown link does. */
  'links.follow': nothing,
  'links.setInterval': z.strictObject({ emailInterval: z.enum(emailIntervals) }),
  'links.setPassword': z.strictObject({ newPassword: required(1000, 'input.newPassword') }),
  'links.setUp': z.strictObject({
    displayName: required(200, 'input.name'),
    password: required(1000, 'input.aPassword'),
    fleepAddress,
    phoneNumber: text(50),
    newsletter: z.boolean(),
  }),
  'links.dismiss': nothing,
  'people.lookup': z.strictObject({
    /** Email addresses and Fleep IDs. */
    wanted: z.array(text(320)).min(1, textKey('input.address')).max(5000, textKey('input.tooMany')),
    /** Account ids to leave out. */
    ignored: z.array(text(100)).max(5000),
  }),
  /** Writes those who were found to a CSV file that the person chooses; answers its name, or null where none was chosen. */
  'people.save': nothing,
  /** Writes the account's settings to a file that the person chooses; answers its name, or null where none was chosen. */
  'profile.save': nothing,
  /** Asks for such a file, and shows what would change; answers whether one was chosen. */
  'profile.open': nothing,
  /** Makes the chosen changes of the file that is shown; `passwords` of mail servers that are new. */
  'profile.apply': z.strictObject({
    fields: z.array(text(500)).min(1, textKey('input.changes')).max(5000),
    passwords: z.record(text(500), password(enterPassword)),
  }),
  'profile.undo': nothing,
  'profile.close': nothing,
  'smtp.refresh': nothing,
  /** Tries every account whose password is on this computer, all at once. */
  'smtp.checkAll': nothing,
  /** What to fill the form with; asks elsewhere, and tells nobody more than the domain. */
  'smtp.suggest': z.strictObject({ address: text(320) }),
  /** Tries a server as it was entered, before it is stored. With an id, the password may be the stored one: null. */
  'smtp.checkEntered': z.strictObject({
    id: smtpId.nullable(),
    ...mailbox,
    password: password(enterPassword).nullable(),
  }),
  /** Tries an account with its stored password. */
  'smtp.check': z.strictObject({ id: smtpId }),
  /** Ends a running check: of an account, or with null of what was entered. */
  'smtp.cancelCheck': z.strictObject({ id: smtpId.nullable() }),
  'smtp.add': z.strictObject({ ...mailbox, password: password(enterPassword) }),
  /** The account as it shall be; sent is what is different. A null password stays as it is. */
  'smtp.change': z.strictObject({ id: smtpId, ...mailbox, password: password(enterPassword).nullable() }),
  'smtp.makeDefault': z.strictObject({ id: smtpId }),
  /** With `canUndo`, nothing is removed unless the password is at hand to set the account up again. */
  'smtp.remove': z.strictObject({ id: smtpId, canUndo: z.boolean() }),
  /** Takes back the last change or removal of this account. */
  'smtp.undo': z.strictObject({ id: smtpId }),
  /** Tries once more to put a password into the OS keychain. `replace` overwrites an entry that cannot be read. */
  'smtp.keepPassword': z.strictObject({ id: smtpId, replace: z.boolean() }),
  /** How the app stands and what last went wrong, as text that tells nothing personal. */
  'app.diagnostics': nothing,
  /** Puts what was shown of it on the clipboard. */
  'app.copyDiagnostics': nothing,
  /** The person has read why a file of the app could not be used. */
  'app.acknowledge': nothing,
  /** Asks where updates of the app are published. */
  'updates.check': nothing,
  /** Fetches the version that is offered, and looks whether it is what was published. */
  'updates.download': nothing,
  /** Ends the app, and starts the version that was downloaded. */
  'updates.install': nothing,
  /** The version that is offered is not offered again. */
  'updates.decline': nothing,
  /** What the app does on this computer; nothing of it is at Fleep. */
  'app.change': z
    .strictObject({
      startAtLogin: z.boolean(),
      startHidden: z.boolean(),
      stayInTray: z.boolean(),
      /** null for the system's. */
      language: z.enum(languageIds).nullable(),
      toldOfBasics: z.literal(true),
    })
    .partial()
    .refine((changes) => Object.keys(changes).length > 0, textKey('input.nothing')),
} as const

export type CommandName = keyof typeof commandInputs
export type CommandInput<Name extends CommandName> = z.infer<(typeof commandInputs)[Name]>

export type EmailInterval = (typeof emailIntervals)[number]
export type Json = z.infer<ReturnType<typeof z.json>>

/** The account in the app's own words; `main/fleep/records.ts` has the API's. */
export interface Account {
  id: string
  email: string
  displayName: string
  /** Free text, as the person wrote it; empty when none is set. */
  phoneNumber: string
  /** null when the server names an interval that this app does not know. */
  emailInterval: EmailInterval | null
  fullPrivacy: boolean
  newsletter: boolean
  automute: boolean
  /** The local part of the Fleep ID; null until one is taken. */
  fleepAddress: string | null
  /** false for people who only ever sign in with another service. */
  hasPassword: boolean
  clientSettings: Record<string, Json>
  /** Words that Fleep's apps keep with the account. */
  flags: string[]
  /** The picture by the length of a side in pixels, as addresses within the window; null where there is none. */
  avatar: Record<number, string> | null
}

/** TLS from the first byte, or TLS after a greeting without it, or plain text. */
export type MailEncryption = (typeof mailEncryptions)[number]

export type LinkPurpose = (typeof linkPurposes)[number]

/** What is known of somebody who comes in; empty where nothing is. */
export interface Invitation {
  email: string
  displayName: string
  inviter: string
  organisation: string
  team: string
  /** Fleep addresses that are free. */
  suggestions: string[]
  /** Of the country where they seem to be, like +372. */
  callingCode: string
}

/** A link from a mail that the person looks at; its id is in main alone. */
export interface OpenLink {
  /** Grows with each. */
  id: number
  server: string
  /** null where the link does not tell. */
  purpose: LinkPurpose | null
  /** For whom it is, as the link or Fleep says; null where neither does. */
  email: string | null
  /** null until Fleep was asked. */
  invitation: Invitation | null
  /** Why it cannot be used; null where it can. */
  problem: string | null
}

/** Another address of the account. */
export interface Alias {
  email: string
  /** false while the mailed link has not been opened. */
  confirmed: boolean
}

export interface Conversation {
  id: string
  /** Empty where it has none. */
  topic: string
  /** Of its taskboard. */
  sections: { id: string; name: string }[]
}

/** A file of an export. */
export interface ExportFile {
  id: string
  name: string
  /** In bytes; null where Fleep does not say. */
  size: number | null
}

export interface HistoryExport {
  /** From 0 to 1, at which it is ready. */
  progress: number
  files: ExportFile[]
}

/** The pins of a conversation, with null as section, or the tasks of one of its sections. */
export interface BoardName {
  conversationId: string
  sectionId: string | null
}

/** A pinned message, or a task. */
export interface BoardItem {
  /** The message's number in its conversation. */
  number: number
  text: string
  /** A name; empty where it is not known. */
  author: string
  /** In milliseconds since 1970. */
  postedAt: number | null
  state: 'pinned' | 'open' | 'done'
}

/** What is different between a file with settings and the account. */
export interface ProfileChange {
  kind:
    | 'displayName'
    | 'phoneNumber'
    | 'emailInterval'
    | 'fullPrivacy'
    | 'newsletter'
    | 'automute'
    | 'clientSetting'
    | 'flag'
    | 'mailServer'
    | 'defaultMailServer'
  /** Of the client setting, the flag or the mail server's address; empty for the others. */
  name: string
  /** null where there is none. */
  from: Json
  to: Json
  /** Whether Fleep wants the mail server's password for it. */
  needsPassword: boolean
}

/** null for one that this app does not know. */
export type PersonState = 'active' | 'new' | 'banned' | 'closed' | 'alias'

/** Somebody who was looked up. */
export interface Person {
  id: string
  displayName: string
  /** As it was looked up: an email address or a Fleep ID. */
  address: string
  /** Like name@fleep.io; empty for who has none. */
  fleepId: string
  state: PersonState | null
  avatar: Record<number, string> | null
}

/** What Fleep can be told. */
export type SmtpEncryption = Exclude<MailEncryption, 'none'>

/** A mail server of the person's own, through which their Fleep mail goes out. */
export interface MailServer {
  id: string
  address: string
  username: string
  host: string
  /** null when Fleep chooses it. */
  port: number | null
  /** null when the server names none or one that this app does not know. */
  encryption: SmtpEncryption | null
  isDefault: boolean
  /** What Fleep's own check said. */
  fleepCheck: { status: 'waiting' | 'working' | 'failed'; description: string }
}

/** What an address alone says of its mail server; shown before it is used. Never plain text. */
export interface MailSuggestion {
  host: string
  port: number
  encryption: SmtpEncryption
  username: string
  /** Where it comes from, in words for people. */
  source: string
  passwordRule: PasswordRule | null
}

/** A provider that refuses the mailbox's usual password, with its page about that. */
export interface PasswordRule {
  /** A password made for this app alone is needed, or passwords are not taken at all. */
  kind: 'app-password' | 'no-passwords'
  page: string
}

/** The steps of a check. With TLS, encryption comes before the greeting. */
export type CheckStep = 'dns' | 'connect' | 'greeting' | 'encryption' | 'sign-in'

/** The app's own check of a mail server. `steps` are in the order in which they are made. */
export type MailCheck =
  | { kind: 'running'; steps: CheckStep[]; at: CheckStep }
  /** `checkedAt`: in milliseconds since 1970. */
  | { kind: 'working'; steps: CheckStep[]; checkedAt: number }
  | { kind: 'failed'; steps: CheckStep[]; checkedAt: number; failure: MailCheckFailure }

export interface MailCheckFailure {
  /** null when the check could not even begin. */
  at: CheckStep | null
  /** A sentence for people. */
  message: string
  /** The server's own words, as one line; null when it said nothing. */
  serverSaid: string | null
  /** SHA-256 of the certificate that was not trusted. */
  fingerprint: string | null
}

/** Where the password of a mail server is. */
export type PasswordPlace =
  | { kind: 'stored' }
  /** Not on this computer; Fleep has it. */
  | { kind: 'elsewhere' }
  /** Held until the app quits. */
  | { kind: 'memory-only'; problem: KeychainProblem; explanation: string }

/** Why the OS keychain does not hold the session. */
export type KeychainProblem = 'unavailable' | 'locked' | 'denied' | 'unreadable' | 'no-answer'

/** Whether the session will be there after a restart. */
export type SessionStorageState =
  | { kind: 'none' }
  | { kind: 'stored' }
  | { kind: 'memory-only'; problem: KeychainProblem | 'data-folder'; explanation: string }

export type PanelName = (typeof panelNames)[number]

/** What the app does on this computer. */
export interface AppSettings {
  startAtLogin: boolean
  /** Without a window, when it starts at login. */
  startHidden: boolean
  /** When the window is closed. */
  stayInTray: boolean
  /** Whether the desktop shows tray icons; else the app never hides. */
  hasTray: boolean
  /** What the person chose to read; null for the system's language. */
  language: LanguageId | null
  /** Whether the person was told how things are changed here. */
  toldOfBasics: boolean
}

/** A newer version of the app. */
export type AppUpdate =
  /** `checkedAt`: in milliseconds since 1970; null before the first time. */
  | { kind: 'none'; checkedAt: number | null }
  /** `notes`: what is new, in the publisher's words. */
  | { kind: 'available'; version: string; notes: string; isDeclined: boolean; checkedAt: number }
  /** `share`: from 0 to 1. */
  | { kind: 'downloading'; version: string; share: number }
  /** `installsAtQuit`: else only when the person says so, since the system asks for a password. */
  | { kind: 'ready'; version: string; installsAtQuit: boolean }

export type SessionState =
  /** The stored session is being read and tried. */
  | { kind: 'restoring' }
  | { kind: 'signed-out'; notice: string | null; canRestore: boolean }
  | { kind: 'signed-in' }
  /** Fleep ended the session; `interrupted` says whether a change waits for the password. */
  | { kind: 'expired'; interrupted: boolean }

/** The one state. The window and the tray are views of it. Holds no secret. */
export interface AppState {
  session: SessionState
  /** The server's address, for example https://fleep.io */
  server: string
  /** Who was signed in last, to fill the form. */
  lastEmail: string
  account: Account | null
  /** null until they were asked for. */
  aliases: Alias[] | null
  /** null until they were asked for. */
  conversations: Conversation[] | null
  /** What is known of exports, by conversation; under an empty id that of all of them. */
  exports: Record<string, HistoryExport>
  /** How far a download is, in bytes; null while there is none. */
  download: { id: string; name: string; done: number; total: number | null } | null
  /** What was read last; null before that. */
  board: (BoardName & { items: BoardItem[] }) | null
  /** How many were read so far; null while nothing is being read. */
  boardReading: number | null
  /** The file with settings that is looked at, whose they were, and what would change; null while there is none. */
  profile: { name: string; of: string; changes: ProfileChange[] } | null
  /** The link from a mail that is being looked at; null while there is none. */
  openLink: OpenLink | null
  /** What the last link did, until the person has read it. */
  linkDone: string | null
  /** Who was looked up last; null before that. */
  people: Person[] | null
  /** How far a look-up is; null while there is none. */
  lookup: { done: number; total: number } | null
  /** How far an upload of a picture is, in bytes that have gone out; null while there is none. */
  avatarUpload: { sent: number; total: number } | null
  /** null until they were asked for. */
  mailServers: MailServer[] | null
  /** The app's own last check of each account, by its id. */
  mailChecks: Record<string, MailCheck>
  /** The check of what is entered in the form; null when there was none. */
  enteredCheck: MailCheck | null
  /** Where each account's password is, by its id. */
  mailPasswords: Record<string, PasswordPlace>
  /** Why passwords of accounts that are gone could not be removed from the OS keychain; null when none is left. */
  mailPasswordsLeft: string | null
  /** `since`: when the shown values were last confirmed by the server, in milliseconds since 1970; null when never. */
  connection: { online: true } | { online: false; since: number | null; explanation: string }
  sessionStorage: SessionStorageState
  /** Why a file of the app's own could not be used, until the person has read it. */
  fileProblem: string | null
  appSettings: AppSettings
  /** What the app speaks, as a BCP 47 tag: its texts are to be read anew when it changes. */
  locale: string
  /** null where the app is updated by others, by the system's packages say. */
  update: AppUpdate | null
  /** What the person asked for elsewhere, in the tray say, and the window is to show; `id` grows with each. */
  uiRequest: { id: number; panel: PanelName; then: 'choose-picture' | 'sign-out' | null } | null
  /** The colour that the person chose for their desktop, as `#rrggbb`; null where it has none. */
  accent: string | null
  /** What this system calls its keychain. */
  keychainName: string
}

export type ErrorCode =
  | 'offline'
  | 'timeout'
  | 'untrusted-server'
  | 'signed-out'
  | 'refused'
  | 'invalid-input'
  | 'unknown-command'
  | 'keychain-unavailable'
  | 'keychain-locked'
  | 'keychain-denied'
  | 'keychain-unreadable'
  | 'keychain-no-answer'
  | 'server-fault'
  | 'bad-answer'
  /** A mail server does not work as it was entered. */
  | 'check-failed'
  | 'cancelled'
  | 'internal'

export interface CommandError {
  code: ErrorCode
  /** A sentence for people. */
  message: string
  /** The input key that it is about, where there is one. */
  field?: string
  /** Whether the same command may succeed if it is simply sent again. */
  canRetry: boolean
}

/** What a command answers besides the state: only what concerns nobody but the one who sent it. */
interface CommandValues {
  'app.diagnostics': { text: string }
  'avatar.choose': ChosenFile | null
  'avatar.upload': UndoOffer
  'avatar.remove': UndoOffer
  'avatar.undo': UndoOffer
  'smtp.suggest': MailSuggestion | null
  'people.save': { name: string } | null
  'profile.save': { name: string } | null
  'profile.open': boolean
  'data.saveBoard': { name: string } | null
  /** null where no place was chosen. */
  'data.download': { name: string } | null
  'smtp.add': { id: string }
  'smtp.change': UndoOffer
}
export type CommandValue<Name extends CommandName> = Name extends keyof CommandValues ? CommandValues[Name] : unknown

/** A file that the person chose; not yet looked at. */
export interface ChosenFile {
  name: string
  bytes: Uint8Array<ArrayBuffer>
}

export interface UndoOffer {
  canUndo: boolean
}

export type CommandResult<Value = unknown> = { ok: true; value: Value } | { ok: false; error: CommandError }

/** What the preload puts on `window.fleepSettings`. */
export interface Bridge {
  run<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult<CommandValue<Name>>>
  readLanguage(): Promise<Language>
  /** The listener hears all of the state first, as soon as it is known, and from then on the parts of it that are set. */
  onState(listener: (state: Partial<AppState>) => void): void
}
