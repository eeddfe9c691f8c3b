import type Electron from 'electron'
import { KnownEvents } from './known-events'
import { focusedWindow, isRanByPage, popupWindow, roleDefaults, runRole } from './menu-roles'
import { checkMenuItem, checkTemplate, foldSeparators } from './menu-rules'
import { record } from './record'
import { refuseTheRest } from './refuse'

type Options = Electron.MenuItemConstructorOptions

let lastCommandId = 0
let lastGroupId = 0
let applicationMenu: Menu | null = null

/** Electron's MenuItem. Options that Electron does not know become its fields, as in Electron. */
export class MenuItem {
  declare readonly type: string
  declare readonly role: string | undefined
  declare readonly accelerator: Options['accelerator'] | null
  declare readonly submenu: Menu | null
  declare readonly commandId: number
  declare readonly click: (event?: object, window?: Electron.BrowserWindow | null) => void
  declare id: string | undefined
  declare label: string
  declare icon: Options['icon'] | null
  declare enabled: boolean
  declare visible: boolean
  declare checked: boolean
  declare registerAccelerator: boolean
  /** The menu that it is in. */
  menu: Menu | undefined
  /** Of radio entries; the same for those of which one is checked. */
  groupId: number | undefined

  constructor(options: Options) {
    const { click, ...fields } = options
    const role = typeof options.role === 'string' ? options.role.toLowerCase() : undefined
    const defaults = roleDefaults(role)
    const submenu = toMenu(options.submenu ?? defaults.submenu)
    const type = options.type ?? (submenu ? 'submenu' : 'normal')
    checkMenuItem(options, type, submenu !== undefined)
    lastCommandId += 1
    Object.assign(this, { id: undefined }, fields, {
      label: options.label ?? defaults.label,
      icon: options.icon ?? null,
      accessibilityLabel: options.accessibilityLabel ?? '',
      sublabel: options.sublabel ?? '',
      toolTip: options.toolTip ?? '',
      enabled: options.enabled ?? true,
      visible: options.visible ?? true,
      checked: options.checked ?? false,
      acceleratorWorksWhenHidden: options.acceleratorWorksWhenHidden ?? true,
      registerAccelerator: options.registerAccelerator ?? defaults.registerAccelerator,
    })
    const readOnly = {
      type,
      role: role ?? null,
      accelerator: options.accelerator ?? defaults.accelerator ?? null,
      submenu: submenu ?? null,
      commandId: lastCommandId,
      userAccelerator: null,
    }
    for (const [name, value] of Object.entries(readOnly)) {
      Object.defineProperty(this, name, { value, enumerable: true, writable: false })
    }
    /** A user's click: Electron gives the focused window. */
    this.click = (event = {}, window = focusedWindow()) => {
      if (!this.enabled || !this.visible) return
      if (type === 'checkbox' || type === 'radio') this.checked = !this.checked
      if (runRole(role, window)) return
      click?.(self as unknown as Electron.MenuItem, window ?? undefined, event as Electron.KeyboardEvent)
    }
    const self = refuseTheRest('MenuItem', this)
    // biome-ignore lint/correctness/noConstructorReturn: the proxy refuses calls that the stand-in does not have
    return self
  }
}

function toMenu(submenu: Options['submenu'] | null): Menu | undefined {
  if (submenu === undefined || submenu === null) return undefined
  return submenu instanceof Menu ? submenu : Menu.buildFromTemplate(submenu as Options[])
}

/** Electron's Menu. A test finds its entries, and clicks them. */
export class Menu extends KnownEvents {
  readonly items: MenuItem[] = []
  private onceClosed: (() => void) | undefined

  constructor() {
    super('Menu', 'menu-will-show menu-will-close')
    // biome-ignore lint/correctness/noConstructorReturn: the proxy refuses calls that the stand-in does not have
    return refuseTheRest('Menu', this)
  }

  static buildFromTemplate(template: (Options | Electron.MenuItem)[]): Menu {
    checkTemplate(template)
    const menu = new Menu()
    for (const item of foldSeparators<Options>(template)) {
      menu.append(item instanceof MenuItem ? item : new MenuItem(item))
    }
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    if (menu && menu.constructor !== Menu) throw new TypeError('Invalid menu')
    applicationMenu = menu
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu
  }

  append(item: MenuItem): void {
    this.insert(this.items.length, item)
  }

