import type { ComponentChildren } from 'preact'
import { SavingNote } from './saving-note'

export interface SettingText {
  /** Unique in the window; also names the label, the help and the note for screen readers. */
  id: string
  label: string
  help?: ComponentChildren
}

/** A setting: label and help on the left, control on the right, how it was saved below. */
export function SettingRow({ id, label, help, children }: SettingText & { children: ComponentChildren }) {
  return (
    <div class="row">
      <div class="row-text">
        <label class="row-label" for={id} id={`${id}-label`}>
          {label}
        </label>
        {help && (
          <p class="help" id={`${id}-help`}>
            {help}
          </p>
        )}
      </div>
      <div class="row-control">{children}</div>
      <SavingNote id={id} />
    </div>
  )
}

export function SettingGroup({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="group" aria-label={title}>
      <h2>{title}</h2>
      <div class="card">{children}</div>
    </section>
  )
}
