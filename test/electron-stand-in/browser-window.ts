import { EventEmitter } from 'node:events'
import type Electron from 'electron'
import { type OpenWindow, preventable } from './app'
import type { Answer } from './chromium'
import { refuseTheRest } from './refuse'
import { record } from './shell-surfaces'
import { type Host, WebContents } from './web-contents'

/**
 * What surrounds the page, in pixels. On most desktops a window has a title bar, so its bounds are larger than its content; a
 * stand-in without one would hide that they are not the same.
 */
const frame = { width: 2, height: 30 }

/** Electron's BrowserWindow on one Chromium window. */
export function makeBrowserWindow(host: Host) {
  const all = new Set<BrowserWindow>()

  class BrowserWindow
    extends EventEmitter
    implements
      OpenWindow,
      Pick<
        Electron.BrowserWindow,
        | 'blur'
        | 'close'
        | 'destroy'
        | 'focus'
        | 'getBounds'
        | 'getNormalBounds'
        | 'getSize'
        | 'hide'
        | 'id'
        | 'isDestroyed'
        | 'isFocused'
        | 'isMaximized'
        | 'isMinimized'
        | 'isVisible'
        | 'loadURL'
        | 'maximize'
        | 'minimize'
        | 'restore'
        | 'setBounds'
        | 'setContentSize'
        | 'setMenuBarVisibility'
        | 'setSize'
        | 'show'
        | 'title'
      >
  {
    readonly webContents: WebContents
    title: string
    private bounds: { x: number; y: number; width: number; height: number }
    private visible: boolean
    private minimized = false
    private maximized = false
    private focused = false
    private destroyed = false
    private isLoaded = false
    private readonly self: BrowserWindow

    constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
      super()
      if (!host.app.chromium) throw new Error('Cannot create BrowserWindow before app is ready')
      const web = options.webPreferences ?? {}
      if (web.nodeIntegration) throw new Error('the stand-in has no webPreferences.nodeIntegration')
      if (web.contextIsolation === false) throw new Error('the stand-in has no page without context isolation')
      const chromium = host.app.chromium
      this.title = options.title ?? host.app.name
      const { x = 0, y = 0, width = 800, height = 600, useContentSize } = options
      this.bounds = { x, y, width, height }
      if (useContentSize) this.bounds = { ...this.bounds, width: width + frame.width, height: height + frame.height }
      this.visible = options.show !== false
      this.self = refuseTheRest('BrowserWindow', this)
      const size = { ...this.contentSize, background: !this.visible }
      this.webContents = new WebContents(host, chromium, web.preload, size, () => this.close())
      const onDestroyed = ({ targetId }: Answer) => {
        if (targetId === this.webContents.targetId)
          this.onClosed(() => chromium.off('Target.targetDestroyed', onDestroyed))
      }
      chromium.on('Target.targetDestroyed', onDestroyed)
      this.webContents.once('did-finish-load', () => {
        this.isLoaded = true
        this.emit('ready-to-show', {})
      })
      all.add(this.self)
      host.app.windows.add(this.self)
      host.app.emit('web-contents-created', {}, this.webContents)
      host.app.emit('browser-window-created', {}, this.self)
      // biome-ignore lint/correctness/noConstructorReturn: the proxy refuses calls that the stand-in does not have
      return this.self
    }

    static getAllWindows(): BrowserWindow[] {
      return [...all]
    }

    static getFocusedWindow(): BrowserWindow | null {
      return [...all].find((window) => window.isFocused()) ?? null
    }

    static fromWebContents(contents: Electron.WebContents): BrowserWindow | null {
      return [...all].find((window) => window.webContents.id === contents?.id) ?? null
    }

    get id(): number {
      return this.webContents.id
    }

    loadURL(url: string): Promise<void> {
      return this.webContents.loadURL(url)
    }

    show(): void {
      const wasVisible = this.visible
      this.visible = true
      if (!wasVisible && !this.isLoaded) record.blankWindows += 1
      if (!wasVisible) this.emit('show')
      this.focus()
    }

    hide(): void {
      const wasVisible = this.visible
      this.visible = false
      this.blur()
      if (wasVisible) this.emit('hide')
    }

    focus(): void {
      const wasFocused = this.focused
      this.focused = true
      this.sendToPage('Page.bringToFront')
      if (!wasFocused) this.emit('focus', {})
    }

    blur(): void {
      const wasFocused = this.focused
      this.focused = false
      if (wasFocused) this.emit('blur', {})
    }

    minimize(): void {
      this.minimized = true
      this.emit('minimize')
    }

    restore(): void {
      this.minimized = false
      this.emit('restore')
    }

    isVisible(): boolean {
      return this.visible
    }

    isFocused(): boolean {
      return this.focused
    }

    isMinimized(): boolean {
      return this.minimized
    }

    isMaximized(): boolean {
      return this.maximized
    }

    /** Also shows the window. Source: Electron's docs/api/base-window.md. */
    maximize(): void {
      this.maximized = true
      if (!this.visible) this.show()
    }

    getNormalBounds(): Electron.Rectangle {
      return this.getBounds()
    }

    isDestroyed(): boolean {
      return this.destroyed
    }

    setMenuBarVisibility(): void {}

    getBounds(): Electron.Rectangle {
      return { ...this.bounds }
    }

    getSize(): number[] {
      return [this.bounds.width, this.bounds.height]
    }

    setSize(width: number, height: number): void {
      this.setBounds({ width, height })
    }

    setContentSize(width: number, height: number): void {
      this.setBounds({ width: width + frame.width, height: height + frame.height })
    }

    setBounds(bounds: Partial<Electron.Rectangle>): void {
      this.bounds = { ...this.bounds, ...bounds }
      const { width, height } = this.contentSize
      if (host.app.chromium?.headless) {
        this.sendToPage('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 0, mobile: false })
      } else {
        void this.resizeOnScreen()
      }
      this.emit('resize')
    }

    /** Emits `close` first. A listener may prevent it. */
    close(): void {
      if (this.destroyed) return
      const event = preventable()
      this.emit('close', event)
      if (event.defaultPrevented) host.app.quitRefused()
      else this.destroy()
    }

    destroy(): void {
      void this.webContents
        .waitUntilLoaded()
        .then(() => host.app.chromium?.send('Target.closeTarget', { targetId: this.webContents.targetId }))
    }

    private get contentSize(): { width: number; height: number } {
      return { width: this.bounds.width - frame.width, height: this.bounds.height - frame.height }
    }

    private onClosed(stopListening: () => void): void {
      stopListening()
      this.destroyed = true
      this.focused = false
      all.delete(this.self)
      this.webContents.onClosed()
      this.emit('closed', {})
      host.app.windowClosed(this.self)
    }

    private sendToPage(method: string, params?: Record<string, unknown>): void {
      void this.webContents.attached.then(() => this.webContents.devTools(method, params)).catch(() => undefined)
    }

    private async resizeOnScreen(): Promise<void> {
      await this.webContents.attached
      const chromium = host.app.chromium
      if (!chromium) return
      const { windowId } = await chromium.send('Browser.getWindowForTarget', { targetId: this.webContents.targetId })
      const { x, y, width, height } = this.bounds
      await chromium.send('Browser.setWindowBounds', { windowId, bounds: { left: x, top: y, width, height } })
    }
  }

  return BrowserWindow
}
