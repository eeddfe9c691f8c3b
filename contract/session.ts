import { z } from 'zod'
import { command } from './command'
import { emailAddress, link, noInput, required, serverAddress } from './fields'

export const sessionCommands = {
  'session.signIn': command({
    input: z.strictObject({
      server: serverAddress,
      email: required(320, 'input.who'),
      password: required(1000, 'input.password'),
    }),
    queue: 'none',
  }),
  /** The password for an expired session: interrupted commands continue with the new session. */
  'session.reauthenticate': command({
    input: z.strictObject({ password: required(1000, 'input.password') }),
    queue: 'none',
  }),
  /** Fleep emails a link that sets a new password. */
  'session.requestReset': command({
    input: z.strictObject({ server: serverAddress, email: emailAddress }),
    queue: 'none',
  }),
  /** The link from that email, or the id in it. */
  'session.confirmReset': command({
    input: z.strictObject({ server: serverAddress, link, newPassword: required(1000, 'input.newPassword') }),
    queue: 'none',
  }),
  /** Interrupted commands fail with `signed-out`; the window keeps what was typed. */
  'session.cancelReauthentication': command({ input: noInput, queue: 'none' }),
  'session.restore': command({ input: noInput, queue: 'none' }),
  /** Tries again to store the session in the OS keychain. `replace` overwrites an entry that cannot be read. */
  'session.storeAgain': command({ input: z.strictObject({ replace: z.boolean() }), queue: 'none' }),
  /** The passwords of mail servers may stay in the OS keychain for the next sign-in. */
  'session.signOut': command({ input: z.strictObject({ forgetMailPasswords: z.boolean() }), queue: 'none' }),
}

/** Why the OS keychain does not hold a secret. */
export type KeychainProblem = 'unavailable' | 'locked' | 'denied' | 'unreadable' | 'no-answer'

/** Whether the session survives a restart. */
export type SessionStorageState =
  | { kind: 'none' }
  | { kind: 'stored' }
  | { kind: 'memory-only'; problem: KeychainProblem | 'data-folder'; explanation: string }

export type SessionState =
  /** The stored session is being read and tried. */
  | { kind: 'restoring' }
  | { kind: 'signed-out'; notice: string | null; canRestore: boolean }
  | { kind: 'signed-in' }
  /** Fleep ended the session. `interrupted`: a change waits for the password. */
  | { kind: 'expired'; interrupted: boolean }

/** `since`: when the server last confirmed the shown values, in milliseconds since 1970; null when it never did. */
type Connection = { online: true } | { online: false; since: number | null; explanation: string }

export interface SessionSlice {
  session: SessionState
  /** The server's address, for example https://fleep.io */
  server: string
  /** The email of the last sign-in, to fill the form. */
  lastEmail: string
  connection: Connection
  sessionStorage: SessionStorageState
}
