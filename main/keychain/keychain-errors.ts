import type { ErrorCode, KeychainProblem } from '../../contract'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import { keychainName } from './keychain-name'

/**
 * keytar passes on what the system says, as English text without a code: Secret Service by D-Bus error, macOS by
 * OSStatus sentence, Windows by system message.
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
  denied: () => new Failure('keychain-denied', text('keychain.denied', { keychain: keychainName })),
  locked: () => new Failure('keychain-locked', text('keychain.locked', { keychain: keychainName })),
  unavailable: () => new Failure('keychain-unavailable', text('keychain.notRunning', { keychain: keychainName })),
}

/** @returns the state of the keychain that the text speaks of; `keychain-unavailable` for any unknown text */
export function readReason(reason: unknown): Failure {
  const said = reason instanceof Error ? reason.message : String(reason)
  const kind = patterns.find(([pattern]) => pattern.test(said))?.[1] ?? 'unavailable'
  return failures[kind]()
}

/** An item under the app's name that the app did not write. */
export function unreadable(): Failure {
  return new Failure('keychain-unreadable', text('keychain.changedElsewhere', { keychain: keychainName }))
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
