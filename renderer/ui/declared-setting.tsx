import {
  type AccountSettingName,
  type AppSettingName,
  type CommandResult,
  hasHelp,
  optionKeys,
  type Setting,
} from '../bridge'
import { text } from '../text'
import { ChoiceSetting } from './choice-setting'
import { SwitchSetting } from './switch-setting'
import { TextSetting } from './text-setting'

interface DeclaredSettingProps {
  name: AccountSettingName | AppSettingName
  /** Its declaration in contract/settings.ts or contract/app-settings.ts. */
  setting: Setting
  value: string | boolean | null
  /** Why a switch cannot be used now; null if it can. */
  unavailable?: string | null
  change(value: string | boolean): Promise<CommandResult>
}

/** The row of a setting that is declared as data. */
export function DeclaredSetting({ name, setting, value, unavailable = null, change }: DeclaredSettingProps) {
  const texts = { id: name, label: text(`setting.${name}`), help: hasHelp(name) ? text(`setting.${name}.help`) : null }
  switch (setting.kind) {
    case 'switch':
      return (
        <SwitchSetting
          {...texts}
          value={typeof value === 'boolean' ? value : null}
          unavailable={unavailable}
          change={change}
        />
      )
    case 'text':
      return (
        <TextSetting
          {...texts}
          {...(!setting.required && { placeholder: text('common.none') })}
          {...(setting.inputMode && { inputMode: setting.inputMode })}
          value={String(value ?? '')}
          change={change}
        />
      )
    case 'choice':
      return (
        <ChoiceSetting
          {...texts}
          value={value === null ? null : String(value)}
          options={optionKeys(name, setting.options).map(({ option, key }) => ({ value: option, label: text(key) }))}
          change={change}
        />
      )
  }
}
