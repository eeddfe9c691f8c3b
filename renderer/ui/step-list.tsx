import { text } from '../text'
import './step-list.css'

export type StepState = 'done' | 'running' | 'failed' | 'open'

/** The steps of a check, each with its state. */
export function StepList({ steps }: { steps: { key: string; label: string; state: StepState }[] }) {
  return (
    <ol class="step-list" aria-label={text('check.steps')}>
      {steps.map(({ key, label, state }) => (
        <li key={key} class={state}>
          {label}
          <span class="visually-hidden"> {text(`check.state.${state}`)}</span>
        </li>
      ))}
    </ol>
  )
}
