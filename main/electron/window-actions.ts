import type { MenuItemConstructorOptions } from 'electron'
import type { AppState } from '../../contract'
import { panelNames } from '../../contract/choices'
import { text } from '../core/text'
import type { MenuActions } from './quick-actions'

/** Whether the window shows the panels. */
export function isSignedIn({ session }: AppState): boolean {
  return session.kind === 'signed-in' || session.kind === 'expired'
}

/** An entry for each panel, in the order of the navigation. */
export function panelItems(actions: MenuActions): MenuItemConstructorOptions[] {
  return panelNames.map((panel) => ({
    id: `open.${panel}`,
    label: text(`panel.${panel}`),
    click: () => actions.openPanel(panel),
  }))
}

/**
 * Updates, if this installation can update itself, and the version.
 * @param app the name of the app
 */
export function aboutItems({ update }: AppState, app: string, actions: MenuActions): MenuItemConstructorOptions[] {
  const check = { id: 'updates', label: text('menu.checkUpdates'), click: () => actions.openPanel('app', 'updates') }
  const about = {
    id: 'about',
    label: text('menu.about', { app }),
    click: () => actions.openPanel('app', 'version'),
  }
  return update ? [check, about] : [about]
}

export function signOutItem(actions: MenuActions): MenuItemConstructorOptions {
  return { id: 'signOut', label: text('session.signOut'), click: () => void actions.signOut() }
}
