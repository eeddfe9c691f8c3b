import type { AccountFacts } from './account'

/** A text, with the time that it names in milliseconds since 1970, if it names one. */
type PlanText =
  | { key: 'aboutAccount.trialUntil' | 'aboutAccount.trialEnded'; endsAt: number }
  | { key: 'aboutAccount.premium' | 'aboutAccount.noPremium' | 'aboutAccount.unknown' }

/** @returns what the window and the command line say about premium. @param now in milliseconds since 1970 */
export function planText(
  { isPremium, trialEndsAt }: Pick<AccountFacts, 'isPremium' | 'trialEndsAt'>,
  now: number,
): PlanText {
  if (trialEndsAt !== null && trialEndsAt > now) return { key: 'aboutAccount.trialUntil', endsAt: trialEndsAt }
  if (isPremium) return { key: 'aboutAccount.premium' }
  if (trialEndsAt) return { key: 'aboutAccount.trialEnded', endsAt: trialEndsAt }
  return { key: isPremium === null ? 'aboutAccount.unknown' : 'aboutAccount.noPremium' }
}
