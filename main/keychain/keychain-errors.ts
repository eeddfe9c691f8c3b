import type { ErrorCode, KeychainProblem } from '../../contract'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import { keychainName } from './keychain-name'

/**
 * keytar's errors are the system's own English messages, without a code: a D-Bus error of the Secret Service, the sentence for
 * an OSStatus of macOS, a system message of Windows.
 */
const patterns: [RegExp, 'denied' | 'locked' | 'unavailable'][] = [
  [/locked|collection\/login|interaction is not allowed|user name or passphrase/i, 'locked'],
  [/dismissed|cancell?ed|denied|not allowed|access control/i, 'denied'],
  [
    /autolaunch|d-?bus|org\.freedesktop\.secrets|cannot connect|could not connect|cannot open shared object|not provided/i,
    'unavailable',
  ],
]

const failures = {
  denied: () => new Failure('keychain-denied', text('keychain.denied', { keychain: keychainName() })),
  locked: () => new Failure('keychain-locked', text('keychain.locked', { keychain: keychainName() })),
  unavailable: () => new Failure('keychain-unavailable', text('keychain.notRunning', { keychain: keychainName() })),
}

/** Turns an error of keytar into a Failure: `keychain-unavailable` if its message is not known. */
export function keychainFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  const kind = patterns.find(([pattern]) => pattern.test(message))?.[1] ?? 'unavailable'
  return failures[kind]()
}

/** For an item under the app's name that the app did not write. */
export function unreadableItem(): Failure {
  return new Failure('keychain-unreadable', text('keychain.changedElsewhere', { keychain: keychainName() }))
}

const problems: Partial<Record<ErrorCode, KeychainProblem>> = {
  'keychain-unavailable': 'unavailable',
  'keychain-locked': 'locked',
  'keychain-denied': 'denied',
  'keychain-unreadable': 'unreadable',
  'keychain-no-answer': 'no-answer',
}

/** @returns the problem that a failure of the keychain describes; `unavailable` for any other failure */
export function keychainProblemOf({ code }: Failure): KeychainProblem {
  return problems[code] ?? 'unavailable'
}
