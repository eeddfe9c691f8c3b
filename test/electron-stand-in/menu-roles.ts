import type Electron from 'electron'

/** What the roles act on. The application's proxies, so that a role that needs a missing feature is refused by name. */
export interface RoleTargets {
  app: Electron.App
  focusedWindow(): Electron.BrowserWindow | null
  allWindows(): Electron.BaseWindow[]
}

interface Role {
  /** A function, if the name of the app is part of the label. */
  label: string | ((appName: string) => string)
  accelerator?: string
  /** false for keys that the page handles itself. */
  registerAccelerator?: boolean
  submenu?: Electron.MenuItemConstructorOptions[]
  /** Absent for a role that only the system's menu gives a meaning; on Linux such an entry does nothing. */
  run?(window: Electron.BrowserWindow): void
  runApp?(app: Electron.App): void
}

const isMac = process.platform === 'darwin'
const isWindows = process.platform === 'win32'
const ctrl = 'CommandOrControl'
const separator = { type: 'separator' } as const
const items = (...roles: string[]) =>
  roles.map((role) => (role === '-' ? separator : { role })) as Electron.MenuItemConstructorOptions[]

/** By lower-case name. Source: Electron's lib/browser/api/menu-item-roles.ts. */
const roles: Record<string, Role> = {
  about: {
    label: (name) => (process.platform === 'linux' ? 'About' : `About ${name}`),
    ...(!isMac && { runApp: (app) => app.showAboutPanel() }),
  },
  close: { label: isMac ? 'Close Window' : 'Close', accelerator: `${ctrl}+W`, run: (window) => window.close() },
  minimize: { label: 'Minimize', accelerator: `${ctrl}+M`, run: (window) => window.minimize() },
  togglefullscreen: {
    label: 'Toggle Full Screen',
    accelerator: isMac ? 'Control+Command+F' : 'F11',
    run: (window) => window.setFullScreen(!window.isFullScreen()),
  },
  quit: {
    label: (name) => (isMac ? `Quit ${name}` : isWindows ? 'Exit' : 'Quit'),
    ...(!isWindows && { accelerator: `${ctrl}+Q` }),
    runApp: (app) => app.quit(),
  },
  copy: { label: 'Copy', accelerator: `${ctrl}+C`, registerAccelerator: false, run: (w) => w.webContents.copy() },
  cut: { label: 'Cut', accelerator: `${ctrl}+X`, registerAccelerator: false, run: (w) => w.webContents.cut() },
  paste: { label: 'Paste', accelerator: `${ctrl}+V`, registerAccelerator: false, run: (w) => w.webContents.paste() },
  delete: { label: 'Delete', run: (window) => window.webContents.delete() },
  undo: { label: 'Undo', accelerator: `${ctrl}+Z`, run: (window) => window.webContents.undo() },
  redo: {
    label: 'Redo',
    accelerator: isWindows ? 'Control+Y' : `Shift+${ctrl}+Z`,
    run: (window) => window.webContents.redo(),
  },
  selectall: { label: 'Select All', accelerator: `${ctrl}+A`, run: (window) => window.webContents.selectAll() },
  reload: { label: 'Reload', accelerator: 'CmdOrCtrl+R', run: (window) => window.webContents.reload() },
  forcereload: {
    label: 'Force Reload',
    accelerator: 'Shift+CmdOrCtrl+R',
    run: (window) => window.webContents.reloadIgnoringCache(),
  },
  toggledevtools: {
    label: 'Toggle Developer Tools',
    accelerator: isMac ? 'Alt+Command+I' : 'Ctrl+Shift+I',
    run: (window) => window.webContents.toggleDevTools(),
  },
  resetzoom: {
    label: 'Actual Size',
    accelerator: `${ctrl}+0`,
    run: ({ webContents }) => {
      webContents.zoomLevel = 0
    },
  },
  zoomin: {
    label: 'Zoom In',
    accelerator: `${ctrl}+Plus`,
    run: ({ webContents }) => {
      webContents.zoomLevel += 0.5
    },
  },
  zoomout: {
    label: 'Zoom Out',
    accelerator: `${ctrl}+-`,
    run: ({ webContents }) => {
      webContents.zoomLevel -= 0.5
    },
  },
  front: { label: 'Bring All to Front' },
  help: { label: 'Help' },
  hide: { label: (name) => `Hide ${name}`, accelerator: 'Command+H' },
  hideothers: { label: 'Hide Others', accelerator: 'Command+Alt+H' },
  services: { label: 'Services' },
  unhide: { label: 'Show All' },
  window: { label: 'Window' },
  zoom: { label: 'Zoom' },
  filemenu: { label: 'File', submenu: items(isMac ? 'close' : 'quit') },
  windowmenu: { label: 'Window', submenu: items('minimize', 'zoom', ...(isMac ? ['-', 'front'] : ['close'])) },
  viewmenu: {
    label: 'View',
    submenu: items(
      ...['reload', 'forceReload', 'toggleDevTools', '-', 'resetZoom', 'zoomIn', 'zoomOut', '-', 'togglefullscreen'],
    ),
  },
  // On macOS, the menus of the app and of editing have entries that the stand-in cannot show.
  ...(!isMac && {
    editmenu: {
      label: 'Edit',
      submenu: items('undo', 'redo', '-', 'cut', 'copy', 'paste', 'delete', '-', 'selectAll'),
    },
  }),
}

/** macOS runs these itself; Electron the others. */
const ranByElectronOnMac = ['forcereload', 'reload', 'resetzoom', 'toggledevtools', 'zoomin', 'zoomout']
/** Editing, which Chromium does by itself for the same keys. */
const ranByPage = ['copy', 'cut', 'paste', 'delete', 'undo', 'redo', 'selectall']

let targets: RoleTargets | undefined

export function setRoleTargets(given: RoleTargets): void {
  targets = given
}

/** The window that a user's click or key concerns. */
export function focusedWindow(): Electron.BrowserWindow | null {
  return targets?.focusedWindow() ?? null
}

/** @returns the given window if it exists, or the focused one, or any. Source: Electron's lib/browser/api/menu.ts */
export function popupWindow(given: Electron.BaseWindow | undefined): Electron.BaseWindow | undefined {
  const all = targets?.allWindows() ?? []
  return all.find((window) => window === given) ?? focusedWindow() ?? all[0]
}

export function isKnownRole(role: string): boolean {
  return Object.hasOwn(roles, role.toLowerCase())
}

/** Whether Electron itself does what the role says. */
export function runsRole(role: string): boolean {
  const { run, runApp } = roles[role.toLowerCase()] ?? {}
  return Boolean(run ?? runApp) && (!isMac || ranByElectronOnMac.includes(role.toLowerCase()))
}

export function isRanByPage(role: string | undefined): boolean {
  return role !== undefined && ranByPage.includes(role)
}

/** @returns what the role says about an entry; nothing without a role */
export function roleDefaults(role: string | undefined) {
  const { label = '', accelerator, registerAccelerator = true, submenu } = roles[role?.toLowerCase() ?? ''] ?? {}
  const shown = typeof label === 'string' ? label : label(targets?.app.name ?? '')
  return { label: shown, accelerator, registerAccelerator, submenu }
}

/** @returns false if nothing was done, so that the entry's own click is called */
export function runRole(role: string | undefined, window: Electron.BrowserWindow | null | undefined): boolean {
  const { run, runApp } = roles[role ?? ''] ?? {}
  if (!role || !runsRole(role) || !targets) return false
  if (runApp) {
    runApp(targets.app)
    return true
  }
  if (!window) return false
  run?.(window)
  return true
}
