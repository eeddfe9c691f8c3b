import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { AppState } from '../../contract'
import type { TextKey } from '../../texts/languages'
import { text } from '../core/text'
import { openHelpPage } from './page-restrictions'
import { type MenuActions, quickActions } from './quick-actions'
import { aboutItems, isSignedIn, panelItems, signOutItem } from './window-actions'

const separator: MenuItemConstructorOptions = { type: 'separator' }

/** Sets the standard menu with the quick actions. On macOS, copy and paste work only if the menu contains them. */
export function setApplicationMenu(state: AppState, actions: MenuActions): void {
  const isMac = process.platform === 'darwin'
  const template: MenuItemConstructorOptions[] = [
    isMac
      ? {
          label: app.name,
          submenu: [
            ...aboutItems(state, app.name, actions).reverse(),
            ...roleItems(null, 'services', null, 'hide', 'hideOthers', 'unhide', null, 'quit'),
          ],
        }
      : { label: text('menu.file'), submenu: roleItems('close', 'quit') },
    {
      label: text('menu.edit'),
      submenu: [
        ...roleItems('undo', 'redo', null, 'cut', 'copy', 'paste', 'delete', null, 'selectAll', null),
        findItem(state, actions),
      ],
    },
    { label: text('menu.account'), submenu: accountItems(state, actions) },
    { label: text('menu.view'), submenu: viewItems(state, actions) },
    {
      role: 'window',
      label: text('menu.window'),
      // Cmd+W comes with the role `close`. Only macOS has `zoom`.
      submenu: isMac ? roleItems('minimize', 'zoom', 'close', null, 'front') : roleItems('minimize', 'close'),
    },
    {
      role: 'help',
      label: text('menu.help'),
      submenu: [...helpItems(actions), ...(isMac ? [] : [separator, ...aboutItems(state, app.name, actions)])],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

/**
 * Displays the key of an entry, which the page handles (renderer/shortcuts.ts). Electron gives each key to the page
 * first, and on macOS, where it ignores `registerAccelerator`, the page keeps the key from the menu.
 */
function shownKey(key: string): MenuItemConstructorOptions {
  return { accelerator: `CommandOrControl+${key}`, registerAccelerator: false }
}

function findItem(state: AppState, actions: MenuActions): MenuItemConstructorOptions {
  return {
    id: 'find',
    label: text('search.label'),
    enabled: isSignedIn(state),
    ...shownKey('F'),
    click: () => actions.openPanel(null, 'find'),
  }
}

function accountItems(state: AppState, actions: MenuActions): MenuItemConstructorOptions[] {
  const items = quickActions(state, actions)
  return isSignedIn(state) ? [...items, separator, signOutItem(actions)] : items
}

function viewItems(state: AppState, actions: MenuActions): MenuItemConstructorOptions[] {
  const enabled = isSignedIn(state)
  const panels = panelItems(actions).map((item, index) => ({ ...item, enabled, ...shownKey(String(index + 1)) }))
  return [...panels, separator, ...roleItems('resetZoom', 'zoomIn', 'zoomOut', null, 'togglefullscreen')]
}

function helpItems(actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    { id: 'helpPage', label: text('menu.helpPage'), click: openHelpPage },
    { id: 'diagnostics', label: text('menu.diagnostics'), click: () => actions.openPanel('app', 'diagnostics') },
  ]
}

/** The Electron roles that have a text. */
type Role = { [Key in TextKey]: Key extends `menu.role.${infer Name}` ? Name : never }[TextKey]

/** Creates Electron's standard entries with labels in the app's language. null creates a separator. */
function roleItems(...roles: (Role | null)[]): MenuItemConstructorOptions[] {
  return roles.map((role) => (role ? { role, label: text(`menu.role.${role}`, { app: app.name }) } : separator))
}
