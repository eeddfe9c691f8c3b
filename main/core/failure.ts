import type { CommandError, ErrorCode } from '../../contract/errors'
import { endWithPeriod } from './single-line'

/** Whether sending the same command again may succeed. */
const canRetry: Record<ErrorCode, boolean> = {
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

export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(canRetry, value)
}

/** An expected error with a message for the user. Contains no secrets. */
export class Failure extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly field?: string,
    /** How long the server asked to wait before another attempt, in milliseconds. */
    readonly retryAfter?: number,
  ) {
    super(message)
    this.name = 'Failure'
  }

  toCommandError(): CommandError {
    const { code, message, field } = this
    return { code, message, canRetry: canRetry[code], ...(field ? { field } : {}) }
  }
}

/** @param codes the codes to check for; without any, every failure matches */
export function isFailure(reason: unknown, ...codes: ErrorCode[]): reason is Failure {
  return reason instanceof Failure && (codes.length === 0 || codes.includes(reason.code))
}

/** A refusal that no other input would change, such as too many attempts. It is not shown beside a field. */
export class AccessRefused extends Failure {
  constructor(message: string, retryAfter?: number) {
    super('refused', message, undefined, retryAfter)
  }
}

/** Whether the server refused what was sent, so that another input may be accepted. */
export function isInputRefused(reason: unknown): reason is Failure {
  return isFailure(reason, 'refused') && !(reason instanceof AccessRefused)
}

/** @returns an error handler that rethrows; a `refused` failure that is about the input gets this field of it */
export function withField(field: string) {
  return (reason: unknown): never => {
    if (isInputRefused(reason)) throw new Failure('refused', reason.message, field)
    throw reason
  }
}

/** @param hint a sentence. @returns an error handler that rethrows, and adds the hint to a refusal of the input */
export function withHint(hint: string) {
  return (reason: unknown): never => {
    if (!isInputRefused(reason)) throw reason
    throw new Failure('refused', `${endWithPeriod(reason.message)} ${hint}`, reason.field)
  }
}

/** Whether Fleep did not answer properly, so that the shown values may be out of date. */
export function isConnectionFailure(reason: unknown): reason is Failure {
  return isFailure(reason, 'offline', 'timeout', 'server-fault', 'bad-answer', 'untrusted-server')
}
