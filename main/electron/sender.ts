import type { IpcMainInvokeEvent, WebContents } from 'electron'

/**
 * Whether an IPC message comes from the settings page, in the main frame of its own window.
 *
 * @param page the contents of the open window; undefined while none is open
 * @param trustedUrl the URL of the settings page; a fragment is allowed
 */
export function isFromSettings(event: IpcMainInvokeEvent, page: WebContents | undefined, trustedUrl: string): boolean {
  try {
    const frame = event.senderFrame
    if (!page || event.sender !== page || !frame || frame !== page.mainFrame) return false
    return frame.url.split('#')[0] === trustedUrl
  } catch {
    // The getters of a destroyed frame throw.
    return false
  }
}
