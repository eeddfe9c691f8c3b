import { z } from 'zod'
import { appSettings } from './app-settings'
import { nonEmptyPartial, text, typedText, typedWord, visibleName } from './fields'
import {
  type AccountSettingName,
  type AccountSettings,
  accountSettingNames,
  accountSettings,
  type Setting,
  type SwitchSetting,
} from './settings'

/** The schema of a setting's new value. */
type SchemaOf<Declared extends Setting> = Declared extends SwitchSetting
  ? z.ZodBoolean
  : Declared extends { options: readonly (infer Option extends string)[] }
    ? z.ZodEnum<{ [Key in Option]: Key }>
    : z.ZodString

type ShapeOf<Table extends Record<string, Setting>> = { [Name in keyof Table]: SchemaOf<Table[Name]> }

function schemaOf(setting: Setting): z.ZodType {
  if (setting.kind === 'switch') return z.boolean()
  if (setting.kind === 'choice') return z.enum(setting.options)
  if (setting.required) return visibleName(setting.maxLength)
  return setting.inputMode === 'tel' ? typedWord(setting.maxLength) : typedText(setting.maxLength)
}

function shapeOf<Table extends Record<string, Setting>>(table: Table): ShapeOf<Table> {
  const schemas = Object.entries(table).map(([name, setting]) => [name, schemaOf(setting)])
  return Object.fromEntries(schemas) as ShapeOf<Table>
}

export const accountSettingChanges = nonEmptyPartial(shapeOf(accountSettings))

const ownShape = shapeOf(appSettings)
/** A null language follows the system's. */
export const appSettingShape = { ...ownShape, language: ownShape.language.nullable() }

/** The settings in a settings file. Each is optional, so that older files stay valid when a setting is added. */
export const storedSettingShape = Object.fromEntries(
  accountSettingNames.map((name) => [name, storedSchemaOf(accountSettings[name])]),
) as { [Name in AccountSettingName]: z.ZodOptional<z.ZodType<AccountSettings[Name]>> }

/** A file holds what Fleep has stored, which another app may have stored without the rules for what is typed here. */
function storedSchemaOf(setting: Setting): z.ZodType {
  if (setting.kind === 'text')
    return text(setting.maxLength)
      .min(setting.required ? 1 : 0)
      .optional()
  const schema = schemaOf(setting)
  return (setting.default === null ? schema.nullable() : schema).optional()
}
