import { app, dialog, type WebContents } from 'electron'
import { text } from '../core/text'

let isAsking = false

/**
 * A defect that reached nobody. What the app holds may be wrong by now, so the person chooses; without an answer it goes
 * on, since what was saved is at Fleep.
 *
 * @param report notes it
 */
export function listenForDefects(report: (reason: unknown) => void): void {
  const take = (reason: unknown) => {
    report(reason)
    if (app.isReady()) void ask()
  }
  process.on('uncaughtException', take)
  process.on('unhandledRejection', take)
}

async function ask(): Promise<void> {
  if (isAsking) return
  isAsking = true
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: text('crash.title', { app: app.name }),
    detail: text('crash.text'),
    buttons: [text('crash.restart'), text('crash.goOn'), text('menu.quit')],
    defaultId: 0,
    cancelId: 1,
  })
  isAsking = false
  if (response === 0) app.relaunch()
  if (response !== 1) app.exit(0)
}

/** The page's process ended: the window is blank then, and can be loaded anew. */
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
