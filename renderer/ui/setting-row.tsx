import type { ComponentChildren } from 'preact'
import { SavingNote } from './saving-note'
import './setting-row.css'
import './setting-group.css'

export interface SettingText {
  /** Unique in the window. The control has the same id. */
  id: string
  label: string
  help?: ComponentChildren
}

interface SettingRowProps extends SettingText {
  /** false if the label does not name the control: a button names itself, and a plain value needs no name. */
  namesControl?: boolean
  children: ComponentChildren
}

/** A setting: label and help on the left, the control on the right, the status of its last change below. */
export function SettingRow({ id, label, help, namesControl = true, children }: SettingRowProps) {
  return (
    <div class="row">
      <RowText id={id} help={help}>
        {namesControl ? (
          <label class="row-label" for={id}>
            {label}
          </label>
        ) : (
          <span class="row-label">{label}</span>
        )}
      </RowText>
      <div class="row-control">{children}</div>
      <SavingNote id={id} />
    </div>
  )
}

/** The left side of a row: the label as children, and the help below. */
export function RowText({ id, help, children }: Pick<SettingRowProps, 'id' | 'help' | 'children'>) {
  return (
    <div class="row-text">
      {children}
      {help && (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  )
}

/** A titled card of settings. */
export function SettingGroup({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="group" aria-label={title}>
      <h2>{title}</h2>
      <div class="card">{children}</div>
    </section>
  )
}
