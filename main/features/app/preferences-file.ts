import { join } from 'node:path'
import { z } from 'zod'
import { languageIds } from '../../../texts/languages'
import { JsonFile } from '../../core/json-file'

const preferences = z.object({
  version: z.literal(1),
  /** Whether closing the window leaves the app in the tray. */
  stayInTray: z.boolean(),
  /** Whether the person was told of that. */
  toldOfTray: z.boolean(),
  /** Whether the person was told how things are changed here. */
  toldOfBasics: z.boolean().default(false),
  /** Whether a start at login shows no window. */
  startHidden: z.boolean(),
  /** The version of the app that the person does not want. */
  declinedUpdate: z.string().nullable().default(null),
  /** What the person chose to read; null for the system's language. */
  language: z.enum(languageIds).nullable().default(null),
  /** Where the window was, in pixels of the screen. */
  place: z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int(), isMaximized: z.boolean() }).nullable(),
})

export type Preferences = Omit<z.infer<typeof preferences>, 'version'>

/** What holds at first. */
export const freshPreferences: Preferences = {
  stayInTray: true,
  toldOfTray: false,
  toldOfBasics: false,
  startHidden: true,
  declinedUpdate: null,
  language: null,
  place: null,
}

/** What a person chose about the app itself, on this computer. */
export class PreferencesFile extends JsonFile<Preferences> {
  /** @param folder the app's own */
  constructor(folder: string, tell?: (sentence: string) => void) {
    super(join(folder, 'preferences.json'), preferences, freshPreferences, tell)
  }
}
