import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { AppState } from '../../contract'
import type { TextKey } from '../../texts/languages'
import { text } from '../core/text'
import { type MenuActions, quickActions } from './quick-actions'

/** Sets the standard menu with the quick actions. On macOS, copy and paste work only if the menu contains them. */
export function setApplicationMenu(state: AppState, actions: MenuActions): void {
  const isMac = process.platform === 'darwin'
  const template: MenuItemConstructorOptions[] = [
    isMac
      ? {
          label: app.name,
          submenu: roleItems('about', null, 'services', null, 'hide', 'hideOthers', 'unhide', null, 'quit'),
        }
      : { label: text('menu.file'), submenu: roleItems('close', 'quit') },
    {
      label: text('menu.edit'),
      submenu: roleItems('undo', 'redo', null, 'cut', 'copy', 'paste', 'delete', null, 'selectAll'),
    },
    { label: text('menu.account'), submenu: quickActions(state, actions) },
    { label: text('menu.view'), submenu: roleItems('resetZoom', 'zoomIn', 'zoomOut', null, 'togglefullscreen') },
    {
      role: 'window',
      label: text('menu.window'),
      submenu: isMac ? roleItems('minimize', 'zoom', null, 'front') : roleItems('minimize', 'zoom', 'close'),
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

/** The Electron roles that have a text. */
type Role = { [Key in TextKey]: Key extends `menu.role.${infer Name}` ? Name : never }[TextKey]

/** Creates Electron's standard entries with labels in the app's language. null creates a separator. */
function roleItems(...roles: (Role | null)[]): MenuItemConstructorOptions[] {
  return roles.map((role) =>
    role ? { role, label: text(`menu.role.${role}`, { app: app.name }) } : { type: 'separator' },
  )
}
