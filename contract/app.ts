import { z } from 'zod'
import type { AppSettings } from './app-settings'
import type { panelNames } from './choices'
import { answers, command } from './command'
import { noInput, nonEmptyPartial } from './fields'
import { appSettingShape } from './setting-schemas'

export const appCommands = {
  /** Describes the app and its last errors, as text without anything personal. */
  'app.showDiagnostics': command({ input: noInput, queue: 'none', answer: answers<{ text: string }>() }),
  /** Copies the diagnostics that were shown to the clipboard. */
  'app.copyDiagnostics': command({ input: noInput, queue: 'none' }),
  /** The user has read why a file of the app could not be used. */
  'app.dismissFileProblem': command({ input: noInput, queue: 'none' }),
  /** Settings of the app on this computer; Fleep does not know them. */
  'app.change': command({
    input: nonEmptyPartial({ ...appSettingShape, hasSeenHint: z.literal(true) }),
    queue: 'none',
  }),
}

export type PanelName = (typeof panelNames)[number]

export interface AppSlice {
  /** Why a file of the app could not be used, until the user has read it. */
  fileProblem: string | null
  appSettings: AppSettings & {
    /** Whether the user has seen the hint for newcomers. */
    hasSeenHint: boolean
    /** Whether the desktop shows tray icons. Without one the app never hides. */
    hasTray: boolean
  }
  /** The language of the app, as a BCP 47 tag. The window reads its texts again when it changes. */
  locale: string
  /** What the user asked for outside of the window, such as in the tray; `id` grows with each. */
  uiRequest: { id: number; panel: PanelName; then: 'choose-picture' | 'sign-out' | null } | null
  /** The accent colour of the desktop, as `#rrggbb`; null if it has none. */
  accent: string | null
  /** What this system calls its keychain. */
  keychainName: string
}
