import { app } from 'electron'
import { appScheme } from '../core/app-scheme'

/** @param open called with each link from now on */
export type OpenLinks = (open: (link: string) => void) => void

/**
 * Links with the app's scheme: macOS sends an event, elsewhere the app is started with the link as an argument, the first
 * time or again. In an AppImage registering does nothing: there the desktop file carries the scheme.
 *
 * @returns to be called once links can be shown: opens the one that the app was started with, if there is one
 */
export function listenForLinks(): OpenLinks {
  let early: string | undefined
  let open: ((link: string) => void) | undefined
  const take = (link: string | undefined) => {
    if (open && link) open(link)
    else early = link ?? early
  }
  app.on('open-url', (_event, link) => take(link))
  app.on('second-instance', (_event, argv) => take(linkIn(argv)))
  return (show) => {
    // Started from its sources, the app is an argument of Electron's own program.
    if (app.isPackaged) app.setAsDefaultProtocolClient(appScheme)
    else app.setAsDefaultProtocolClient(appScheme, process.execPath, [app.getAppPath()])
    open = show
    take(early ?? linkIn(process.argv))
  }
}

function linkIn(argv: string[]): string | undefined {
  return argv.find((argument) => argument.toLowerCase().startsWith(`${appScheme}:`))
}
