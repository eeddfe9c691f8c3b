import { EventEmitter } from 'node:events'
import type Electron from 'electron'
import type { App } from './app'
import { preventable } from './app'
import type { Answer, Chromium } from './chromium'
import type { IpcMain } from './ipc-main'
import { pageScripts } from './page-scripts'
import type { Protocol } from './protocol'
import { refuseTheRest } from './refuse'
import type { Session } from './session'
import { decode, encode, type FromPage, openChannel, type ToPage } from './wire'

/** The parts of the stand-in that a page uses. */
export interface Host {
  app: App
  ipcMain: IpcMain
  protocol: Protocol
  session: Session
}

const isolatedWorld = 'Electron Isolated Context'
const binding = 'standInPost'
const allContents = new Set<WebContents>()
let lastId = 0

/** A page in Chromium: loading, frames, messages to and from its preload, and restrictions. */
export class WebContents
  extends EventEmitter
  implements
    Pick<
      Electron.WebContents,
      | 'close'
      | 'executeJavaScript'
      | 'getURL'
      | 'id'
      | 'isCrashed'
      | 'isDestroyed'
      | 'isDevToolsOpened'
      | 'isLoading'
      | 'openDevTools'
      | 'reload'
      | 'send'
      | 'setWindowOpenHandler'
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
  private navigated: Promise<void> = Promise.resolve()
  private resolveNavigated: () => void = () => undefined
  private expectedUrl = ''
  private url = ''
  private mainFrameId = ''
  private isolatedContext: number | undefined
  private readonly stopListening: (() => void)[] = []
  private readonly frames = new Map<string, Frame>()
  private readonly contexts = new Map<number, string>()
  private windowOpenHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | undefined
  /** The object that the app gets: a proxy that refuses what the stand-in does not have. */
  private readonly self: Electron.WebContents

  constructor(
    private readonly host: Host,
    private readonly chromium: Chromium,
    preloadFile: string | undefined,
    size: { width: number; height: number; background: boolean },
    private readonly closeWindow: () => void,
  ) {
    super()
    this.session = host.session
    this.attached = this.attach(preloadFile, size)
    this.self = refuseTheRest('webContents', this) as unknown as Electron.WebContents
    allContents.add(this)
    // biome-ignore lint/correctness/noConstructorReturn: the proxy refuses calls that the stand-in does not have
    return this.self as unknown as WebContents
  }

  static all(): WebContents[] {
    return [...allContents]
  }

  get mainFrame(): Electron.WebFrameMain {
    return this.frame(this.mainFrameId) as unknown as Electron.WebFrameMain
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

  isDevToolsOpened(): boolean {
    return false
  }

  openDevTools(): void {}

  close(): void {
    this.closeWindow()
  }

  reload(): void {
    void this.devTools('Page.reload')
  }

  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.windowOpenHandler = handler
  }

  async executeJavaScript(code: string): Promise<Answer> {
    const { result, exceptionDetails } = await this.devTools('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  async loadURL(url: string): Promise<void> {
    this.loading = true
    this.crashed = false
    this.navigated = new Promise((resolve) => {
      this.resolveNavigated = resolve
    })
    this.expectedUrl = new URL(this.host.protocol.toChromium(url)).href
    const { origin } = new URL(this.expectedUrl)
    await Promise.all([this.attached, this.session.applyPermissions(this.chromium, this.self, origin)])
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', resolve))
    const { errorText } = await this.devTools('Page.navigate', { url: this.expectedUrl })
    if (errorText) {
      this.resolveNavigated()
      this.emit('did-fail-load', {}, -2, errorText, url, true)
      throw new Error(`${errorText} loading '${url}'`)
    }
    await loaded
  }

  /** Chromium ignores a request to close a page during a navigation, so closing waits for this. */
  async waitUntilLoaded(): Promise<void> {
    await this.attached
    await this.navigated
  }

  send(channel: string, ...args: unknown[]): void {
    this.toPage({ kind: 'message', channel, args })
  }

  /** Calls a DevTools method of this page. */
  devTools(method: string, params: Record<string, unknown> = {}): Promise<Answer> {
    return this.chromium.send(method, params, this.sessionId)
  }

  /** The window calls this once Chromium has closed the page. */
  onClosed(): void {
    this.destroyed = true
    allContents.delete(this)
    for (const frame of this.frames.values()) frame.detach()
    for (const stop of this.stopListening) stop()
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
      ...(this.chromium.headless
        ? [this.devTools('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 0, mobile: false })]
        : []),
    ])
  }

  private listen(): void {
    this.chromium.on('Target.targetCreated', this.closeChild)
    this.chromium.on('Target.targetInfoChanged', this.onTargetInfo)
    this.stopListening.push(() => {
      this.chromium.off('Target.targetCreated', this.closeChild)
      this.chromium.off('Target.targetInfoChanged', this.onTargetInfo)
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
    'Fetch.requestPaused': (params) => void this.answerRequest(params).catch(() => undefined),
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
      this.frame(frame.id).moveTo(url, frame.parentId)
      if (frame.id !== this.mainFrameId) return
      this.url = url
      this.emit('did-navigate', {}, url)
    },
    'Page.frameDetached': ({ frameId }) => {
      this.frames.get(frameId)?.detach()
      this.frames.delete(frameId)
    },
    'Page.domContentEventFired': () => this.emit('dom-ready', {}),
    'Page.loadEventFired': () => {
      // Ignores the empty page that every window starts with.
      if (this.loading && this.host.protocol.toChromium(this.url) !== this.expectedUrl) return
      this.loading = false
      this.emit('did-finish-load')
    },
    'Inspector.targetCrashed': () => {
      this.crashed = true
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
    },
  }

  /** This event arrives before the page has loaded. */
  private readonly onTargetInfo = ({ targetInfo }: Answer) => {
    if (targetInfo.targetId === this.targetId && targetInfo.url === this.expectedUrl) this.resolveNavigated()
  }

  /** Closes a window that the page opened without a request to the main process. */
  private readonly closeChild = ({ targetInfo }: Answer) => {
    if (targetInfo.openerId !== this.targetId) return
    this.chromium.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => undefined)
  }

  private frame(id: string): Frame {
    const frame = this.frames.get(id) ?? new Frame(id, (parent) => this.frames.get(parent) ?? null)
    this.frames.set(id, frame)
    return frame
  }

  /** The stand-in opens no new windows: the app's handler must deny them. */
  private onOpenRequest(url: string): void {
    const answer = this.windowOpenHandler?.({
      url: this.host.protocol.fromChromium(url),
      frameName: '',
      features: '',
      disposition: 'foreground-tab',
      referrer: { url: this.url, policy: 'default' },
    } as Electron.HandlerDetails)
    if (answer?.action !== 'deny') throw new Error('the stand-in has no child windows: deny them')
  }

  private async answerRequest(paused: Answer): Promise<void> {
    const { requestId, request, resourceType, frameId } = paused
    const url = this.host.protocol.fromChromium(request.url + (request.urlFragment ?? ''))
    if (resourceType === 'Document' && !this.mayNavigate(url, request.url, frameId === this.mainFrameId)) {
      await this.devTools('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
      return
    }
    const handler = this.host.protocol.handlerFor(url)
    if (!handler) {
      await this.devTools('Fetch.continueRequest', { requestId })
      return
    }
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
    const response = await handler(
      new Request(url, {
        method: request.method,
        headers: request.headers,
        ...(hasBody && request.postData ? { body: request.postData } : {}),
      }),
    )
    await this.devTools('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
  }

  /** The app can prevent a navigation that the page starts, but not its own or a reload. */
  private mayNavigate(url: string, chromiumUrl: string, isMainFrame: boolean): boolean {
    if (isMainFrame && (chromiumUrl === this.expectedUrl || url === this.url)) return true
    const event = preventable({ url, isMainFrame, isSameDocument: false })
    this.emit('will-frame-navigate', event)
    if (isMainFrame) this.emit('will-navigate', event, url)
    return !event.defaultPrevented
  }

  private async fromPage({ payload, executionContextId }: Answer): Promise<void> {
    const { channel, id, args } = decode(payload) as FromPage
    const senderFrame = this.frames.get(this.contexts.get(executionContextId) ?? '') ?? null
    const event = { sender: this.self, senderFrame, type: 'frame', processId: 1, frameId: 1 }
    if (channel === openChannel) {
      this.onOpenRequest(args[0] as string)
      return
    }
    if (id === undefined) {
      this.host.ipcMain.emit(channel, event, ...args)
      return
    }
    try {
      const value = await this.host.ipcMain.answer(channel, event as unknown as Electron.IpcMainInvokeEvent, args)
      this.toPage({ kind: 'answer', id, value })
    } catch (reason) {
      this.toPage({ kind: 'failure', id, message: (reason as Error).message })
    }
  }

  private toPage(message: ToPage): void {
    if (this.isolatedContext === undefined) return
    const expression = `${binding}Receive(${JSON.stringify(encode(message))})`
    this.devTools('Runtime.evaluate', { expression, contextId: this.isolatedContext }).catch(() => undefined)
  }
}

/** The part of Electron's WebFrameMain that a sender check reads. The getters of a detached frame throw. */
class Frame {
  private currentUrl = ''
  private parentId: string | undefined
  private isDetached = false

  constructor(
    readonly frameToken: string,
    private readonly findFrame: (id: string) => Frame | null,
  ) {}

  get url(): string {
    this.throwIfDetached()
    return this.currentUrl
  }

  get parent(): Frame | null {
    this.throwIfDetached()
    return this.parentId ? this.findFrame(this.parentId) : null
  }

  get detached(): boolean {
    return this.isDetached
  }

  moveTo(url: string, parentId: string | undefined): void {
    this.currentUrl = url
    this.parentId = parentId
  }

  detach(): void {
    this.isDetached = true
  }

  private throwIfDetached(): void {
    if (this.isDetached) throw new Error('Render frame was disposed before WebFrameMain could be accessed')
  }
}
