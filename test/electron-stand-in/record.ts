interface RecordedItem {
  click(): void
}

interface RecordedMenu {
  getMenuItemById(id: string): RecordedItem | null
}

interface RecordedTray {
  contextMenu: RecordedMenu | null
  emit(event: string): boolean
}

interface RecordedNotification {
  title: string
  body: string
  click(): void
}

/**
 * What the app does outside its window. A test reads it as `globalThis.standIn`, clicks menu entries with `click()`, sets the
 * answers of the next dialogs, and lets the desktop fail.
 */
export const record = {
  trays: [] as RecordedTray[],
  notifications: [] as RecordedNotification[],
  openedUrls: [] as string[],
  /** The text that was copied last. */
  clipboard: '',
  /** How often a window was shown before its page was loaded. */
  blankWindows: 0,
  /** The desktop's accent colour, as RGBA in hexadecimal; empty for none. */
  accent: '',
  shownMenus: [] as RecordedMenu[],
  dialogs: [] as { kind: string; options: unknown }[],
  dialogAnswers: [] as unknown[],
  /** What fails from now on, as it does on a desktop that lacks it. */
  failing: {
    /** No program takes the address. */
    openExternal: false,
    /** The clipboard belongs to another program. */
    clipboard: false,
    /** The program of `app.relaunch()` cannot be started. */
    relaunch: false,
    /** The desktop has no notifications. */
    notifications: false,
    /** The desktop refuses to register a link scheme. */
    protocolClient: false,
  },
}
