import type { Failure } from '../../core/failure'
import { text } from '../../core/text'

interface SignOutResult {
  /** Whether Fleep has ended the session. */
  isEnded: boolean
  notRemoved: Failure | undefined
  passwordsNotRemoved: Failure | undefined
}

/** @returns sentences about what a sign-out could not remove at Fleep or in the keychain; null if nothing is left */
export function signOutNotice(host: string, result: SignOutResult): string | null {
  const { isEnded, notRemoved, passwordsNotRemoved } = result
  const problems = [
    !isEnded && text('session.notTold', { host }),
    notRemoved && text('session.entryLeft', { problem: notRemoved.message }),
    passwordsNotRemoved && text('session.passwordsLeft', { problem: passwordsNotRemoved.message }),
  ].filter(Boolean)
  return problems.length > 0 ? [text('session.signedOutHere'), ...problems].join(' ') : null
}
