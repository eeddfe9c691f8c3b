import { app, type Session, shell, type WebContents } from 'electron'

/** No page of the app may go elsewhere, open windows, embed others, or ask for the camera. */
export function limitEveryPage(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  app.on('web-contents-created', (_event, contents) => limit(contents))
}

function limit(contents: WebContents): void {
  contents.on('will-frame-navigate', (event) => {
    // Loading the same page again, as hot reload does, leads nowhere else.
    if (!event.isMainFrame || event.url !== contents.getURL()) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url)
    return { action: 'deny' }
  })
}

/** Links leave for the browser or the mail program, as the URL parser writes them; other schemes go nowhere. */
function openOutside(link: string): void {
  const url = URL.canParse(link) ? new URL(link) : undefined
  if (url && ['https:', 'mailto:'].includes(url.protocol)) void shell.openExternal(url.href)
}
