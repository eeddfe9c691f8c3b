import { join } from 'node:path'
import { app, BrowserWindow, type WebContents } from 'electron'
import type { PreferencesFile } from '../features/app/preferences-file'
import { listenForCrash } from './crashes'
import { pageUrl } from './pages'
import { placeOf, visiblePlace } from './window-bounds'

/** In pixels. At the smallest size, the sidebar becomes a bar on top. */
const size = { width: 880, height: 680, minWidth: 420, minHeight: 420 }

export interface WindowOptions {
  preferences: PreferencesFile
  /** Called when the person turns to the window. */
  onFocus(): void
  /** Called when the page's process is gone; noted before the person is asked. */
  onCrash(reason: unknown): void
  /** Called instead of closing: the window is hidden, or the app quits. */
  onClose(): void
}

/** The one window: opened when first shown, brought forward after that. */
export class SettingsWindow {
  private window: BrowserWindow | undefined
  /** Once the app quits, the window does not ask any more. */
  private isQuitting = false
  readonly url = developmentUrl() ?? pageUrl

  constructor(private readonly parts: WindowOptions) {
    app.on('before-quit', () => {
      this.isQuitting = true
    })
  }

  /** undefined while it is closed */
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

  /** What is typed stays, and the next time it is there at once. */
  hide(): void {
    this.window?.hide()
  }

  get isVisible(): boolean {
    return this.current?.isVisible() ?? false
  }

  private open(): void {
    const { preferences, onFocus } = this.parts
    const { windowBounds } = preferences.read()
    const window = new BrowserWindow({
      ...size,
      useContentSize: true,
      ...visiblePlace(windowBounds),
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
    listenForCrash(window.webContents, this.parts.onCrash)
    if (windowBounds?.isMaximized) window.maximize()
    window.once('ready-to-show', () => window.show())
    window.on('focus', onFocus)
    window.on('close', (event) => {
      preferences.write({ windowBounds: placeOf(window) })
      if (this.isQuitting) return
      event.preventDefault()
      this.parts.onClose()
    })
    window.on('closed', () => {
      this.window = undefined
    })
    void window.loadURL(this.url)
  }
}

/** electron-vite serves the page itself while developing, with hot reload; never in an installed app. */
function developmentUrl(): string | undefined {
  const url = process.env.ELECTRON_RENDERER_URL
  return url && !app.isPackaged ? new URL(url).href : undefined
}
