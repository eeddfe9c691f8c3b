import type { KeychainCheck } from '../../../contract'
import type { KeychainFinding, KeychainStep } from '../../../contract/keychain-check'
import { keychainStepStates } from '../../../contract/keychain-check-steps'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { keychainName } from '../../keychain/keychain-name'

/** Tries the keychain as `checkKeychain` of main/keychain does. */
export interface TryKeychain {
  steps: KeychainStep[]
  run(onStep: (step: KeychainStep) => void): Promise<KeychainFinding | null>
}

/** Checks the keychain, one check at a time, and shows the steps in the state. */
export class KeychainDoctor {
  private running: Promise<void> | undefined

  constructor(
    private readonly store: Store,
    private readonly keychain: TryKeychain,
  ) {}

  /** Resolves when the check is over; a check that runs already is the same one. */
  check(): Promise<void> {
    this.running ??= this.run().finally(() => {
      this.running = undefined
    })
    return this.running
  }

  private async run(): Promise<void> {
    const { steps } = this.keychain
    const [first] = steps
    if (first) this.show({ kind: 'running', steps, step: first })
    const finding = await this.keychain.run((step) => this.show({ kind: 'running', steps, step }))
    this.show(finding ? { kind: 'failed', steps, ...finding } : { kind: 'working', steps })
  }

  private show(keychainCheck: KeychainCheck): void {
    this.store.change({ keychainCheck })
  }
}

/** @returns the result of a check as lines of plain text, in the app's language */
export function describeKeychainCheck(check: KeychainCheck): string[] {
  const steps = keychainStepStates(check).map(
    ({ step, state }) => `${text(`keychainCheck.step.${step}`)}: ${text(`check.state.${state}`)}`,
  )
  if (check.kind === 'working') return [...steps, text('keychainCheck.works', { keychain: keychainName() })]
  if (check.kind === 'running') return steps
  return [...steps, check.message, check.advice, ...(check.systemMessage ? [check.systemMessage] : [])]
}
