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
  /** The check of a mail server failed. */
  | 'check-failed'
  | 'cancelled'
  | 'internal'

export interface CommandError {
  code: ErrorCode
  /** A sentence for the user, in the app's language. */
  message: string
  /** The input key that caused it, if one did. */
  field?: string
  /** Whether sending the same command again may succeed. */
  canRetry: boolean
}

export type CommandResult<Answer = unknown> = { ok: true; value: Answer } | { ok: false; error: CommandError }
