import {
  type AccountSetting,
  type AccountSettingChanges,
  type AccountSettingName,
  type AccountSettings,
  accountSettingList,
  type accountSettings,
} from '../../contract/settings'
import { optionalFlag, optionalText } from './bounds'

type Declared = typeof accountSettings
type FieldSchema<Kind> = Kind extends 'switch' ? typeof optionalFlag : typeof optionalText
/** The fields of ContactInfo that hold settings. A field that is missing or null is unchanged. */
type SettingFields = { [Name in AccountSettingName as Declared[Name]['record']]: FieldSchema<Declared[Name]['kind']> }

/** The part of the schema of ContactInfo that holds the settings. */
export const settingFields = Object.fromEntries(
  accountSettingList().map(({ record, kind }) => [record, kind === 'switch' ? optionalFlag : optionalText]),
) as unknown as SettingFields

/** @returns the settings with those of the record over them */
export function readSettings(record: object, known: AccountSettings): AccountSettings {
  const entries = accountSettingList().map((setting) => {
    const sent: unknown = Reflect.get(record, setting.record)
    const isUnchanged = sent == null || (setting.kind === 'choice' && sent === '')
    return [setting.name, isUnchanged ? known[setting.name] : read(setting, sent)]
  })
  return Object.fromEntries(entries)
}

/** An event of event/store. */
export interface SettingEvent {
  type: string
  params: SettingInputs
}

type SettingInputs = Record<string, string | boolean | number>

/** @returns the inputs of account/configure, and the events of event/store, that make the changes */
export function settingInputs(changes: AccountSettingChanges): { inputs: SettingInputs; events: SettingEvent[] } {
  const inputs: SettingInputs = {}
  const events: SettingEvent[] = []
  for (const setting of accountSettingList()) {
    const value = changes[setting.name]
    if (value === undefined) continue
    const input = { [setting.input ?? setting.record]: toSent(setting, value) }
    if (setting.event === undefined) Object.assign(inputs, input)
    else events.push({ type: setting.event, params: input })
  }
  return { inputs, events }
}

function toSent(setting: AccountSetting, value: string | boolean): string | boolean | number {
  if (isInverted(setting)) return !value
  return setting.kind === 'choice' ? (setting.numbers?.[String(value)] ?? value) : value
}

function read(setting: AccountSetting, sent: unknown): unknown {
  if (isInverted(setting)) return !sent
  if (setting.kind !== 'choice') return sent
  const { numbers } = setting
  if (numbers) return setting.options.find((option) => Number(sent) === numbers[option]) ?? null
  const option = setting.synonyms?.[String(sent)] ?? sent
  return setting.options.find((known) => known === option) ?? null
}

function isInverted(setting: AccountSetting): boolean {
  return setting.kind === 'switch' && setting.inverted === true
}
