import type { KeychainCheck, KeychainStep } from './keychain-check'

type StepState = 'done' | 'running' | 'failed' | 'open'

/** @returns the steps of a check in order, each with its state */
export function keychainStepStates(check: KeychainCheck): { step: KeychainStep; state: StepState }[] {
  const at = check.kind === 'working' ? check.steps.length : check.steps.indexOf(check.step)
  return check.steps.map((step, index) => {
    if (index === at && check.kind !== 'working') return { step, state: check.kind }
    return { step, state: index < at ? 'done' : 'open' }
  })
}
