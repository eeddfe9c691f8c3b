import { z } from 'zod'
import type { AppSettings } from './app-settings'
import type { panelNames } from './choices'
import { answers, command } from './command'
import { noInput, nonEmptyPartial, text } from './fields'
import type { KeychainCheck } from './keychain-check'
import { appSettingShape } from './setting-schemas'

export const appCommands = {
  /**
   * Answers `closeRequest`: `saving` while what is typed is being saved, `close` when nothing unsaved is left or the user
   * gives it up, `stay` if something could not be saved.
   */
  'app.answerClose': command({
    input: z.strictObject({ id: z.int(), answer: z.enum(['saving', 'close', 'stay']) }),
    queue: 'none',
  }),
  /** Returns a description of the app and its last errors, without personal data. */
  'app.showDiagnostics': command({ input: noInput, queue: 'none', answer: answers<{ text: string }>() }),
  /** Copies the diagnostics that were shown last to the clipboard. */
  'app.copyDiagnostics': command({ input: noInput, queue: 'none' }),
  /** Copies the id of the signed-in account. */
  'app.copyAccountId': command({ input: noInput, queue: 'none' }),
  /** Reports an unexpected exception of the page, without its message, which could contain what somebody typed. */
  'app.reportDefect': command({
    input: z.strictObject({ name: text(100), places: z.array(text(300)).max(20) }),
    queue: 'none',
  }),
  /** Tries the keychain step by step; the result shows in `keychainCheck`. Resolves when the check is over. */
  'app.checkKeychain': command({ input: noInput, queue: 'none' }),
  /** Copies the result of the last check of the keychain to the clipboard. */
  'app.copyKeychainCheck': command({ input: noInput, queue: 'none' }),
  /** Hides `fileProblem` after the user has read it. */
  'app.dismissFileProblem': command({ input: noInput, queue: 'none' }),
  /** Changes settings of the app on this computer, which are not sent to Fleep. */
  'app.change': command({
    input: nonEmptyPartial({ ...appSettingShape, hasSeenHint: z.literal(true) }),
    queue: 'none',
  }),
}

/** Where this system stores passwords. Its name for users is the text `keychain.name.KIND`. */
export type KeychainKind = 'keychain' | 'credential-manager' | 'secret-service'

export type PanelName = (typeof panelNames)[number]

/**
 * The action that a menu entry starts in the window. `find` and `sign-in` move the focus to the search field or the sign-in form;
 * `version`, `updates` and `diagnostics` lead to the rows of This app, or to a dialog while nobody is signed in.
 */
export type UiAction = 'choose-picture' | 'sign-out' | 'sign-in' | 'find' | 'version' | 'updates' | 'diagnostics'

export interface AppSlice {
  /** Why a file of the app could not be used, until the user has read it. */
  fileProblem: string | null
  appSettings: AppSettings & {
    /** Whether the user has dismissed the hint for new users. */
    hasSeenHint: boolean
    /** Whether the desktop shows tray icons. If it does not, the window is never hidden. */
    hasTray: boolean
  }
  /** The language of the app, as a BCP 47 tag. When it changes, the window loads its texts again. */
  locale: string
  /**
   * The last request from outside of the window, such as from the tray. `id` increases with each request. Without a
   * panel, the open one stays. `mailServer`: the id of one whose row is shown.
   */
  uiRequest: { id: number; panel: PanelName | null; then: UiAction | null; mailServer: string | null } | null
  /** Asks the window to save what is typed, since it will be hidden or closed, or the user signs out. */
  closeRequest: { id: number; reason: 'hide' | 'quit' | 'sign-out' } | null
  /** The accent colour of the desktop, as `#rrggbb`; null if it has none. */
  accent: string | null
  keychain: KeychainKind
  /** The last check of the keychain; null without one. */
  keychainCheck: KeychainCheck | null
  /** The version of the app, such as `1.2.3`. */
  appVersion: string
}
