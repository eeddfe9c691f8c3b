import { app, type Session, shell, type WebContents } from 'electron'
import { helpPage } from '../../contract/help-page'

/** Prevents every page of the app from navigating, opening windows, embedding pages, and getting permissions. */
export function restrictEveryPage(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  app.on('web-contents-created', (_event, contents) => restrict(contents))
}

function restrict(contents: WebContents): void {
  contents.on('will-frame-navigate', (event) => {
    // Hot reload loads the same page again.
    if (!event.isMainFrame || event.url !== contents.getURL()) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url)
    return { action: 'deny' }
  })
}

export function openHelpPage(): void {
  openOutside(helpPage)
}

/** Opens a link in the browser or the mail program. Links with other schemes are ignored. */
function openOutside(link: string): void {
  const url = URL.canParse(link) ? new URL(link) : undefined
  if (url && ['https:', 'mailto:'].includes(url.protocol)) void shell.openExternal(url.href)
}
