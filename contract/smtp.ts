import { z } from 'zod'
import type { UndoOffer } from './avatar'
import { mailEncryptions } from './choices'
import { answers, command } from './command'
import { emailAddress, noInput, password, required, requiredTyped, requiredWord, textKey, typedWord } from './fields'
import type { KeychainProblem } from './session'

const portRange = textKey('input.port')
const smtpId = required(100, 'input.account')
/** The input fields of a mail server, without its password. */
export const mailServerFields = {
  address: emailAddress,
  host: requiredTyped(255, 'input.host'),
  port: z.int(portRange).min(1, portRange).max(65_535, portRange),
  encryption: z.enum(mailEncryptions),
  // SASLprep (RFC 4013, table B.1) removes invisible characters from user names as well.
  username: requiredWord(320, 'input.username').regex(/^\P{Cc}*$/u, textKey('input.usernameLines')),
}
/** As the commands take them: a port of null leaves the choice to Fleep. */
const enteredFields = { ...mailServerFields, port: mailServerFields.port.nullable() }
const mailPassword = password('input.mailboxPassword')

export const smtpCommands = {
  'smtp.refresh': command({ input: noInput, queue: 'changes' }),
  /** Checks all mail servers whose passwords are on this computer, in parallel. */
  'smtp.checkAll': command({ input: noInput, queue: 'none' }),
  /** Stops the check of all mail servers. */
  'smtp.cancelCheckAll': command({ input: noInput, queue: 'none', stops: ['smtp.checkAll'] }),
  /** Suggests values for the form. Only the domain of the address is sent to other servers. */
  'smtp.suggest': command({
    input: z.strictObject({ address: typedWord(320) }),
    queue: 'none',
    answer: answers<SuggestedMailServer | null>(),
  }),
  /** Stops the search for suggestions, which then fails with `cancelled`. */
  'smtp.cancelSuggest': command({ input: noInput, queue: 'none', stops: ['smtp.suggest'] }),
  /**
   * Checks the entered values before they are stored. With an id, a null password stands for the stored one, but only if
   * the values are those that it was stored with.
   */
  'smtp.checkEntered': command({
    input: z.strictObject({ id: smtpId.nullable(), ...enteredFields, password: mailPassword.nullable() }),
    queue: 'none',
  }),
  /** Checks a mail server with its stored password, if it was stored for the settings that the mail server has now. */
  'smtp.check': command({ input: z.strictObject({ id: smtpId }), queue: 'none' }),
  /**
   * Sends a short email from the mail server's address to the account's own, with the stored password as `smtp.check` does.
   * It shows as a check that has one step more.
   */
  'smtp.sendTest': command({ input: z.strictObject({ id: smtpId }), queue: 'none', answer: answers<TestEmail>() }),
  /** Stops the check of a mail server; null stops the check of the entered values. */
  'smtp.cancelCheck': command({
    input: z.strictObject({ id: smtpId.nullable() }),
    queue: 'none',
    stops: ['smtp.checkEntered', 'smtp.check', 'smtp.sendTest'],
  }),
  'smtp.add': command({
    input: z.strictObject({ ...enteredFields, password: mailPassword }),
    queue: 'changes',
    answer: answers<{ id: string }>(),
  }),
  /** Changes a mail server to the given values. The password may be null only if no other value changes. */
  'smtp.change': command({
    input: z.strictObject({ id: smtpId, ...enteredFields, password: mailPassword.nullable() }),
    queue: 'changes',
    answer: answers<UndoOffer>(),
  }),
  'smtp.makeDefault': command({ input: z.strictObject({ id: smtpId }), queue: 'changes' }),
  /**
   * With `canUndo`, fails if the password is not on this computer, because an undo needs it. With `nextDefault`, that
   * mail server becomes the default first.
   */
  'smtp.remove': command({
    input: z.strictObject({ id: smtpId, canUndo: z.boolean(), nextDefault: smtpId.nullable() }),
    queue: 'changes',
  }),
  /** Undoes the last change or removal of this mail server. Fleep may give it a new id, see `mailServerFirstIds`. */
  'smtp.undo': command({ input: z.strictObject({ id: smtpId }), queue: 'changes' }),
  /** Tries again to store a password in the OS keychain. `replace` overwrites an item that cannot be read. */
  'smtp.storePasswordAgain': command({ input: z.strictObject({ id: smtpId, replace: z.boolean() }), queue: 'none' }),
}

/** `tls`: from the first byte. `starttls`: after a plain greeting. `none`: no encryption. */
export type MailEncryption = (typeof mailEncryptions)[number]

/** The encryptions that Fleep supports. */
export type SmtpEncryption = Exclude<MailEncryption, 'none'>

