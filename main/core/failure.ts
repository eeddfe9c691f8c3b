import type { CommandError, ErrorCode } from '../../contract/errors'

/** Whether sending the same command again may help, where nothing more is known. */
const retryHelps: Record<ErrorCode, boolean> = {
  offline: true,
  timeout: true,
  'untrusted-server': false,
  'signed-out': true,
  refused: false,
  'invalid-input': false,
  'unknown-command': false,
  'keychain-unavailable': true,
  'keychain-locked': true,
  'keychain-denied': true,
  'keychain-unreadable': false,
  'keychain-no-answer': true,
  'server-fault': true,
  'bad-answer': true,
  'check-failed': true,
  cancelled: true,
  internal: true,
}

/** What goes wrong and has a sentence for people. Never holds a secret. */
export class Failure extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly field?: string,
  ) {
    super(message)
    this.name = 'Failure'
  }

  toCommandError(): CommandError {
    const { code, message, field } = this
    return { code, message, canRetry: retryHelps[code], ...(field ? { field } : {}) }
  }
}

/** @param codes the codes to look for; any failure when none are given */
export function isFailure(reason: unknown, ...codes: ErrorCode[]): reason is Failure {
  return reason instanceof Failure && (codes.length === 0 || codes.includes(reason.code))
}

/** @returns what rethrows a failure; a refusal as one about this field of the input */
export function withField(field: string) {
  return (reason: unknown): never => {
    if (isFailure(reason, 'refused')) throw new Failure('refused', reason.message, field)
    throw reason
  }
}

/** Whether the failure says that Fleep itself could not be asked, so that what is shown may be old. */
export function isConnectionFailure(reason: unknown): reason is Failure {
  return isFailure(reason, 'offline', 'timeout', 'server-fault', 'bad-answer', 'untrusted-server')
}
