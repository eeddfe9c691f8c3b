import { EventEmitter } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type Electron from 'electron'
import { checkMenuItem } from './menu-rules'
import { requireReady, withReadiness } from './readiness'
import { refuseTheRest } from './refuse'

/**
 * What the app shows outside its window. A test reads it as `globalThis.standIn`, clicks menu entries with `click()`,
 * and sets the answers of the next dialogs.
 */
export const record = {
  trays: [] as Tray[],
  notifications: [] as ShownNotification[],
  openedUrls: [] as string[],
  /** The text that was copied last. */
  clipboard: '',
  /** How often a window was shown before its page was loaded. */
  blankWindows: 0,
  /** The desktop's accent colour, as RGBA in hexadecimal; empty for none. */
  accent: '',
  shownMenus: [] as Menu[],
  dialogs: [] as { kind: string; options: unknown }[],
  dialogAnswers: [] as unknown[],
}

type Item = Electron.MenuItemConstructorOptions

export class MenuItem {
  readonly id: string
  readonly label: string
  readonly type: string
  readonly role: string | undefined
  readonly accelerator: Item['accelerator']
  readonly registerAccelerator: boolean
  readonly submenu: Menu | undefined
  enabled: boolean
  visible: boolean
  checked: boolean
  /** The menu that it is in. */
  menu: Menu | undefined
  private readonly options: Item

  constructor(options: Item) {
    checkMenuItem(options)
    this.options = options
    this.id = options.id ?? ''
    this.label = options.label ?? ''
    this.role = options.role
    this.type = options.type ?? (options.submenu ? 'submenu' : 'normal')
    this.accelerator = options.accelerator
    this.registerAccelerator = options.registerAccelerator ?? true
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
    this.submenu = Array.isArray(options.submenu)
      ? Menu.buildFromTemplate(options.submenu)
      : (options.submenu as unknown as Menu | undefined)
  }

  /** A user's click. A disabled entry does nothing. */
  click(): void {
    if (!this.enabled) return
    if (this.type === 'checkbox') this.checked = !this.checked
    if (this.type === 'radio') {
      for (const item of this.menu?.radioGroupOf(this) ?? []) item.checked = false
      this.checked = true
    }
    this.options.click?.(this as unknown as Electron.MenuItem, undefined, {} as Electron.KeyboardEvent)
  }
}

export class Menu extends EventEmitter {
  private static applicationMenu: Menu | null = null
  readonly items: MenuItem[] = []

  static buildFromTemplate(template: (Item | Electron.MenuItem)[]): Menu {
    const menu = new Menu()
    for (const item of template) menu.append(new MenuItem(item as Item))
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.applicationMenu = menu
  }

  static getApplicationMenu(): Menu | null {
    return Menu.applicationMenu
  }

  append(item: MenuItem): void {
    item.menu = this
    this.items.push(item)
  }

  /** The radio entries beside each other, of which one is checked. Source: Electron's lib/browser/api/menu.ts. */
  radioGroupOf(item: MenuItem): MenuItem[] {
    const at = this.items.indexOf(item)
    const isRadio = ({ type }: MenuItem) => type === 'radio'
    const end = this.items.findIndex((other, index) => index > at && !isRadio(other))
    const start = this.items.findLastIndex((other, index) => index < at && !isRadio(other)) + 1
    return this.items.slice(start, end < 0 ? undefined : end)
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }

  popup(): void {
    record.shownMenus.push(this)
  }
}

export class Tray extends EventEmitter {
  toolTip = ''
  contextMenu: Menu | null = null
  private destroyed = false

  constructor(public image: unknown) {
    super()
    requireReady('Cannot create Tray before app is ready')
    record.trays.push(this)
    // biome-ignore lint/correctness/noConstructorReturn: the proxy refuses calls that the stand-in does not have
    return refuseTheRest('Tray', this)
  }

  setToolTip(text: string): void {
    this.toolTip = text
  }

  setContextMenu(menu: Menu | null): void {
    this.contextMenu = menu
  }

  setImage(image: unknown): void {
    this.image = image
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  destroy(): void {
    this.destroyed = true
    record.trays.splice(record.trays.indexOf(this), 1)
  }
}

export class Notification extends EventEmitter {
  readonly title: string
  readonly body: string

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super()
    requireReady('Cannot create Notification before app is ready')
    this.title = options.title ?? ''
    this.body = options.body ?? ''
    // biome-ignore lint/correctness/noConstructorReturn: the proxy refuses calls that the stand-in does not have
    return refuseTheRest('Notification', this)
  }

  static isSupported(): boolean {
    return true
  }

  show(): void {
    record.notifications.push(new ShownNotification(this))
    this.emit('show')
  }

  close(): void {
    this.emit('close')
  }
}

/**
 * A notification on the desktop. Electron's native part does not keep the JavaScript object: one that the app does not hold is
 * collected, and its events are lost. Source: Electron's shell/browser/api/electron_api_notification.cc.
 */
class ShownNotification {
  readonly title: string
  readonly body: string
  private readonly notification: WeakRef<Notification>

  constructor(notification: Notification) {
    this.title = notification.title
    this.body = notification.body
    this.notification = new WeakRef(notification)
  }

  /** A user's click, as late as can be: after V8 has collected what nobody holds. */
  click(): void {
    collectGarbage()
    this.notification.deref()?.emit('click')
  }
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

/** Returns the next of `standIn.dialogAnswers`. If there is none, the dialog is cancelled. */
function answerDialog<T>(kind: string, cancelled: T) {
  return async (...args: unknown[]): Promise<T> => {
    record.dialogs.push({ kind, options: args.at(-1) })
    return (record.dialogAnswers.shift() as T | undefined) ?? cancelled
  }
}

const dialogs = refuseTheRest('dialog', {
  showOpenDialog: answerDialog('open', { canceled: true, filePaths: [] as string[] }),
  showSaveDialog: answerDialog('save', { canceled: true, filePath: '' }),
  showMessageBox: answerDialog('message', { response: 0, checkboxChecked: false }),
  showErrorBox(title: string, content: string): void {
    record.dialogs.push({ kind: 'error', options: { title, content } })
    process.stderr.write(`${title}: ${content}\n`)
  },
} satisfies Partial<Record<keyof Electron.Dialog, unknown>>)

export const dialog = withReadiness(dialogs, 'dialog module can only be used after app is ready', ['showErrorBox'])

export const shell = refuseTheRest('shell', {
  async openExternal(url: string): Promise<void> {
    record.openedUrls.push(url)
  },
} satisfies Partial<Electron.Shell>)

/** Only records the text. The user's clipboard stays unchanged. */
export const clipboard = refuseTheRest('clipboard', {
  async writeText(text: string): Promise<void> {
    record.clipboard = text
  },
} satisfies Partial<Electron.Clipboard>)
