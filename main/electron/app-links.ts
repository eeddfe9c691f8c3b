import { app } from 'electron'
import { appScheme } from '../core/app-scheme'
import { isAppLink } from '../core/read-option'

/** Starts opening links. @param open called with the link that the app was started with, if any, and each later link */
export type OpenLinks = (open: (link: string) => void) => void

/**
 * Listens for links with the app's scheme. macOS sends an event; other systems start the app with the link as an
 * argument. Registering the scheme has no effect in an AppImage, whose desktop file declares it.
 *
 * @returns a function to be called once links can be shown
 */
export function listenForLinks(): OpenLinks {
  let pending: string | undefined
  let openLink: ((link: string) => void) | undefined
  const receive = (link: string | undefined) => {
    if (openLink && link) openLink(link)
    else pending = link ?? pending
  }
  app.on('open-url', (_event, link) => receive(link))
  app.on('second-instance', (_event, argv) => receive(linkIn(argv)))
  return (open) => {
    // When started from the sources, the app is an argument of Electron's own program.
    if (app.isPackaged) app.setAsDefaultProtocolClient(appScheme)
    else app.setAsDefaultProtocolClient(appScheme, process.execPath, [app.getAppPath()])
    openLink = open
    receive(pending ?? linkIn(process.argv))
  }
}

function linkIn(argv: string[]): string | undefined {
  return argv.find(isAppLink)
}
