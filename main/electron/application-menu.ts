import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { AppState } from '../../contract'
import type { TextKey } from '../../texts/languages'
import { text } from '../core/text'
import { type MenuActions, quickActions } from './quick-actions'

/** The entries and shortcuts that people of each system expect; on macOS, copy and paste work only through the menu. */
export function setApplicationMenu(state: AppState, actions: MenuActions): void {
  const isMac = process.platform === 'darwin'
  const template: MenuItemConstructorOptions[] = [
    isMac
      ? {
          label: app.name,
          submenu: ofRoles('about', null, 'services', null, 'hide', 'hideOthers', 'unhide', null, 'quit'),
        }
      : { label: text('menu.file'), submenu: ofRoles('close', 'quit') },
    {
      label: text('menu.edit'),
      submenu: ofRoles('undo', 'redo', null, 'cut', 'copy', 'paste', 'delete', null, 'selectAll'),
    },
    { label: text('menu.account'), submenu: quickActions(state, actions) },
    { label: text('menu.view'), submenu: ofRoles('resetZoom', 'zoomIn', 'zoomOut', null, 'togglefullscreen') },
    {
      role: 'window',
      label: text('menu.window'),
      submenu: isMac ? ofRoles('minimize', 'zoom', null, 'front') : ofRoles('minimize', 'zoom', 'close'),
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

/** The entries that have a text. */
type Role = { [Key in TextKey]: Key extends `menu.role.${infer Name}` ? Name : never }[TextKey]

/** The system's own entries, which Electron calls in English. null is a line between them. */
function ofRoles(...roles: (Role | null)[]): MenuItemConstructorOptions[] {
  return roles.map((role) =>
    role ? { role, label: text(`menu.role.${role}`, { app: app.name }) } : { type: 'separator' },
  )
}
