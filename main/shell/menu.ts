import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { AppState } from '../../preload/contract'
import { type MenuActions, quickActions } from './quick-actions'

/** The entries and shortcuts that people of each system expect; on macOS, copy and paste work only through the menu. */
export function setApplicationMenu(state: AppState, actions: MenuActions): void {
  const isMac = process.platform === 'darwin'
  const template: MenuItemConstructorOptions[] = [
    isMac ? { label: app.name, role: 'appMenu' } : { label: '&File', submenu: [{ role: 'close' }, { role: 'quit' }] },
    { role: 'editMenu' },
    { label: '&Account', submenu: quickActions(state, actions) },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
