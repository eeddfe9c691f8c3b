import { setTimeout as sleep } from 'node:timers/promises'
import type Electron from 'electron'
import type { App } from './app'
import type { Answer, Chromium } from './chromium'
import { Frames } from './frame'
import type { IpcMain } from './ipc-main'
import { KnownEvents } from './known-events'
import { LoadError } from './load-error'
import { pressMenuKey } from './menu'
import { Navigations } from './navigations'
import { PageRequests } from './page-requests'
import { pageScripts } from './page-scripts'
import type { Protocol } from './protocol'
import { refuseTheRest } from './refuse'
import type { Session } from './session'
import {
  decode,
  encode,
  type FromPage,
  type OpenRequest,
  ownChannels,
  type PermissionQuestion,
  type ToPage,
} from './wire'

/** The parts of the stand-in that a page uses. */
export interface Host {
  app: App
  ipcMain: IpcMain
  protocol: Protocol
  session: Session
  displays: Electron.Display[]
}

/** What a page needs of its window. */
export interface PageWindow {
  close(): void
  isFocused(): boolean
}

const isolatedWorld = 'Electron Isolated Context'
const binding = 'standInPost'
const allContents = new Set<WebContents>()
let lastId = 0

const events =
  'did-start-loading did-stop-loading did-finish-load did-fail-load did-navigate did-navigate-in-page dom-ready destroyed ' +
  'will-navigate will-frame-navigate render-process-gone ' +
  // Only a page with webviewTag emits it, which the stand-in refuses.
  'will-attach-webview'

/** Editing commands of Electron's, with Chromium's names. */
const editing = ['undo', 'redo', 'cut', 'copy', 'paste', 'delete', 'selectAll'] as const

