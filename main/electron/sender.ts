import type { IpcMainInvokeEvent, WebContents } from 'electron'

/**
 * Whether a message comes from the settings page itself: its own window, the main frame, the exact page.
 *
 * @param page the contents of the open window, undefined when there is none
 * @param trustedUrl the page's URL; a fragment after it is allowed
 */
export function isFromSettings(event: IpcMainInvokeEvent, page: WebContents | undefined, trustedUrl: string): boolean {
  try {
    const frame = event.senderFrame
    if (!page || event.sender !== page || !frame || frame !== page.mainFrame) return false
    return frame.url.split('#')[0] === trustedUrl
  } catch {
    // The getters of a frame that is gone throw.
    return false
  }
}
