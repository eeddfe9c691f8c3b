import { z } from 'zod'
import { answers, command } from './command'
import type { ErrorCode } from './errors'
import { emailAddress, link, noInput, required, requiredWord, serverAddress } from './fields'

export const sessionCommands = {
  'session.signIn': command({
    input: z.strictObject({
      server: serverAddress,
      email: requiredWord(320, 'input.who'),
      password: required(1000, 'input.password'),
    }),
    queue: 'none',
  }),
  /** Signs in again after the session has expired. Interrupted commands continue with the new session. */
  'session.reauthenticate': command({
    input: z.strictObject({ password: required(1000, 'input.password') }),
    queue: 'none',
  }),
  /** Asks Fleep to email a link with which the user can set a new password. */
  'session.requestReset': command({
    input: z.strictObject({ server: serverAddress, email: emailAddress }),
    queue: 'none',
  }),
  /** Takes the link from that email, or the id in it. */
  'session.confirmReset': command({
    input: z.strictObject({ server: serverAddress, link, newPassword: required(1000, 'input.newPassword') }),
    queue: 'none',
  }),
  /** Sets a new password for the signed-in account with the link from that email, and signs in again with it. */
  'session.resetOwnPassword': command({
    input: z.strictObject({ link, newPassword: required(1000, 'input.newPassword') }),
    queue: 'none',
  }),
  /** Makes interrupted commands fail with `signed-out`; the window keeps what the user typed. */
  'session.cancelReauthentication': command({ input: noInput, queue: 'none' }),
  'session.restore': command({ input: noInput, queue: 'none' }),
  /** Tries again to store the session in the OS keychain. `replace` overwrites an item that cannot be read. */
  'session.storeAgain': command({ input: z.strictObject({ replace: z.boolean() }), queue: 'none' }),
  /**
   * Signs out. The passwords of mail servers can stay in the OS keychain for the next sign-in. With a server's origin, an account
   * that is signed in at another one stays.
   */
  'session.signOut': command({
    input: z.strictObject({ forgetMailPasswords: z.boolean(), server: z.string().max(1000).optional() }),
    queue: 'none',
    /** Why something is still in the keychain; null if nothing is. */
    answer: answers<ErrorCode | null>(),
  }),
}

/** Why a secret is not stored in the OS keychain. */
export type KeychainProblem = 'unavailable' | 'locked' | 'denied' | 'unreadable' | 'no-answer'

/** Whether the session survives a restart. */
export type SessionStorageState =
  | { kind: 'none' }
  | { kind: 'stored' }
  | { kind: 'memory-only'; problem: KeychainProblem | 'data-folder'; explanation: string }

export type SessionState =
  /** The stored session is being read and tried. */
  | { kind: 'restoring' }
  /** `canRestore`: whether `session.restore` can be tried again. */
  | { kind: 'signed-out'; notice: string | null; canRestore: boolean }
  | { kind: 'signed-in' }
  /**
   * Fleep has ended the session. `interrupted`: a command waits until the user has signed in again. `isChange`: it changes
   * something; otherwise it only looks something up.
   */
  | { kind: 'expired'; interrupted: false }
  | { kind: 'expired'; interrupted: true; isChange: boolean }

/** `since`: when the server last confirmed the shown values, in milliseconds since 1970; null if it never did. */
type Connection = { online: true } | { online: false; since: number | null; explanation: string }

export interface SessionSlice {
  session: SessionState
  /** The server's origin, such as https://fleep.io. */
  server: string
  /** The email address of the last sign-in, which fills the form. */
  lastEmail: string
  connection: Connection
  sessionStorage: SessionStorageState
}
