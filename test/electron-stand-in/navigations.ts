import { preventable } from './app'
import type { Frame } from './frame'

/** Asks the app about the navigations that a page starts. */
export class Navigations {
  /** The address, in Chromium's form, that the app itself has asked for in the main frame. */
  private own: string | undefined

  constructor(private readonly emit: (name: string, ...args: unknown[]) => void) {}

  /** To be called when the app loads or reloads a page, about which Electron does not ask. */
  startOwn(url: string): void {
    this.own = withoutHash(url)
  }

  /** To be called once the page is loaded, or is not. Some pages, such as about:blank, request nothing. */
  endOwn(): void {
    this.own = undefined
  }

  takeOwn(url: string): boolean {
    const isOwn = this.own === withoutHash(url)
    if (isOwn) this.own = undefined
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

function withoutHash(url: string): string | undefined {
  return url.split('#')[0]
}
