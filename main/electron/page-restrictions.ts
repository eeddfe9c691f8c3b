import { app, clipboard, dialog, type Session, shell, type WebContents } from 'electron'
import { fleepPage, helpPage } from '../../contract/help-page'
import { text } from '../core/text'

/** The page may open this many pages in this time, in milliseconds. */
const openingLimit = { count: 3, time: 10_000 }

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
    void openForPage(url)
    return { action: 'deny' }
  })
}

export function openHelpPage(): void {
  void openInBrowser(helpPage)
}

/** Opens a page in the browser. If the system has no program for it, a dialog shows the address. */
async function openInBrowser(address: string): Promise<void> {
  try {
    await shell.openExternal(address)
  } catch {
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      message: text('errors.noBrowser'),
      detail: address,
      buttons: [text('common.close'), text('common.copyAddress')],
      cancelId: 0,
    })
    if (response === 1) await clipboard.writeText(address)
  }
}

/** When the page last opened pages, in milliseconds since the start. */
let openings: number[] = []

/**
 * Opens a link of the page in the browser, if it is one that the app itself has: an address can carry data away, and
 * Electron does not say whether somebody clicked. Other links are ignored, and so are too many at once.
 */
async function openForPage(link: string): Promise<void> {
  // Needed only here.
  const { passwordPages } = await import('../../contract/password-rules')
  if (![helpPage, fleepPage, ...passwordPages].includes(link)) return
  const now = performance.now()
  openings = openings.filter((time) => now - time < openingLimit.time)
  if (openings.length === openingLimit.count) return
  openings.push(now)
  await openInBrowser(link)
}
