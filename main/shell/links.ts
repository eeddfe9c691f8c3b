import { app } from 'electron'

/** The scheme of links that open this app. */
const scheme = 'fleep-settings'

/** In an AppImage this does nothing: there the desktop file carries it. Links only show the window so far. */
export function registerLinks(): void {
  // Started from its sources, the app is an argument of Electron's own program.
  if (app.isPackaged) app.setAsDefaultProtocolClient(scheme)
  else app.setAsDefaultProtocolClient(scheme, process.execPath, [app.getAppPath()])
}