/** A page in Chromium: loading, frames, messages to and from its preload, and restrictions. */
export class WebContents
  extends KnownEvents
  implements
    Pick<
      Electron.WebContents,
      | (typeof editing)[number]
      | 'close'
      | 'executeJavaScript'
      | 'getURL'
      | 'getZoomLevel'
      | 'id'
      | 'isCrashed'
      | 'isDestroyed'
      | 'isFocused'
      | 'isLoading'
      | 'reload'
      | 'reloadIgnoringCache'
      | 'send'
      | 'setWindowOpenHandler'
      | 'setZoomLevel'
      | 'zoomLevel'
    >
{
  readonly id = ++lastId
  readonly attached: Promise<void>
  readonly session: Session
  targetId = ''
  private sessionId = ''
  private destroyed = false
  private loading = false
  private crashed = false
  private expectedUrl = ''
  private url = ''
  private mainFrameId = ''
  private isolatedContext: number | undefined
  private zoom = 0
  private size: { width: number; height: number }
  private readonly stopListening: (() => void)[] = []
  private readonly frames = new Frames()
  private readonly contexts = new Map<number, string>()
  private readonly navigations: Navigations
  private readonly requests: PageRequests
  private windowOpenHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | undefined
  /** The object that the app gets: a proxy that refuses what the stand-in does not have. */
  private readonly self: Electron.WebContents

  constructor(
    private readonly host: Host,
    private readonly chromium: Chromium,
    preloadFile: string | undefined,
    size: { width: number; height: number; background: boolean },
    private readonly window: PageWindow,
  ) {
    super('webContents', events)
    this.session = host.session
    this.size = size
    this.navigations = new Navigations((name, ...args) => this.emit(name, ...args))
    this.requests = new PageRequests(host.protocol, this.navigations, (method, params) => this.devTools(method, params))
    this.attached = this.attach(preloadFile, size)
    this.self = refuseTheRest('webContents', this, () => this.destroyed) as unknown as Electron.WebContents
    const self = this.self as unknown as WebContents
    allContents.add(self)
    this.stopListening.push(() => allContents.delete(self))
    this.on('render-process-gone', (event, details) => host.app.emit('render-process-gone', event, self, details))
    // biome-ignore lint/correctness/noConstructorReturn: the proxy refuses calls that the stand-in does not have
    return self
  }

  static all(): WebContents[] {
    return [...allContents]
  }

  get mainFrame(): Electron.WebFrameMain {
    return this.frames.get(this.mainFrameId) as unknown as Electron.WebFrameMain
  }

  getURL(): string {
    return this.url
  }

  isLoading(): boolean {
    return this.loading
  }

  isCrashed(): boolean {
    return this.crashed
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  isFocused(): boolean {
    return this.window.isFocused()
  }

  close(): void {
    this.window.close()
  }

  reload(): void {
    this.navigations.startOwn(this.host.protocol.toChromium(this.url))
    void this.devTools('Page.reload')
  }

  reloadIgnoringCache(): void {
    this.navigations.startOwn(this.host.protocol.toChromium(this.url))
    void this.devTools('Page.reload', { ignoreCache: true })
  }

  undo(): void {
    this.edit('undo')
  }

  redo(): void {
    this.edit('redo')
  }

  cut(): void {
    this.edit('cut')
  }

  copy(): void {
    this.edit('copy')
  }

  paste(): void {
    this.edit('paste')
  }

  delete(): void {
    this.edit('delete')
  }

  selectAll(): void {
    this.edit('selectAll')
  }

  private edit(command: (typeof editing)[number]): void {
    const key = { type: 'rawKeyDown', key: 'Unidentified', commands: [command] }
    this.devTools('Input.dispatchKeyEvent', key).catch(() => undefined)
  }

  get zoomLevel(): number {
    return this.zoom
  }

  set zoomLevel(level: number) {
    this.setZoomLevel(level)
  }

  getZoomLevel(): number {
    return this.zoom
  }

  /** Each level is 20 % more than the one below it. Source: Electron's docs/api/web-contents.md. */
  setZoomLevel(level: number): void {
    this.zoom = level
    this.resize(this.size.width, this.size.height)
  }

  /** @param width of the page, in pixels, like height */
  resize(width: number, height: number): void {
    this.size = { width, height }
    this.attached.then(() => this.devTools(...this.metrics)).catch(() => undefined)
  }

  private get metrics(): [method: string, params: Record<string, unknown>] {
    const factor = 1.2 ** this.zoom
    const { width, height } = this.size
    const size = { width: Math.round(width / factor), height: Math.round(height / factor) }
    const deviceScaleFactor = factor === 1 ? 0 : factor
    return ['Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor, mobile: false }]
  }

  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.windowOpenHandler = handler
  }

  async executeJavaScript(code: string): Promise<Answer> {
    await this.attached
    const { result, exceptionDetails } = await this.devTools('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  /** Nobody has to wait for it: Electron itself takes the rejection too. */
  loadURL(url: string): Promise<void> {
    const loaded = this.load(url)
    loaded.catch(() => undefined)
    return loaded
  }

  /** An arrow function, so that it goes on with the page itself when the app's object is destroyed meanwhile. */
  private readonly load = async (url: string): Promise<void> => {
    if (!URL.canParse(url)) throw this.failLoading(new LoadError('ERR_INVALID_URL', url))
    this.startLoading()
    this.crashed = false
    this.expectedUrl = new URL(this.host.protocol.toChromium(url)).href
    this.navigations.startOwn(this.expectedUrl)
    const { origin } = new URL(this.expectedUrl)
    await Promise.all([this.attached, this.session.applyChecks(this.chromium, this.self, origin)])
    const ended = new Promise<void>((resolve) => {
      this.once('did-finish-load', resolve)
      this.once('destroyed', resolve)
    })
    const { errorText } = await this.devTools('Page.navigate', { url: this.expectedUrl })
    if (errorText) {
      const code = this.requests.takeFailure() ?? String(errorText).replace('net::', '')
      throw this.failLoading(new LoadError(code, url))
    }
    await ended
    if (this.destroyed) throw new LoadError('ERR_FAILED', url)
  }

  private startLoading(): void {
    if (this.loading) return
    this.loading = true
    this.emit('did-start-loading', {})
  }

  private failLoading(error: LoadError): LoadError {
    this.loading = false
    this.navigations.endOwn()
    this.emit('did-fail-load', {}, error.errno, error.code, error.url, true)
    this.emit('did-stop-loading', {})
    return error
  }

  /**
   * Closes the page in Chromium, which ignores that during a navigation, so it is asked until the page is gone. An arrow function,
   * because the app's object may be destroyed meanwhile.
   */
  readonly closeTarget = async (): Promise<never> => {
    await this.attached
    for (;;) {
      // Rejects once there is no such page.
      await this.chromium.send('Target.closeTarget', { targetId: this.targetId })
      await sleep(100)
    }
  }

  /** What cannot be cloned is only written to standard error. Source: Electron's lib/browser/api/web-frame-main.ts. */
  send(channel: string, ...args: unknown[]): void {
    if (typeof channel !== 'string') throw new TypeError('Missing required channel argument')
    try {
      this.toPage({ kind: 'message', channel, args })
    } catch (reason) {
      process.stderr.write(`Error sending from webFrameMain: ${reason}\n`)
    }
  }

  /** Calls a DevTools method of this page. */
  devTools(method: string, params: Record<string, unknown> = {}): Promise<Answer> {
    return this.chromium.send(method, params, this.sessionId)
  }

  /** The window calls this when it is destroyed. */
  onClosed(): void {
    for (const stop of this.stopListening) stop()
    this.frames.detachAll()
    this.loading = false
    this.destroyed = true
    this.emit('destroyed')
  }

  private async attach(
    preloadFile: string | undefined,
    { width, height, background }: { width: number; height: number; background: boolean },
  ): Promise<void> {
    this.targetId = await this.chromium.openWindow({ width, height, background })
    this.mainFrameId = this.targetId
    const { sessionId } = await this.chromium.send('Target.attachToTarget', { targetId: this.targetId, flatten: true })
    this.sessionId = sessionId
    this.listen()
    const scripts = pageScripts(binding, preloadFile)
    await Promise.all([
      this.devTools('Page.enable'),
      this.devTools('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      this.devTools('Runtime.addBinding', { name: binding, executionContextName: isolatedWorld }),
      this.devTools('Page.addScriptToEvaluateOnNewDocument', { source: scripts.mainWorld }),
      this.devTools('Page.addScriptToEvaluateOnNewDocument', {
        source: scripts.isolatedWorld,
        worldName: isolatedWorld,
      }),
      this.devTools('Runtime.enable'),
      ...(this.chromium.headless ? [this.devTools(...this.metrics)] : []),
    ])
  }

  private listen(): void {
    if (this.destroyed) return
    this.chromium.on('Target.targetCreated', this.closeChild)
    this.stopListening.push(() => {
      this.chromium.off('Target.targetCreated', this.closeChild)
    })
    for (const [method, listener] of Object.entries(this.devToolsListeners)) {
      const forThisPage = (params: Answer, sessionId: string) => {
        if (sessionId === this.sessionId && !this.destroyed) listener(params)
      }
      this.chromium.on(method, forThisPage)
      this.stopListening.push(() => this.chromium.off(method, forThisPage))
    }
  }

  private readonly devToolsListeners: Record<string, (params: Answer) => void> = {
    'Fetch.requestPaused': (params) => {
      this.requests.answer(params, { id: this.mainFrameId, frames: this.frames }).catch(() => undefined)
    },
    'Runtime.bindingCalled': (params) => void this.fromPage(params),
    'Runtime.executionContextCreated': ({ context }) => {
      this.contexts.set(context.id, context.auxData.frameId)
      if (context.name === isolatedWorld && context.auxData.frameId === this.mainFrameId) {
        this.isolatedContext = context.id
      }
    },
    'Runtime.executionContextDestroyed': ({ executionContextId }) => {
      this.contexts.delete(executionContextId)
      if (this.isolatedContext === executionContextId) this.isolatedContext = undefined
    },
    'Page.frameNavigated': ({ frame }) => {
      const url = this.host.protocol.fromChromium(frame.url)
      this.frames.get(frame.id).moveTo(url, frame.parentId)
      if (frame.id !== this.mainFrameId) return
      this.url = url
      this.emit('did-navigate', {}, url)
    },
    'Page.navigatedWithinDocument': ({ frameId, url }) => {
      if (frameId !== this.mainFrameId) return
      this.url = this.host.protocol.fromChromium(url)
      this.emit('did-navigate-in-page', {}, this.url, true)
    },
    'Page.frameDetached': ({ frameId }) => this.frames.detach(frameId),
    'Page.domContentEventFired': () => this.emit('dom-ready', {}),
    'Page.frameStartedLoading': ({ frameId }) => {
      if (frameId === this.mainFrameId) this.startLoading()
    },
    'Page.loadEventFired': () => {
      // Ignores the page that every window starts with, which may load late: on a display, its address is a data: URL.
      const isFirst = this.url === '' || this.url === 'about:blank' || this.url.startsWith('data:text/html,')
      if (this.loading && this.expectedUrl && isFirst && this.expectedUrl !== this.url) return
      this.loading = false
      this.navigations.endOwn()
      this.emit('did-finish-load', {})
      if (!this.destroyed) this.emit('did-stop-loading', {})
    },
    'Inspector.targetCrashed': () => {
      this.crashed = true
      this.loading = false
      const details = { reason: 'crashed', exitCode: 1 }
      this.emit('render-process-gone', {}, details)
    },
  }

  /** Closes a window that the page opened without a request to the main process. */
  private readonly closeChild = ({ targetInfo }: Answer) => {
    if (targetInfo.openerId !== this.targetId) return
    this.chromium.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => undefined)
  }

  /** The stand-in opens no new windows: the app's handler must deny them. */
  private onOpenRequest({ url, frameName, features, disposition }: OpenRequest): void {
    const referrer = { url: this.url, policy: 'strict-origin-when-cross-origin' as const }
    const details = { url: this.host.protocol.fromChromium(url), frameName, features, disposition, referrer }
    const answer = this.windowOpenHandler?.(details)
    if (answer?.action !== 'deny') throw new Error('the stand-in has no child windows: deny them')
  }

  /** A navigation for which nothing is requested, such as to `blob:` or `mailto:`: the page waits for the app's decision. */
  private onNavigateRequest(url: string): void {
    if (!this.navigations.isAllowed(url, true, this.frames.get(this.mainFrameId))) return
    const { protocol } = new URL(url)
    if (protocol === 'blob:') {
      void this.devTools('Page.navigate', { url }).catch(() => undefined)
    } else if (protocol !== 'data:' && protocol !== 'file:') void this.session.openExternal(this.self, url)
  }

  private async fromPage({ payload, executionContextId }: Answer): Promise<void> {
    const { channel, id, args } = decode(payload) as FromPage
    const event = this.frames.addSender(
      { sender: this.self, type: 'frame', processId: 1, frameId: 1 },
      this.contexts.get(executionContextId),
    )
    if (channel === ownChannels.open) this.onOpenRequest(args[0] as OpenRequest)
    else if (channel === ownChannels.navigate) this.onNavigateRequest(args[0] as string)
    else if (channel === ownChannels.preloadError) process.stderr.write(`Unable to load preload script: ${args[0]}\n`)
    else if (channel === ownChannels.key) pressMenuKey(args[0] as Parameters<typeof pressMenuKey>[0])
    else if (id === undefined) this.host.ipcMain.emit(channel, event, ...args)
    else await this.answerInvoke(channel, id, event as unknown as Electron.IpcMainInvokeEvent, args)
  }

  private async answerInvoke(channel: string, id: number, event: Electron.IpcMainInvokeEvent, args: unknown[]) {
    try {
      const value =
        channel === ownChannels.permission
          ? await this.session.decide(this.chromium, this.self, this.url, args[0] as PermissionQuestion)
          : await this.host.ipcMain.answer(channel, event, args)
      this.toPage({ kind: 'answer', id, value })
    } catch (reason) {
      this.toPage({ kind: 'failure', id, message: (reason as Error).message })
    }
  }

  private toPage(message: ToPage): void {
    const text = encode(message)
    if (this.isolatedContext === undefined) return
    const expression = `${binding}Receive(${JSON.stringify(text)})`
    this.devTools('Runtime.evaluate', { expression, contextId: this.isolatedContext }).catch(() => undefined)
  }
}
