import type { TextKey } from '../texts/languages'
import type { AppSettingName } from './app-settings'
import type { AccountSettingName, AccountSettings } from './settings'

type SettingName = AccountSettingName | AppSettingName
/** The language needs no help text. */
type NameWithHelp = Exclude<SettingName, 'language'>
type OptionKey = {
  [Name in AccountSettingName]: AccountSettings[Name] extends string | null
    ? null extends AccountSettings[Name]
      ? `setting.${Name}.${NonNullable<AccountSettings[Name]>}`
      : never
    : never
}[AccountSettingName]

/** The texts that settings need. */
type SettingTextKey =
  | `setting.${SettingName}`
  | `setting.${SettingName}.find`
  | `setting.${NameWithHelp}.help`
  | OptionKey

type Missing = Exclude<SettingTextKey, TextKey>

/**
 * A type error here names the texts that settings lack in texts/en.ts.
 * @public so that it counts as used: only its type matters
 */
export const missingTexts: Record<Missing, string> = {}

export function hasHelp(name: SettingName): name is NameWithHelp {
  return name !== 'language'
}

/** @returns the options of a choice, each with the key of its text */
export function optionKeys(name: SettingName, options: readonly string[]): { option: string; key: OptionKey }[] {
  return options.map((option) => ({ option, key: `setting.${name}.${option}` as OptionKey }))
}
