import type { CommandResult } from '../bridge'
import { draftOf, saveChoice } from '../saving'
import { useField } from '../unsaved'
import { SettingRow, type SettingText } from './setting-row'
import './switch-setting.css'

interface SwitchSettingProps extends SettingText {
  value: boolean
  change(value: boolean): Promise<CommandResult>
}

/** A switch. A click saves it; if that fails, the switch goes back. */
export function SwitchSetting({ value, change, ...text }: SwitchSettingProps) {
  const { id, label } = text
  useField(id, label)
  const isOn = (draftOf(id) as boolean | undefined) ?? value
  const choose = (next: boolean) =>
    saveChoice(
      id,
      next,
      () => change(next),
      () => change(!next),
    )
  return (
    <SettingRow {...text}>
      <input
        type="checkbox"
        role="switch"
        class="switch"
        id={id}
        checked={isOn}
        aria-checked={isOn}
        aria-describedby={`${id}-help ${id}-note`}
        onChange={(event) => void choose(event.currentTarget.checked)}
      />
    </SettingRow>
  )
}