  insert(position: number, item: MenuItem): void {
    if (item?.constructor !== MenuItem) throw new TypeError('Invalid item')
    if (position < 0) throw new RangeError(`Position ${position} cannot be less than 0`)
    if (position > this.items.length) {
      throw new RangeError(`Position ${position} cannot be greater than the total MenuItem count`)
    }
    if (item.type === 'radio') this.joinGroup(item, position)
    item.menu = this
    this.items.splice(position, 0, item)
  }

  getItemCount(): number {
    return this.items.length
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }

  /** @returns where it is shown. Electron's types do not say so */
  popup(options: Electron.PopupOptions = {}): object {
    if (options === null || typeof options !== 'object') throw new TypeError('Options must be an object')
    const { x = -1, y = -1, positioningItem = -1, callback } = options
    const browserWindow = popupWindow(options.window)
    if (!browserWindow) throw new Error('Cannot open Menu without a BaseWindow present')
    this.emit('menu-will-show', {})
    for (const id of new Set(this.items.map(({ groupId }) => groupId))) {
      const group = groups.get(id ?? 0) ?? []
      if (group[0] && !group.some((item) => item.checked)) group[0].checked = true
    }
    record.shownMenus.push(this)
    this.onceClosed = typeof callback === 'function' ? callback : undefined
    return { browserWindow, x, y, position: positioningItem }
  }

  closePopup(): void {
    if (!record.shownMenus.includes(this)) return
    record.shownMenus.splice(record.shownMenus.indexOf(this), 1)
    this.emit('menu-will-close', {})
    this.onceClosed?.()
  }

  /** Radio entries belong together up to a separator, and checking one unchecks the others. Source: lib/browser/api/menu.ts. */
  private joinGroup(item: MenuItem, position: number): void {
    const [before, after] = [this.items.slice(0, position).reverse(), this.items.slice(position)]
    const nearest = (items: MenuItem[]) =>
      items.slice(0, items.findIndex(({ type }) => type === 'separator') >>> 0).find(({ type }) => type === 'radio')
    const neighbour = position > 0 ? nearest(before) : nearest(after)
    lastGroupId += 1
    const groupId = neighbour?.groupId ?? lastGroupId
    item.groupId = groupId
    groups.set(groupId, [...(groups.get(groupId) ?? []), item])
    checked.set(item, item.checked)
    Object.defineProperty(item, 'checked', {
      enumerable: true,
      get: () => checked.get(item),
      set: () => {
        for (const other of groups.get(groupId) ?? []) checked.set(other, false)
        checked.set(item, true)
      },
    })
  }
}

const groups = new Map<number, MenuItem[]>()
const checked = new WeakMap<MenuItem, boolean>()

/**
 * Clicks the entry of the application menu with this key, as Electron does for a key that the page has not handled.
 * @param key a DOM KeyboardEvent's
 */
export function pressMenuKey(key: { key: string; ctrl: boolean; shift: boolean; alt: boolean; meta: boolean }): void {
  const all = (menu: Menu | null): MenuItem[] => menu?.items.flatMap((item) => [item, ...all(item.submenu)]) ?? []
  const item = all(applicationMenu).find((candidate) => isPressed(candidate, key))
  if (item && !isRanByPage(item.role)) item.click()
}

function isPressed(item: MenuItem, { key, ctrl, shift, alt, meta }: Parameters<typeof pressMenuKey>[0]): boolean {
  if (!item.accelerator || !item.registerAccelerator || !item.visible) return false
  const words = String(item.accelerator).toLowerCase().replace(/\+\+$/, '+plus').split('+')
  const last = words.pop()
  const isMac = process.platform === 'darwin'
  const has = (...names: string[]) => names.some((name) => words.includes(name))
  const either = has('commandorcontrol', 'cmdorctrl')
  const wanted = {
    ctrl: has('control', 'ctrl') || (either && !isMac),
    meta: has('command', 'cmd', 'super', 'meta') || (either && isMac),
    alt: has('alt', 'option'),
    shift: has('shift'),
  }
  const pressed = key === '+' ? 'plus' : key.toLowerCase()
  if (last !== pressed || wanted.ctrl !== ctrl || wanted.meta !== meta || wanted.alt !== alt) return false
  return wanted.shift === shift || pressed === 'plus'
}
