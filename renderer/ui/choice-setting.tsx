import type { CommandResult } from '../bridge'
import { draftOf, saveChoice } from '../saving'
import { text } from '../text'
import { useField } from '../unsaved'
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
  useField(id, { label })
  const draft = draftOf(id) as Value | undefined
  /** The choice goes back to the value before, so the error names what was not saved. */
  const send = async (next: Value) => {
    const result = await change(next)
    if (result.ok) return result
    const what = options.find((option) => option.value === next)?.label ?? next
    const message = text('saving.choiceNotSaved', { what, problem: result.error.message })
    return { ok: false, error: { ...result.error, message } } as const
  }
  return (
    <fieldset class="row" aria-describedby={help ? `${id}-help` : undefined}>
      <legend class="visually-hidden">{label}</legend>
      <RowText id={id} help={help}>
        <span class="row-label" aria-hidden="true">
          {label}
        </span>
      </RowText>
      <div class="row-control">
        <Segments
          name={id}
          options={options}
          value={draft ?? value}
          choose={(next) => void saveChoice(id, next, value, send)}
        />
      </div>
    </fieldset>
  )
}
