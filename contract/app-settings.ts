import { languageIds } from '../texts/languages'
import type { Setting, ValuesOf } from './settings'

interface AppStorage {
  /** `preferences`: the app's preferences file. `login-item`: the system's list of apps that start at login. */
  storage: 'preferences' | 'login-item'
  /** Whether it needs a desktop that shows tray icons; its row is hidden without one. */
  needsTray?: true
}

export type AppSetting = AppStorage & Setting

/**
 * The app's own settings on this computer. As in settings.ts, the schema, type, default, row and search entry of a
 * setting are derived from its declaration, and its texts have the same keys.
 */
export const appSettings = {
  /** null follows the system's language. */
  language: { kind: 'choice', storage: 'preferences', default: null, options: languageIds },
  startAtLogin: { kind: 'switch', storage: 'login-item', default: false },
  /** Whether a start at login shows no window. */
  startHidden: { kind: 'switch', storage: 'preferences', default: true, needsTray: true },
  /** Whether closing the window leaves the app in the tray. */
  stayInTray: { kind: 'switch', storage: 'preferences', default: true, needsTray: true },
} as const satisfies Record<string, AppSetting>

type Declared = typeof appSettings
/** The settings in the preferences file. */
export type PreferenceName = {
  [Name in keyof Declared]: Declared[Name]['storage'] extends 'preferences' ? Name : never
}[keyof Declared]

export const preferenceNames = Object.entries(appSettings)
  .filter(([, { storage }]) => storage === 'preferences')
  .map(([name]) => name) as PreferenceName[]

export type AppSettingName = keyof typeof appSettings
export type AppSettings = ValuesOf<typeof appSettings>

export const appSettingNames = Object.keys(appSettings) as AppSettingName[]

/** The app's settings with their names, in the order of the rows. */
export function appSettingList(): (AppSetting & { name: AppSettingName })[] {
  return appSettingNames.map((name) => ({ ...appSettings[name], name }))
}
