/**
 * Everything that passes between the window and the main process: the commands with the schemas of their input, the
 * state, and the errors. main implements it, the preload passes it on, the renderer imports only its types.
 */
import { z } from 'zod'

/** Longer than any real value, short enough to refuse nonsense. */
const text = (most: number) => z.string().max(most, `Use at most ${most} characters.`)
const required = (most: number, sentence: string) => text(most).min(1, sentence)
const nothing = z.strictObject({})

export const emailIntervals = ['hourly', 'daily', 'never'] as const

/** One command a name; `topic.verb`. Extra keys are refused, so a typing mistake in the renderer shows at once. */
export const commandInputs = {
  'session.signIn': z.strictObject({
    server: required(2000, 'Enter the address of the Fleep server.'),
    email: required(320, 'Enter your email address or Fleep ID.'),
    password: required(1000, 'Enter your password.'),
  }),
  /** The password of an expired session's account: interrupted commands go on with the new session. */
  'session.continue': z.strictObject({ password: required(1000, 'Enter your password.') }),
  /** Interrupted commands fail with `signed-out`; what was typed is kept by the renderer. */
  'session.dismiss': nothing,
  'session.restore': nothing,
  /** Tries once more to put the session into the OS keychain. `replace` overwrites an entry that cannot be read. */
  'session.keep': z.strictObject({ replace: z.boolean() }),
  'session.signOut': nothing,
  'account.refresh': nothing,
  /** Only the keys that are given change. */
  'account.change': z
    .strictObject({
      displayName: required(200, 'Enter a name.'),
      phoneNumber: text(50),
      emailInterval: z.enum(emailIntervals),
      fullPrivacy: z.boolean(),
      newsletter: z.boolean(),
      automute: z.boolean(),
    })
    .partial()
    .refine((changes) => Object.keys(changes).length > 0, 'Nothing to change.'),
  /** Can be done once in the life of an account. */
  'account.takeFleepAddress': z.strictObject({
    fleepAddress: required(100, 'Enter a Fleep address.').regex(
      /^[a-z0-9][a-z0-9._-]*$/i,
      'Use letters, digits, dots, dashes and underscores, beginning with a letter or digit.',
    ),
  }),
  'account.changePassword': z.strictObject({
    oldPassword: required(1000, 'Enter your current password.'),
    newPassword: required(1000, 'Enter a new password.'),
  }),
  /** Changed keys only; null removes a key. */
  'account.changeClientSettings': z.strictObject({
    changed: z.record(required(200, 'Enter a name.'), z.json()),
  }),
  'smtp.refresh': nothing,
  'smtp.makeDefault': z.strictObject({ id: required(100, 'Choose an account.') }),
  'smtp.remove': z.strictObject({ id: required(100, 'Choose an account.') }),
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
}

/** TLS from the first byte, or TLS after a greeting without it. */
export type SmtpEncryption = 'tls' | 'starttls'

/** A mail server of the person's own, through which their Fleep mail goes out. */
export interface SmtpAccount {
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

/** Why the OS keychain does not hold the session. */
export type KeychainProblem = 'unavailable' | 'locked' | 'denied' | 'unreadable' | 'no-answer'

/** Whether the session will be there after a restart. */
export type Keeping =
  | { kind: 'none' }
  | { kind: 'stored' }
  | { kind: 'memory-only'; problem: KeychainProblem | 'data-folder'; explanation: string }

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
  smtpAccounts: SmtpAccount[] | null
  /** `since`: when the shown values were last confirmed by the server, in milliseconds since 1970; null when never. */
  connection: { online: true } | { online: false; since: number | null; explanation: string }
  keeping: Keeping
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

export type CommandResult = { ok: true } | { ok: false; error: CommandError }

/** What the preload puts on `window.fleepSettings`. */
export interface Bridge {
  run<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult>
  readState(): Promise<AppState>
  onState(listener: (state: AppState) => void): void
}
