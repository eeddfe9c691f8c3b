import type { CheckStep, MailCheck } from '../../bridge'

const names: Record<CheckStep, string> = {
  dns: 'Find the server',
  connect: 'Connect',
  greeting: 'Greeting',
  encryption: 'Encryption',
  'sign-in': 'Sign in',
}

type StepState = 'done' | 'running' | 'failed' | 'open'
const spoken: Record<StepState, string> = { done: 'done', running: 'running', failed: 'failed', open: 'not yet' }

/** How far a check is, step by step, with the failing one marked, and what the server itself said. */
export function CheckSteps({ check }: { check: MailCheck }) {
  return (
    <div class="check-steps">
      <ol aria-label="Steps of the check">
        {check.steps.map((step) => (
          <li key={step} class={stateOf(check, step)}>
            {names[step]}
            <span class="spoken"> {spoken[stateOf(check, step)]}</span>
          </li>
        ))}
      </ol>
      {check.kind === 'failed' && <Details failure={check.failure} />}
    </div>
  )
}

function Details({ failure }: { failure: Extract<MailCheck, { kind: 'failed' }>['failure'] }) {
  return (
    <>
      {failure.serverSaid && (
        <p class="help">
          The server said: <q>{failure.serverSaid}</q>
        </p>
      )}
      {failure.fingerprint && (
        <p class="help">
          Its certificate, to compare with what the server’s owner says (SHA-256): <code>{failure.fingerprint}</code>
        </p>
      )}
    </>
  )
}

function stateOf(check: MailCheck, step: CheckStep): StepState {
  if (check.kind === 'working') return 'done'
  const at = check.kind === 'running' ? check.at : check.failure.at
  if (step === at) return check.kind
  return at !== null && check.steps.indexOf(step) < check.steps.indexOf(at) ? 'done' : 'open'
}
