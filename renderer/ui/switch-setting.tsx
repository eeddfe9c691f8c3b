import type { CommandResult } from '../bridge'
import { draftOf, saveChoice } from '../saving'
import { SettingRow, type SettingText } from './setting-row'

export interface SwitchSettingProps extends SettingText {
  value: boolean
  change(value: boolean): Promise<CommandResult>
}

/** Applies at once. What was chosen shows while it is being saved; if that fails, the switch tells the truth again. */
export function SwitchSetting({ value, change, ...text }: SwitchSettingProps) {
  const { id } = text
  const shown = (draftOf(id) as boolean | undefined) ?? value
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
        checked={shown}
        aria-checked={shown}
        aria-describedby={`${id}-help ${id}-note`}
        onChange={(event) => void choose(event.currentTarget.checked)}
      />
    </SettingRow>
  )
}
