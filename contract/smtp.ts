import { z } from 'zod'
import type { UndoOffer } from './avatar'
import { mailEncryptions } from './choices'
import { answers, command } from './command'
import { emailAddress, noInput, password, required, text, textKey } from './fields'
import type { KeychainProblem } from './session'

const portRange = textKey('input.port')
const smtpId = required(100, 'input.account')
/** What the user enters of a mail server, without its password. */
const mailServer = {
  address: emailAddress,
  host: required(255, 'input.host'),
  port: z.int(portRange).min(1, portRange).max(65_535, portRange),
  encryption: z.enum(mailEncryptions),
  username: required(320, 'input.username').regex(/^\P{Cc}*$/u, textKey('input.usernameLines')),
}
const mailPassword = password('input.mailboxPassword')

export const smtpCommands = {
  'smtp.refresh': command({ input: noInput, queue: 'changes' }),
  /** Tries every mail server whose password is on this computer, all at the same time. */
  'smtp.checkAll': command({ input: noInput, queue: 'none' }),
  /** What to fill the form with. Others are told nothing but the domain. */
  'smtp.suggest': command({
    input: z.strictObject({ address: text(320) }),
    queue: 'none',
    answer: answers<MailSuggestion | null>(),
  }),
  /** Tries a server as it was entered, before it is stored. With an id, null stands for its stored password. */
  'smtp.checkEntered': command({
    input: z.strictObject({ id: smtpId.nullable(), ...mailServer, password: mailPassword.nullable() }),
    queue: 'none',
  }),
  /** Tries a mail server with its stored password. */
  'smtp.check': command({ input: z.strictObject({ id: smtpId }), queue: 'none' }),
  /** Ends a running check: of a mail server, or with null of what was entered. */
  'smtp.cancelCheck': command({ input: z.strictObject({ id: smtpId.nullable() }), queue: 'none' }),
  'smtp.add': command({
    input: z.strictObject({ ...mailServer, password: mailPassword }),
    queue: 'changes',
    answer: answers<{ id: string }>(),
  }),
  /** The mail server as it should be; only differences are sent. A null password stays as it is. */
  'smtp.change': command({
    input: z.strictObject({ id: smtpId, ...mailServer, password: mailPassword.nullable() }),
    queue: 'changes',
    answer: answers<UndoOffer>(),
  }),
  'smtp.makeDefault': command({ input: z.strictObject({ id: smtpId }), queue: 'changes' }),
  /** With `canUndo`, removes only if the password is on this computer, so that the removal can be undone. */
  'smtp.remove': command({ input: z.strictObject({ id: smtpId, canUndo: z.boolean() }), queue: 'changes' }),
  /** Takes back the last change or removal of this mail server. */
  'smtp.undo': command({ input: z.strictObject({ id: smtpId }), queue: 'changes' }),
  /** Tries again to store a password in the OS keychain. `replace` overwrites an entry that cannot be read. */
  'smtp.storePasswordAgain': command({ input: z.strictObject({ id: smtpId, replace: z.boolean() }), queue: 'none' }),
}

/** TLS from the first byte, TLS after a plain greeting, or none. */
export type MailEncryption = (typeof mailEncryptions)[number]

/** The encryptions that Fleep supports. */
export type SmtpEncryption = Exclude<MailEncryption, 'none'>

/** A mail server of the user, through which their Fleep email is sent. */
export interface MailServer {
  id: string
  address: string
  username: string
  host: string
  /** null if Fleep chooses it. */
  port: number | null
  /** null if the server names none or one that this app does not know. */
  encryption: SmtpEncryption | null
  isDefault: boolean
  /** The result of Fleep's own check. */
  fleepCheck: { status: 'waiting' | 'working' | 'failed'; description: string }
}

/** What an address alone says of its mail server; shown before it is used. Always encrypted. */
export interface MailSuggestion {
  host: string
  port: number
  encryption: SmtpEncryption
  username: string
  /** Who suggests it, for the user to read. */
  source: string
  passwordRule: PasswordRule | null
}

/** A provider that refuses the mailbox's usual password, with its page about that. */
export interface PasswordRule {
  /** The provider wants a password made for this app alone, or takes no passwords at all. */
  kind: 'app-password' | 'no-passwords'
  page: string
}

/** The steps of a check. With TLS, encryption comes before the greeting. */
export type CheckStep = 'dns' | 'connect' | 'greeting' | 'encryption' | 'sign-in'

/** The app's own check of a mail server. `steps` are in the order in which they run. */
export type MailCheck =
  | { kind: 'running'; steps: CheckStep[]; step: CheckStep }
  /** `checkedAt`: in milliseconds since 1970. */
  | { kind: 'working'; steps: CheckStep[]; checkedAt: number }
  | { kind: 'failed'; steps: CheckStep[]; checkedAt: number; failure: MailCheckFailure }

export interface MailCheckFailure {
  /** null if the check could not begin. */
  step: CheckStep | null
  /** A sentence for the user. */
  message: string
  /** The server's own words, as one line; null if it said nothing. */
  serverReply: string | null
  /** SHA-256 of the certificate that is not trusted. */
  fingerprint: string | null
}

/** Where the password of a mail server is. */
export type PasswordLocation =
  | { kind: 'stored' }
  /** Not on this computer; Fleep has it. */
  | { kind: 'elsewhere' }
  /** In memory until the app quits. */
  | { kind: 'memory-only'; problem: KeychainProblem; explanation: string }

export interface SmtpSlice {
  /** null until they are read. */
  mailServers: MailServer[] | null
  /** The app's last check of each mail server, by its id. */
  mailChecks: Record<string, MailCheck>
  /** The check of what is entered in the form; null without one. */
  enteredCheck: MailCheck | null
  /** Where each mail server's password is, by its id. */
  mailPasswords: Record<string, PasswordLocation>
  /** Why passwords of removed mail servers are still in the OS keychain; null if none are. */
  passwordRemovalProblem: string | null
}
