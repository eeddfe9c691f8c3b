import type { ErrorCode, KeychainProblem } from '../../contract'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import { keychainName } from './keychain-name'

type Kind = 'denied' | 'locked' | 'unavailable' | 'no-answer' | 'not-created' | 'not-kept'

/**
 * keytar's errors are the system's own messages, without a code: a D-Bus error of the Secret Service or of libsecret, the
 * sentence for an OSStatus of macOS (`SecCopyErrorMessageString`), a system message of Windows. Those of macOS and Windows may
 * be in the system's language. A path in a message says nothing about the cause.
 */
const patterns: [RegExp, Kind][] = [
  // libsecret, after the user did not want to create the collection for new items.
  [/^object does not exist at path/i, 'not-created'],
  // GNOME keyring and libsecret; errSecInteractionNotAllowed, errSecAuthFailed.
  [
    /\b(?:is|was|are) locked\b|locked collection|IsLocked|interaction is not allowed|user name or passphrase/i,
    'locked',
  ],
  [/time-?out was reached|did not receive a reply|noreply|timed out/i, 'no-answer'],
  // GNOME's and KDE's prompts; errSecUserCanceled, errSecNoAccessForItem, errSecWrPerm; ERROR_ACCESS_DENIED.
  [/dismissed|cancell?ed|denied|not allowed|access control|write permissions?/i, 'denied'],
]

const failures: Record<Kind, () => Failure> = {
  denied: () => new Failure('keychain-denied', text('keychain.denied', { keychain: keychainName() })),
  locked: () => new Failure('keychain-locked', text('keychain.locked', { keychain: keychainName() })),
  unavailable: () => new Failure('keychain-unavailable', text('keychain.notRunning', { keychain: keychainName() })),
  'no-answer': () => new Failure('keychain-no-answer', text('keychain.noAnswer', { keychain: keychainName() })),
  // Some keychains accept a write and store nothing.
  'not-kept': () => new Failure('keychain-unavailable', text('keychain.notKept', { keychain: keychainName() })),
  'not-created': () => new Failure('keychain-denied', text('keychain.notCreated', { keychain: keychainName() })),
}

/** @returns the failure for a problem that is known */
export function keychainProblem(kind: Kind): Failure {
  return failures[kind]()
}

/** Turns an error of keytar or the bus into a Failure: `keychain-unavailable` if its message is not known. */
export function keychainFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  const withoutPaths = message.replace(/\S*\/\S+/g, '')
  const kind = patterns.find(([pattern]) => pattern.test(withoutPaths))?.[1] ?? 'unavailable'
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
