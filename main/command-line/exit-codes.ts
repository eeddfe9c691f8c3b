import type { CommandError, ErrorCode } from '../../contract'

/** They tell a script whether to try again, to sign in, or to change the command. */
export const exitCodes = {
  ok: 0,
  defect: 1,
  wrongUse: 2,
  signedOut: 3,
  refused: 4,
  notReached: 5,
  keychain: 6,
  checkFailed: 7,
  cancelled: 8,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

const byError: Record<ErrorCode, ExitCode> = {
  offline: exitCodes.notReached,
  timeout: exitCodes.notReached,
  'untrusted-server': exitCodes.notReached,
  'server-fault': exitCodes.notReached,
  'bad-answer': exitCodes.notReached,
  'signed-out': exitCodes.signedOut,
  refused: exitCodes.refused,
  'invalid-input': exitCodes.wrongUse,
  'unknown-command': exitCodes.wrongUse,
  'keychain-unavailable': exitCodes.keychain,
  'keychain-locked': exitCodes.keychain,
  'keychain-denied': exitCodes.keychain,
  'keychain-unreadable': exitCodes.keychain,
  'keychain-no-answer': exitCodes.keychain,
  'check-failed': exitCodes.checkFailed,
  cancelled: exitCodes.cancelled,
  internal: exitCodes.defect,
}

export function exitCodeOf({ code }: Pick<CommandError, 'code'>): ExitCode {
  return byError[code]
}