/** One of the user's mail servers, through which Fleep sends their email. */
export interface MailServer {
  id: string
  address: string
  username: string
  host: string
  /** null if Fleep chooses it. */
  port: number | null
  /** null if Fleep sends none, or one that this app does not know. */
  encryption: SmtpEncryption | null
  /** null if Fleep does not tell. */
  isDefault: boolean | null
  /** The result of Fleep's own check. `unknown` if Fleep sends none, or one that this app does not know. */
  fleepCheck: { status: 'waiting' | 'working' | 'failed' | 'unknown'; description: string }
}

/** The likely settings for an email address, found by its domain. They always use encryption. */
export interface MailSuggestion {
  host: string
  port: number
  encryption: SmtpEncryption
  username: string
  /** Where the suggestion comes from. Other people may have written it: it is shown as foreign text. */
  source: string
  /**
   * Whether the host does not belong to the domain of the email address, and the app does not know it as the domain's
   * provider. DNS can be forged, so the user has to be told.
   */
  isOtherDomain: boolean
  passwordRule: PasswordRule | null
}

/** The rule of a provider that does not accept the mailbox's usual password. */
export interface PasswordRule {
  /**
   * `app-password`: needs a password made for this app. `app-password-with-2fa`: the same, if the user signs in with two
   * steps. `smtp-token`: needs one made for an address of the user's own domain. `administrator`: accepts passwords only if
   * the user's organization allows it. `no-passwords`: accepts no passwords from apps. `no-smtp`: has no mail server for apps.
   */
  kind: 'app-password' | 'app-password-with-2fa' | 'smtp-token' | 'administrator' | 'no-passwords' | 'no-smtp'
  /** The URL of the provider's page about it; null if none is known for sure. */
  page: string | null
}

/** The settings to fill in, or why there are none. */
export type SuggestedMailServer = MailSuggestion | MailObstacle

/** Why nothing is suggested although the provider is known. */
export interface MailObstacle {
  /**
   * `other-sign-in`: its mail servers offer only `methods`. `no-password`: they ask for no password, as those for computers
   * in the provider's network. `no-smtp`: it has no mail server for other apps.
   */
  obstacle: 'other-sign-in' | 'no-password' | 'no-smtp'
  /** As the source of a suggestion: foreign text. */
  provider: string
  /** Names of ways to sign in, such as `OAuth2`. */
  methods: string[]
  /** The URL of the provider's page about it. */
  page: string | null
}

/**
 * The steps of a check. With `tls`, encryption comes before the greeting. `send-as`: whether the address may send. `send`:
 * of a test email alone.
 */
export type CheckStep = 'dns' | 'connect' | 'greeting' | 'encryption' | 'sign-in' | 'send-as' | 'send'

/** A test email that the mail server accepted. */
export interface TestEmail {
  to: string
  /** The server's reply, as a single line. */
  serverReply: string
}

/** The state of the app's own check of a mail server. `steps` has all steps of the check, in order. */
export type MailCheck =
  | { kind: 'running'; steps: CheckStep[]; step: CheckStep }
  /** `checkedAt`: in milliseconds since 1970. `testEmail`: null if none was sent. */
  | { kind: 'working'; steps: CheckStep[]; checkedAt: number; testEmail: TestEmail | null }
  | { kind: 'failed'; steps: CheckStep[]; checkedAt: number; failure: MailCheckFailure }

export interface MailCheckFailure {
  /** The step that failed; null if the check could not start. */
  step: CheckStep | null
  /** A sentence for the user. */
  message: string
  /** The server's reply, as a single line; null if there is none. */
  serverReply: string | null
  /** The SHA-256 fingerprint of the untrusted certificate; null if the certificate is not the problem. */
  fingerprint: string | null
  /** Whether nothing is known to have failed: a test email was sent whole, and its arrival was not confirmed. */
  isInDoubt: boolean
}

/** Where this computer has the password of a mail server. */
export type PasswordLocation =
  /** In the OS keychain. */
  | { kind: 'stored' }
  /** Not on this computer; only Fleep has it. */
  | { kind: 'elsewhere' }
  /** In the OS keychain, but for other settings than the mail server has now. It is not used before it is typed again. */
  | { kind: 'other-settings' }
  /** In memory until the app quits, because the OS keychain could not store it. */
  | { kind: 'memory-only'; problem: KeychainProblem; explanation: string }

export interface SmtpSlice {
  /** null until they are loaded. */
  mailServers: MailServer[] | null
  /**
   * The first id of each mail server that has a new one since it was changed or restored, by its present id. The user
   * sees the same mail server, so its place in the list follows the first id.
   */
  mailServerFirstIds: Record<string, string>
  /** The last check of each mail server, by the mail server's id. */
  mailChecks: Record<string, MailCheck>
  /** The check of the values entered in the form; null without one. */
  enteredCheck: MailCheck | null
  /** How many mail servers are checked while all of them are; null while they are not. */
  allChecks: { done: number; total: number } | null
  /** Where each mail server's password is, by the mail server's id. */
  mailPasswords: Record<string, PasswordLocation>
  /** Why passwords of removed mail servers could not be removed from the OS keychain; null if all were. */
  passwordRemovalProblem: string | null
}
