import { join } from 'node:path'
import { z } from 'zod'
import { appSettings, type PreferenceName, preferenceNames } from '../../../contract/app-settings'
import { appSettingShape } from '../../../contract/setting-schemas'
import { defaultsOf, type ValuesOf } from '../../../contract/settings'
import { JsonFile } from '../../core/json-file'

type StoredSettings = Pick<ValuesOf<typeof appSettings>, PreferenceName>

/** @returns the schema of a stored setting; a missing one has its default */
function storedSchema(name: PreferenceName): z.ZodType {
  const schema: z.ZodType = appSettingShape[name]
  return schema.default(appSettings[name].default)
}

const settingShape = Object.fromEntries(preferenceNames.map((name) => [name, storedSchema(name)])) as {
  [Name in PreferenceName]: z.ZodDefault<z.ZodType<StoredSettings[Name]>>
}

/** The names of the keys are those of files that exist on users' computers. */
const preferences = z.object({
  version: z.int(),
  ...settingShape,
  /** Whether the user has seen the notice that closing the window leaves the app in the tray. */
  toldOfTray: z.boolean(),
  /** Whether the user has dismissed the hint for new users. */
  toldOfBasics: z.boolean().default(false),
  /** The version of the app that the user does not want. */
  declinedUpdate: z.string().nullable().default(null),
  /** The last position and size of the window, in screen pixels. */
  place: z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int(), isMaximized: z.boolean() }).nullable(),
})

export type Preferences = Omit<z.infer<typeof preferences>, 'version'>

/** The preferences if there is no file. */
export const defaultPreferences: Preferences = {
  ...settingsIn(defaultsOf(appSettings)),
  toldOfTray: false,
  toldOfBasics: false,
  declinedUpdate: null,
  place: null,
}

/** The file with the app's own preferences on this computer. */
export class PreferencesFile extends JsonFile<Preferences> {
  /** @param folder the app's data folder */
  constructor(folder: string, onProblem?: (sentence: string) => void) {
    super(join(folder, 'preferences.json'), preferences, defaultPreferences, onProblem)
  }
}

/** @returns only the settings that the user can change, without the app's other preferences */
export function settingsIn(stored: StoredSettings): StoredSettings {
  return Object.fromEntries(preferenceNames.map((name) => [name, stored[name]])) as StoredSettings
}
