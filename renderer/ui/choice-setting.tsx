import type { CommandResult } from '../bridge'
import { draftOf, saveChoice } from '../saving'
import { SavingNote } from './saving-note'
import { type Option, Segments } from './segments'
import { RowText, type SettingText } from './setting-row'

interface ChoiceSettingProps<Value extends string> extends SettingText {
  /** null if the server's value is none of the options. */
  value: Value | null
  options: Option<Value>[]
  change(value: Value): Promise<CommandResult>
}

/** A setting with a few options, all of them visible. A click saves it. */
export function ChoiceSetting<Value extends string>(props: ChoiceSettingProps<Value>) {
  const { id, label, help, value, options, change } = props
  const draft = draftOf(id) as Value | undefined
  const choose = (next: Value) =>
    saveChoice(id, next, () => change(next), value === null ? undefined : () => change(value))
  return (
    <fieldset class="row" aria-describedby={help ? `${id}-help` : undefined}>
      <legend class="visually-hidden">{label}</legend>
      <RowText id={id} help={help}>
        <span class="row-label" aria-hidden="true">
          {label}
        </span>
      </RowText>
      <div class="row-control">
        <Segments name={id} options={options} value={draft ?? value} choose={(next) => void choose(next)} />
      </div>
      <SavingNote id={id} />
    </fieldset>
  )
}
