import { app, dialog, type WebContents } from 'electron'
import { isAppLink } from '../core/read-option'
import { text } from '../core/text'
import { hiddenSwitch } from './login-item'

let isDialogOpen = false

/**
 * Reports uncaught exceptions and lets the user restart or quit the app, because its state may be wrong. The app
 * continues until the user decides.
 */
export function listenForDefects(report: (reason: unknown) => void): void {
  const handle = (reason: unknown) => {
    report(reason)
    if (app.isReady()) void showDefectDialog()
  }
  process.on('uncaughtException', handle)
  process.on('unhandledRejection', handle)
}

async function showDefectDialog(): Promise<void> {
  if (isDialogOpen) return
  isDialogOpen = true
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: text('crash.title', { app: app.name }),
    detail: text('crash.text'),
    buttons: [text('crash.restart'), text('crash.goOn'), text('menu.quit')],
    defaultId: 0,
    cancelId: 1,
  })
  isDialogOpen = false
  if (response === 0) relaunch()
  if (response !== 1) app.exit(0)
}

/** With the arguments of this process, but visible, and without the link that it was started with. */
function relaunch(): void {
  const args = process.argv.slice(1).filter((argument) => argument !== hiddenSwitch && !isAppLink(argument))
  const { APPIMAGE } = process.env
  // In an AppImage, Electron's own program is a file that exists only while the app runs.
  app.relaunch(APPIMAGE ? { execPath: APPIMAGE, args } : { args })
}

/** Reports a crash of the page's process, which leaves the window blank, and lets the user load the page again. */
export function listenForCrash(contents: WebContents, report: (reason: unknown) => void): void {
  contents.on('render-process-gone', async (_event, { reason }) => {
    if (reason === 'clean-exit') return
    report(new Error(`the window’s process is gone: ${reason}`))
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: text('crash.windowTitle'),
      detail: text('crash.windowText'),
      buttons: [text('crash.openAgain'), text('menu.quit')],
      defaultId: 0,
      cancelId: 0,
    })
    if (response === 1) app.exit(0)
    else if (!contents.isDestroyed()) contents.reload()
  })
}
