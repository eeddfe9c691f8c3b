import type { ElectronApplication } from '@playwright/test'
import type { MenuItem, Notification, Tray } from 'electron'

/** Whether the app runs on the stand-in. Otherwise it runs on Electron's own binary. */
export const isOnStandIn = Boolean(process.env.ELECTRON_OVERRIDE_DIST_PATH)

/** A computer on which the app is running. */
interface Computer {
  app: ElectronApplication
}

/** `kind`: `message`, `open`, `save` or `error`. */
interface ShownDialog {
  kind: string
  options: unknown
}

/** What the app has done outside its window, as test/electron-stand-in/record.ts has it. */
interface ElectronRecord {
  trays: (Pick<Tray, 'emit'> & { contextMenu?: { items: MenuItem[]; getMenuItemById(id: string): MenuItem | null } })[]
  notifications: { title: string; body: string; click(): void }[]
  openedUrls: string[]
  clipboard: string
  blankWindows: number
  accent: string
  dialogs: ShownDialog[]
  dialogAnswers: unknown[]
}

/**
 * Records what the app does outside its window, in the app's main process. The stand-in does so by itself. On Electron, it replaces
 * the functions that would show a dialog or a notification, open a browser, or use the clipboard of the computer that runs the
 * tests, and keeps the trays, so that the entries of their menus can be clicked. To be called before the app is ready.
 * @param name of the global variable
 */
export async function installRecord(app: ElectronApplication, name = 'standIn'): Promise<void> {
  if (isOnStandIn && name === 'standIn') return
  // tsx, which runs the trust suite, passes functions through a helper that the app's process lacks.
  await app.evaluate('globalThis.__name ??= (value) => value')
  await app.evaluate(({ clipboard, dialog, Notification, shell, Tray }, variable) => {
    const record: ElectronRecord = {
      ...{ trays: [], notifications: [], openedUrls: [], clipboard: '', blankWindows: 0, accent: '' },
      ...{ dialogs: [], dialogAnswers: [] },
    }
    Reflect.set(globalThis, variable, record)
    const answer = (kind: string, dismissed: unknown) => {
      return async (...args: unknown[]) => {
        record.dialogs.push({ kind, options: args.at(-1) })
        return record.dialogAnswers.shift() ?? dismissed
      }
    }
    Object.assign(dialog, {
      showMessageBox: async (...args: unknown[]) => {
        const { cancelId = 0 } = args.at(-1) as { cancelId?: number }
        return answer('message', { response: cancelId, checkboxChecked: false })(...args)
      },
      showOpenDialog: answer('open', { canceled: true, filePaths: [] }),
      showSaveDialog: answer('save', { canceled: true, filePath: '' }),
      showErrorBox: (title: string, content: string) => {
        record.dialogs.push({ kind: 'error', options: { title, content } })
      },
    })
    clipboard.writeText = async (text: string) => {
      record.clipboard = text
    }
    shell.openExternal = async (url: string) => {
      record.openedUrls.push(url)
    }
    Notification.prototype.show = function (this: Notification) {
      const { title, body } = this
      // Held by the record, unlike by the desktop.
      record.notifications.push({ title, body, click: () => void this.emit('click') })
      this.emit('show')
    }
    const { setContextMenu } = Tray.prototype
    Tray.prototype.setContextMenu = function (this: ElectronRecord['trays'][number] & Tray, menu) {
      if (!record.trays.includes(this)) record.trays.push(this)
      Object.assign(this, { contextMenu: menu })
      setContextMenu.call(this, menu)
    }
  }, name)
}

/** @returns what a function makes of the record, in the app's main process */
function inRecord<Result, Argument>(
  { app }: Computer,
  read: (record: ElectronRecord, argument: Argument) => Result,
  argument: Argument,
): Promise<Awaited<Result>> {
  // Playwright sends a function as its source, so the inner one is sent as text.
  return app.evaluate(
    (_electron, { source, value }) =>
      new Function('record', 'argument', `return (${source})(record, argument)`)(
        Reflect.get(globalThis, 'standIn'),
        value,
      ),
    { source: String(read), value: argument },
  ) as Promise<Awaited<Result>>
}

