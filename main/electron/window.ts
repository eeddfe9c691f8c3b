import { join } from 'node:path'
import { app, BrowserWindow, type WebContents } from 'electron'
import type { PreferencesFile } from '../features/app/preferences-file'
import { listenForCrash } from './crashes'
import { pageUrl } from './pages'
import { boundsOf, visibleBounds } from './window-bounds'

/** In pixels. In a narrow window, the sidebar becomes a bar on top. */
const size = { width: 880, height: 680, minWidth: 420, minHeight: 420 }

export interface WindowOptions {
  preferences: PreferencesFile
  onFocus(): void
  /** Called when the page's process has crashed, before a dialog shows it. */
  onCrash(reason: unknown): void
  /** Called when the user closes the window. The window stays open; the caller hides it or quits the app. */
  onClose(): void
}

/** The settings window. It is created when it is first shown. */
export class SettingsWindow {
  private window: BrowserWindow | undefined
  /** Whether the window may really close, because the app quits. */
  private isQuitting = false
  readonly url = developmentUrl() ?? pageUrl

  constructor(private readonly options: WindowOptions) {}

  /** To be called when the app quits. */
  allowClose(): void {
    this.isQuitting = true
  }

  /** undefined while there is no window. */
  get current(): BrowserWindow | undefined {
    return this.window && !this.window.isDestroyed() ? this.window : undefined
  }

  get contents(): WebContents | undefined {
    return this.current?.webContents
  }

  show(): void {
    if (!this.window) {
      this.open()
      return
    }
    if (this.window.isMinimized()) this.window.restore()
    this.window.show()
    this.window.focus()
  }

  /** Hides the window without closing it, so that it keeps what was typed and can be shown again immediately. */
  hide(): void {
    const { window } = this
    if (process.platform !== 'darwin' || !window?.isFullScreen()) {
      window?.hide()
      return
    }
    // macOS would leave its space, empty.
    window.once('leave-full-screen', () => window.hide())
    window.setFullScreen(false)
  }

  get isVisible(): boolean {
    return this.current?.isVisible() ?? false
  }

  private open(): void {
    const { preferences, onFocus, onCrash, onClose } = this.options
    const { place: windowBounds } = preferences.read()
    const bounds = visibleBounds(windowBounds)
    const window = new BrowserWindow({
      ...size,
      // The stored bounds include the window's frame.
      useContentSize: !bounds,
      ...bounds,
      show: false,
      title: app.name,
      autoHideMenuBar: true,
      webPreferences: {
        preload: join(__dirname, '../preload/index.js'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
      },
    })
    this.window = window
    listenForCrash(window.webContents, onCrash)
    window.once('ready-to-show', () => {
      if (windowBounds?.isMaximized) window.maximize()
      window.show()
    })
    window.on('focus', onFocus)
    window.on('close', (event) => {
      preferences.write({ place: boundsOf(window) })
      if (this.isQuitting) return
      event.preventDefault()
      onClose()
    })
    window.on('closed', () => {
      this.window = undefined
    })
    void window.loadURL(this.url)
  }
}

/** The URL at which electron-vite serves the page with hot reload during development. Ignored in a packaged app. */
function developmentUrl(): string | undefined {
  const url = process.env.ELECTRON_RENDERER_URL
  return url && !app.isPackaged ? new URL(url).href : undefined
}
