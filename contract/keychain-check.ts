import type { keychainSteps } from './choices'

/** A step of the check of the keychain. On macOS and Windows, it has the last three only. */
export type KeychainStep = (typeof keychainSteps)[number]

/** The state of the check of the keychain. `steps` has all steps of the check on this system, in order. */
export type KeychainCheck =
  | { kind: 'running'; steps: KeychainStep[]; step: KeychainStep }
  | { kind: 'working'; steps: KeychainStep[] }
  | ({ kind: 'failed'; steps: KeychainStep[] } & KeychainFinding)

/** Why the keychain cannot be used. */
export interface KeychainFinding {
  /** The step that failed. */
  step: KeychainStep
  /** What is wrong: a sentence for the user. */
  message: string
  /** What to do about it on this desktop: sentences for the user. */
  advice: string
  /** The system's own message, without personal data; null if there is none. */
  systemMessage: string | null
}
