import { expect, test } from 'vitest'
import { planText } from '../../contract/account-plan'

const now = 1_000_000

test.each([
  [
    { isPremium: false, trialEndsAt: now + 1 },
    { key: 'aboutAccount.trialUntil', endsAt: now + 1 },
  ],
  [{ isPremium: true, trialEndsAt: now - 1 }, { key: 'aboutAccount.premium' }],
  [
    { isPremium: false, trialEndsAt: now - 1 },
    { key: 'aboutAccount.trialEnded', endsAt: now - 1 },
  ],
  [
    { isPremium: null, trialEndsAt: now - 1 },
    { key: 'aboutAccount.trialEnded', endsAt: now - 1 },
  ],
  [{ isPremium: false, trialEndsAt: 0 }, { key: 'aboutAccount.noPremium' }],
  [{ isPremium: null, trialEndsAt: null }, { key: 'aboutAccount.unknown' }],
])('%j is said as %j', (facts, said) => {
  expect(planText(facts, now)).toEqual(said)
})
