import type { Failure } from '../../core/failure'
import { text } from '../../core/text'
import type { RemovalResult } from './session-removal'

/** @returns sentences about what a sign-out could not remove at Fleep or in the keychain; null if nothing is left */
export function signOutNotice(removals: RemovalResult[], passwordsNotRemoved: Failure | undefined): string | null {
  const hosts = new Set(removals.flatMap(({ hostsNotTold }) => hostsNotTold))
  const notRemoved = removals.find((removal) => removal.notRemoved)?.notRemoved
  const problems = [
    ...[...hosts].map((host) => text('session.notTold', { host })),
    notRemoved && text('session.entryLeft', { problem: notRemoved.message }),
    passwordsNotRemoved && text('session.passwordsLeft', { problem: passwordsNotRemoved.message }),
  ].filter(Boolean)
  return problems.length > 0 ? [text('session.signedOutHere'), ...problems].join(' ') : null
}