/** @returns the text that was copied last */
export function readClipboard(computer: Computer): Promise<string> {
  return inRecord(computer, ({ clipboard }) => clipboard, null)
}

/** @returns the pages that the app has opened in the browser */
export function openedUrls(computer: Computer): Promise<string[]> {
  return inRecord(computer, (record) => record.openedUrls, null)
}

/** @returns the notifications that were shown */
export function notifications(computer: Computer): Promise<{ title: string; body: string }[]> {
  return inRecord(computer, (record) => record.notifications.map(({ title, body }) => ({ title, body })), null)
}

/** Clicks the first notification. */
export function clickNotification(computer: Computer): Promise<void> {
  return inRecord(computer, (record) => record.notifications[0]?.click(), null)
}

/** The app's next message box is answered with the button at this index. */
export function answerNextDialog(computer: Computer, response: number): Promise<void> {
  return inRecord(
    computer,
    ({ dialogAnswers }, button) => void dialogAnswers.push({ response: button, checkboxChecked: false }),
    response,
  )
}

/** The app's next file dialog is answered with this file. */
export function answerNextFileDialog(computer: Computer, path: string): Promise<void> {
  return inRecord(
    computer,
    ({ dialogAnswers }, file) => void dialogAnswers.push({ canceled: false, filePaths: [file] }),
    path,
  )
}

/** @returns the dialogs that the app has shown */
export function shownDialogs(computer: Computer): Promise<ShownDialog[]> {
  return inRecord(computer, ({ dialogs }) => dialogs, null)
}

/** @returns how many dialogs the app has shown */
export function dialogCount(computer: Computer): Promise<number> {
  return inRecord(computer, ({ dialogs }) => dialogs.length, null)
}

export interface TrayItem {
  id: string
  type: string
  label: string
  checked: boolean
  enabled: boolean
  hasIcon: boolean
}

/** @returns all entries of the tray's menu, each before those of its submenu; none before the tray is shown */
export function trayItems(computer: Computer): Promise<TrayItem[]> {
  return inRecord(
    computer,
    ({ trays }) => {
      const all = (items: MenuItem[]): MenuItem[] => items.flatMap((item) => [item, ...all(item.submenu?.items ?? [])])
      return all(trays[0]?.contextMenu?.items ?? []).map(({ id, type, label, checked, enabled, icon }) => {
        return { id, type, label, checked, enabled, hasIcon: Boolean(icon) }
      })
    },
    null,
  )
}

/** @returns the ids of the entries of the tray's menu, without those of submenus; `-` for a separator */
export function trayIds(computer: Computer): Promise<string[]> {
  return inRecord(
    computer,
    ({ trays }) => (trays[0]?.contextMenu?.items ?? []).map(({ id, type }) => (type === 'separator' ? '-' : id)),
    null,
  )
}

/** Clicks an entry of the tray's menu. @returns whether there is one */
export function clickTrayEntry(computer: Computer, id: string): Promise<boolean> {
  return inRecord(
    computer,
    ({ trays }, itemId) => {
      const item = trays[0]?.contextMenu?.getMenuItemById(itemId)
      item?.click()
      return Boolean(item)
    },
    id,
  )
}

/** Clicks the tray's icon. */
export function clickTray(computer: Computer): Promise<void> {
  return inRecord(computer, ({ trays }) => void trays[0]?.emit('click'), null)
}

/** @returns how often a window was shown before its page was loaded. The stand-in alone counts it. */
export function blankWindows(computer: Computer): Promise<number> {
  return inRecord(computer, (record) => record.blankWindows, null)
}

/** Changes the accent colour of the stand-in's desktop. @param colour as RGBA in hexadecimal; empty for none */
export function setAccent(computer: Computer, colour: string): Promise<void> {
  return inRecord(
    computer,
    (record, rgba) => {
      record.accent = rgba
    },
    colour,
  )
}
