import type { CheckStep, MailCheck } from '../../bridge'
import { text } from '../../text'
import './check-steps.css'

type StepState = 'done' | 'running' | 'failed' | 'open'

interface CheckStepsProps {
  steps: CheckStep[]
  /** null before the check. */
  check: MailCheck | null
}

/** The steps of the check of a mail server, each with its state. */
export function CheckSteps({ steps, check }: CheckStepsProps) {
  return (
    <StepList
      steps={steps.map((step) => ({ key: step, label: text(`check.step.${step}`), state: stateOf(check, step) }))}
    />
  )
}

/** The steps of any check, each with its state. */
export function StepList({ steps }: { steps: { key: string; label: string; state: StepState }[] }) {
  return (
    <ol class="check-steps" aria-label={text('check.steps')}>
      {steps.map(({ key, label, state }) => (
        <li key={key} class={state}>
          {label}
          <span class="visually-hidden"> {text(`check.state.${state}`)}</span>
        </li>
      ))}
    </ol>
  )
}

type Failure = Extract<MailCheck, { kind: 'failed' }>['failure']

/** Whether {@link FailureDetails} shows anything. */
export function hasDetails({ serverReply, fingerprint }: Failure): boolean {
  return serverReply !== null || fingerprint !== null
}

/** What the server said, and the fingerprint of its certificate. */
export function FailureDetails({ failure }: { failure: Failure }) {
  return (
    <>
      {failure.serverReply && (
        <p class="help check-detail">
          {text('check.serverSaid')} <q>{failure.serverReply}</q>
        </p>
      )}
      {failure.fingerprint && (
        <p class="help check-detail">
          {text('check.fingerprint')} <code>{failure.fingerprint}</code>
        </p>
      )}
    </>
  )
}

function stateOf(check: MailCheck | null, step: CheckStep): StepState {
  if (!check) return 'open'
  if (check.kind === 'working') return 'done'
  const at = check.kind === 'running' ? check.step : check.failure.step
  if (step === at) return check.kind
  return at !== null && check.steps.indexOf(step) < check.steps.indexOf(at) ? 'done' : 'open'
}
