import type { CheckStep, MailCheck } from '../../bridge'
import { text } from '../../text'
import './check-steps.css'

type StepState = 'done' | 'running' | 'failed' | 'open'

/** The steps of a check, each with its state, and the details of a failure. */
export function CheckSteps({ check }: { check: MailCheck }) {
  return (
    <div class="check-steps">
      <ol aria-label={text('check.steps')}>
        {check.steps.map((step) => (
          <li key={step} class={stateOf(check, step)}>
            {text(`check.step.${step}`)}
            <span class="visually-hidden"> {text(`check.state.${stateOf(check, step)}`)}</span>
          </li>
        ))}
      </ol>
      {check.kind === 'failed' && <FailureDetails failure={check.failure} />}
    </div>
  )
}

function FailureDetails({ failure }: { failure: Extract<MailCheck, { kind: 'failed' }>['failure'] }) {
  return (
    <>
      {failure.serverReply && (
        <p class="help">
          {text('check.serverSaid')} <q>{failure.serverReply}</q>
        </p>
      )}
      {failure.fingerprint && (
        <p class="help">
          {text('check.fingerprint')} <code>{failure.fingerprint}</code>
        </p>
      )}
    </>
  )
}

function stateOf(check: MailCheck, step: CheckStep): StepState {
  if (check.kind === 'working') return 'done'
  const at = check.kind === 'running' ? check.step : check.failure.step
  if (step === at) return check.kind
  return at !== null && check.steps.indexOf(step) < check.steps.indexOf(at) ? 'done' : 'open'
}
