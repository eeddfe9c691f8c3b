import type { CommandResult } from '../bridge'
import { draftOf, saveChoice } from '../saving'
import { text as textOf } from '../text'
import { useField } from '../unsaved'
import { SettingRow, type SettingText } from './setting-row'
import './switch-setting.css'

interface SwitchSettingProps extends SettingText {
  /** null if it is not known. */
  value: boolean | null
  /** Why the switch cannot be used now, shown in place of its help. It keeps its place and the focus. */
  unavailable?: string | null
  change(value: boolean): Promise<CommandResult>
}

/** A switch. A click saves it; if that fails, the switch goes back. One whose value is not known is turned on by a click. */
export function SwitchSetting({ value, unavailable = null, change, ...text }: SwitchSettingProps) {
  const { id, label } = text
  useField(id, { label })
  const shown = (draftOf(id) as boolean | undefined) ?? value
  const isOn = shown === true
  return (
    <SettingRow {...text} help={unavailable ?? (shown === null ? textOf('setting.notKnown') : text.help)}>
      <input
        type="checkbox"
        role="switch"
        class="switch"
        id={id}
        checked={isOn}
        indeterminate={shown === null}
        aria-checked={isOn}
        aria-disabled={unavailable !== null}
        aria-describedby={`${id}-help ${id}-note`}
        onClick={(event) => {
          if (unavailable !== null) event.preventDefault()
        }}
        onChange={(event) => void saveChoice(id, event.currentTarget.checked, value, change)}
      />
    </SettingRow>
  )
}
