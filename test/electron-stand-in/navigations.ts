import { preventable } from './app'
import type { Frame } from './frame'

/** Asks the app about the navigations that a page starts. */
export class Navigations {
  /** Whether the next document of the main frame is one that the app itself has asked for. */
  private isOwnNext = false

  constructor(private readonly emit: (name: string, ...args: unknown[]) => void) {}

  /** To be called when the app loads or reloads the page, about which Electron does not ask. */
  startOwn(): void {
    this.isOwnNext = true
  }

  takeOwn(): boolean {
    const isOwn = this.isOwnNext
    this.isOwnNext = false
    return isOwn
  }

  /**
   * Source: Electron's shell/browser/electron_navigation_throttle.cc: every navigation that the renderer starts, also to the
   * same address.
   */
  isAllowed(url: string, isMainFrame: boolean, frame: Frame): boolean {
    const event = preventable({ url, isMainFrame, isSameDocument: false, frame, initiator: frame })
    this.emit('will-frame-navigate', event)
    if (event.defaultPrevented || !isMainFrame) return !event.defaultPrevented
    this.emit('will-navigate', event, url)
    return !event.defaultPrevented
  }
}
