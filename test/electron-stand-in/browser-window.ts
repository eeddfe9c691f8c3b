import type Electron from 'electron'
import { type OpenWindow, preventable } from './app'
import type { Answer } from './chromium'
import { KnownEvents } from './known-events'
import { record } from './record'
import { refuseTheRest } from './refuse'
import { type Host, WebContents } from './web-contents'
import { checkWindowOptions } from './window-options'

/**
 * What surrounds the page, in pixels. On most desktops a window has a title bar, so its bounds are larger than its content; a
 * stand-in without one would hide that they are not the same.
 */
const frame = { width: 2, height: 30, left: 1, top: 29 }

const events =
  'close closed show hide focus blur minimize restore maximize unmaximize resize resized move moved ready-to-show ' +
  'enter-full-screen leave-full-screen'

/** Electron's BrowserWindow on one Chromium window. */
export function makeBrowserWindow(host: Host) {
  const all = new Set<BrowserWindow>()
  let lastId = 0

  class BrowserWindow
    extends KnownEvents
    implements
      OpenWindow,
      Pick<
        Electron.BrowserWindow,
        | 'blur'
        | 'close'
        | 'destroy'
        | 'focus'
        | 'getBounds'
        | 'getContentBounds'
        | 'getContentSize'
        | 'getMinimumSize'
        | 'getNormalBounds'
        | 'getPosition'
        | 'getSize'
        | 'getTitle'
        | 'hide'
        | 'id'
        | 'isDestroyed'
        | 'isFocused'
        | 'isFullScreen'
        | 'isMaximized'
        | 'isMinimized'
        | 'isVisible'
        | 'loadURL'
        | 'maximize'
        | 'minimize'
        | 'reload'
        | 'restore'
        | 'setBounds'
        | 'setContentBounds'
        | 'setContentSize'
        | 'setFullScreen'
        | 'setMenuBarVisibility'
        | 'setMinimumSize'
        | 'setPosition'
        | 'setSize'
        | 'setTitle'
        | 'show'
        | 'showInactive'
        | 'title'
        | 'unmaximize'
      >
  {
    readonly id: number
    readonly webContents: WebContents
    title: string
    /** With the frame, while the window is neither maximized nor minimized nor full screen. */
    private bounds: Electron.Rectangle
    private minimum: { width: number; height: number }
    private visible: boolean
    private minimized = false
    private maximized = false
    private fullScreen = false
    private focused = false
    private destroyed = false
    private isLoaded = false
    private readonly self: BrowserWindow

    constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
      super('BrowserWindow', events)
      if (!host.app.chromium) throw new Error('Cannot create BrowserWindow before app is ready')
      checkWindowOptions(options)
      const chromium = host.app.chromium
      lastId += 1
      this.id = lastId
      this.title = options.title ?? host.app.name
      const { x = 0, y = 0, width = 800, height = 600, minWidth = 0, minHeight = 0 } = options
      // The sizes that the options name are those of the page, or with the frame.
      const around = options.useContentSize ? frame : { width: 0, height: 0 }
      this.minimum = { width: minWidth && minWidth + around.width, height: minHeight && minHeight + around.height }
      this.bounds = this.withMinimum({ x, y, width: width + around.width, height: height + around.height })
      this.visible = options.show !== false
      this.self = refuseTheRest('BrowserWindow', this, () => this.destroyed)
      const size = { ...this.contentSize, background: !this.visible }
      this.webContents = new WebContents(host, chromium, options.webPreferences?.preload, size, {
        close: () => this.close(),
        isFocused: () => this.focused,
      })
      this.webContents.once('did-finish-load', () => {
        this.isLoaded = true
        if (!this.destroyed) this.emit('ready-to-show', {})
      })
      const onDestroyed = ({ targetId }: Answer) => {
        if (targetId === this.webContents.targetId) this.onClosed()
      }
      chromium.on('Target.targetDestroyed', onDestroyed)
      this.once('closed', () => chromium.off('Target.targetDestroyed', onDestroyed))
      for (const name of ['focus', 'blur']) {
        this.on(name, (event) => host.app.emit(`browser-window-${name}`, event, this.self))
      }
      all.add(this.self)
      host.app.windows.add(this.self)
      host.app.emit('web-contents-created', {}, this.webContents)
      host.app.emit('browser-window-created', {}, this.self)
      if (this.visible) this.focus()
      // biome-ignore lint/correctness/noConstructorReturn: the proxy refuses calls that the stand-in does not have
      return this.self
    }

    static getAllWindows(): BrowserWindow[] {
      return [...all]
    }

    static getFocusedWindow(): BrowserWindow | null {
      return [...all].find((window) => window.isFocused()) ?? null
    }

    static fromId(id: number): BrowserWindow | null {
      return [...all].find((window) => window.id === id) ?? null
    }

    static fromWebContents(contents: Electron.WebContents): BrowserWindow | null {
      return [...all].find((window) => (window.webContents as unknown) === contents) ?? null
    }

    loadURL(url: string): Promise<void> {
      return this.webContents.loadURL(url)
    }

    reload(): void {
      this.webContents.reload()
    }

    getTitle(): string {
      return this.title
    }

    setTitle(title: string): void {
      this.title = title
    }

    show(): void {
      this.showInactive()
      this.focus()
    }

    showInactive(): void {
      const wasVisible = this.visible
      this.visible = true
      if (!wasVisible && !this.isLoaded) record.blankWindows += 1
      if (!wasVisible) this.emit('show')
    }

    hide(): void {
      const wasVisible = this.visible
      this.visible = false
      this.blur()
      if (wasVisible) this.emit('hide')
    }

    /** A hidden window does not get the focus. */
    focus(): void {
      if (!this.visible) return
      for (const other of all) if (other.id !== this.id) other.blur()
      const wasFocused = this.focused
      this.focused = true
      this.sendToPage('Page.bringToFront')
      if (wasFocused) return
      this.emit('focus', {})
    }

    blur(): void {
      const wasFocused = this.focused
      this.focused = false
      if (!wasFocused) return
      this.emit('blur', {})
    }

    minimize(): void {
      this.minimized = true
      this.blur()
      this.emit('minimize', {})
    }

    /** A window that was maximized before it was minimized is maximized again. */
    restore(): void {
      if (this.minimized) {
        this.minimized = false
        this.emit('restore', {})
      } else this.unmaximize()
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

    isFullScreen(): boolean {
      return this.fullScreen
    }

    /** Also shows the window. Source: Electron's docs/api/base-window.md. */
    maximize(): void {
      const wasMaximized = this.maximized
      this.maximized = true
      if (!this.visible) this.show()
      if (!wasMaximized) this.emit('maximize', {})
    }

    unmaximize(): void {
      const wasMaximized = this.maximized
      this.maximized = false
      if (wasMaximized) this.emit('unmaximize', {})
    }

    setFullScreen(isFull: boolean): void {
      if (this.fullScreen === isFull) return
      this.fullScreen = isFull
      this.emit(isFull ? 'enter-full-screen' : 'leave-full-screen', {})
    }

    isDestroyed(): boolean {
      return this.destroyed
    }

    setMenuBarVisibility(): void {}

    getNormalBounds(): Electron.Rectangle {
      return { ...this.bounds }
    }

    /** A maximized window fills the work area, one on the full screen the display. */
    getBounds(): Electron.Rectangle {
      const [display] = host.displays
      if (display && this.fullScreen) return { ...display.bounds }
      if (display && this.maximized) return { ...display.workArea }
      return { ...this.bounds }
    }

    getContentBounds(): Electron.Rectangle {
      const { x, y } = this.getBounds()
      return { x: x + frame.left, y: y + frame.top, ...this.contentSize }
    }

    getSize(): number[] {
      const { width, height } = this.getBounds()
      return [width, height]
    }

    getContentSize(): number[] {
      return [this.contentSize.width, this.contentSize.height]
    }

    getPosition(): number[] {
      return [this.getBounds().x, this.getBounds().y]
    }

    setPosition(x: number, y: number): void {
      this.setBounds({ x, y })
    }

    setSize(width: number, height: number): void {
      this.setBounds({ width, height })
    }

    setContentSize(width: number, height: number): void {
      this.setBounds({ width: width + frame.width, height: height + frame.height })
    }

    setContentBounds({ x, y, width, height }: Electron.Rectangle): void {
      const size = { width: width + frame.width, height: height + frame.height }
      this.setBounds({ x: x - frame.left, y: y - frame.top, ...size })
    }

    getMinimumSize(): number[] {
      return [this.minimum.width, this.minimum.height]
    }

    setMinimumSize(width: number, height: number): void {
      this.minimum = { width, height }
      this.setBounds({})
    }

    setBounds(bounds: Partial<Electron.Rectangle>): void {
      const before = this.bounds
      this.bounds = this.withMinimum({ ...before, ...bounds })
      const { width, height } = this.contentSize
      if (host.app.chromium?.headless) this.webContents.resize(width, height)
      else void this.resizeOnScreen().catch(() => undefined)
      if (before.width !== this.bounds.width || before.height !== this.bounds.height) this.emit('resize', {})
      if (before.x !== this.bounds.x || before.y !== this.bounds.y) this.emit('move', {})
    }

    /** Emits `close` first. A listener may prevent it. The page is unloaded before the window is destroyed. */
    close(): void {
      if (this.destroyed) return
      const event = preventable()
      this.emit('close', event)
      if (this.destroyed) return
      if (event.defaultPrevented) host.app.quitRefused()
      else this.closePage()
    }

    /** Destroys the window immediately, without `close`. */
    destroy(): void {
      if (this.destroyed) return
      this.closePage()
      this.onClosed()
    }

    private closePage(): void {
      this.webContents.closeTarget().catch(() => undefined)
    }

    private get contentSize(): { width: number; height: number } {
      const { width, height } = this.getBounds()
      return { width: width - frame.width, height: height - frame.height }
    }

    private withMinimum(bounds: Electron.Rectangle): Electron.Rectangle {
      const [x, y] = [Math.round(bounds.x), Math.round(bounds.y)]
      const width = Math.max(Math.round(bounds.width), this.minimum.width)
      return { x, y, width, height: Math.max(Math.round(bounds.height), this.minimum.height) }
    }

    // Arrow functions, so that they go on with the window itself when the app's object is destroyed meanwhile.
    private readonly onClosed = (): void => {
      if (this.destroyed) return
      const { webContents } = this
      this.focused = false
      all.delete(this.self)
      webContents.onClosed()
      this.destroyed = true
      this.emit('closed', {})
      host.app.windowClosed(this.self)
    }

    private readonly sendToPage = (method: string, params?: Record<string, unknown>): void => {
      void this.webContents.attached.then(() => this.webContents.devTools(method, params)).catch(() => undefined)
    }

    private readonly resizeOnScreen = async (): Promise<void> => {
      await this.webContents.attached
      const chromium = host.app.chromium
      if (!chromium || this.destroyed) return
      const { windowId } = await chromium.send('Browser.getWindowForTarget', { targetId: this.webContents.targetId })
      const { x, y, width, height } = this.bounds
      await chromium.send('Browser.setWindowBounds', { windowId, bounds: { left: x, top: y, width, height } })
    }
  }

  return BrowserWindow
}
