import { join } from 'node:path'
import { app, BrowserWindow, type WebContents } from 'electron'
import { pageUrl } from './pages'

/** In pixels. At the smallest size, the sidebar becomes a bar on top. */
const size = { width: 880, height: 680, minWidth: 420, minHeight: 420 }

/** The one window: opened when first shown, brought forward after that. */
export class SettingsWindow {
  private window: BrowserWindow | undefined
  readonly url = developmentUrl() ?? pageUrl

  /** @param onLook called when the person turns to the window */
  constructor(private readonly onLook: () => void) {}

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

  private open(): void {
    const window = new BrowserWindow({
      ...size,
      useContentSize: true,
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
    window.once('ready-to-show', () => window.show())
    window.on('focus', this.onLook)
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
