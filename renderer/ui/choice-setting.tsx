import type { CommandResult } from '../bridge'
import { draftOf, saveChoice } from '../saving'
import { SavingNote } from './saving-note'
import { RowText, type SettingText } from './setting-row'

export interface ChoiceSettingProps<Value extends string> extends SettingText {
  /** null when the server's value is none of the options. */
  value: Value | null
  options: { value: Value; label: string }[]
  change(value: Value): Promise<CommandResult>
}

/** One of a few; applies at once. */
export function ChoiceSetting<Value extends string>(props: ChoiceSettingProps<Value>) {
  const { id, label, help, value, options, change } = props
  const shown = (draftOf(id) as Value | undefined) ?? value
  const choose = (next: Value) =>
    saveChoice(id, next, () => change(next), value === null ? undefined : () => change(value))
  return (
    <fieldset class="row" aria-describedby={help ? `${id}-help` : undefined}>
      <legend class="row-label">{label}</legend>
      <RowText id={id} help={help}>
        <span class="row-label" aria-hidden="true">
          {label}
        </span>
      </RowText>
      <div class="row-control segments">
        {options.map((option) => (
          <label class="segment" key={option.value}>
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === shown}
              onChange={() => void choose(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      <SavingNote id={id} />
    </fieldset>
  )
}
