import type { ComponentChildren } from 'preact'
import { NoteLine } from './saving-note'
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
  /** Shows in place of the status of the last change. */
  hint?: string | null
  /** Shows in place of the help while something runs. */
  progress?: ComponentChildren
  children: ComponentChildren
}

/** A setting: its label, help and status on the left, the control on the right. */
export function SettingRow(props: SettingRowProps) {
  const { id, label, help, namesControl = true, hint = null, progress, children } = props
  return (
    <div class="row">
      <RowText id={id} help={help} hint={hint} progress={progress}>
        {namesControl ? (
          <label class="row-label" for={id}>
            {label}
          </label>
        ) : (
          <span class="row-label">{label}</span>
        )}
      </RowText>
      <div class="row-control">{children}</div>
    </div>
  )
}

interface RowTextProps extends Pick<SettingRowProps, 'id' | 'help' | 'children'> {
  hint?: string | null
  progress?: ComponentChildren
}

/** The left side of a row: the label as children, and below it the help or the status of the last change. */
export function RowText({ id, help, hint = null, progress, children }: RowTextProps) {
  return (
    <div class="row-text">
      {children}
      <NoteLine id={id} hint={hint} progress={progress}>
        {help}
      </NoteLine>
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
