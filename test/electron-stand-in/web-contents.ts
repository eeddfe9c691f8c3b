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

/** The parts of the stand-in that a page talks to. */
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

/** A page in Chromium: loading, its frames, messages from and to its preload, and what it is not allowed to do. */
export class WebContents
  extends EventEmitter
  implements
    Pick<
      Electron.WebContents,
      | 'close'
      | 'executeJavaScript'
      | 'getURL'
      | 'id'
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
  private hasArrived: Promise<void> = Promise.resolve()
  private arrive: () => void = () => undefined
  private expectedUrl = ''
  private url = ''
  private mainFrameId = ''
  private isolatedContext: number | undefined
  private readonly stopListening: (() => void)[] = []
  private readonly frames = new Map<string, Frame>()
  private readonly contexts = new Map<number, string>()
  private windowOpenHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | undefined
  /** The proxy that refuses what is missing here; the one that the app sees. */
  private readonly self: Electron.WebContents

  constructor(
    private readonly host: Host,
    private readonly chromium: Chromium,
    preloadFile: string | undefined,
    place: { width: number; height: number; background: boolean },
    private readonly closeWindow: () => void,
  ) {
    super()
    this.session = host.session
    this.attached = this.attach(preloadFile, place)
    this.self = refuseTheRest('webContents', this) as unknown as Electron.WebContents
    allContents.add(this)
    // biome-ignore lint/correctness/noConstructorReturn: the proxy is how a call that is missing here gets refused
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
    this.hasArrived = new Promise((arrive) => {
      this.arrive = arrive
    })
    this.expectedUrl = new URL(this.host.protocol.toChromium(url)).href
    const { origin } = new URL(this.expectedUrl)
    await Promise.all([this.attached, this.session.applyPermissions(this.chromium, this.self, origin)])
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', resolve))
    const { errorText } = await this.devTools('Page.navigate', { url: this.expectedUrl })
    if (errorText) {
      this.arrive()
      this.emit('did-fail-load', {}, -2, errorText, url, true)
      throw new Error(`${errorText} loading '${url}'`)
    }
    await loaded
  }

  /** Chromium forgets to close a page that is about to go to another. */
  async untilSettled(): Promise<void> {
    await this.attached
    await this.hasArrived
  }

  send(channel: string, ...args: unknown[]): void {
    this.toPage({ kind: 'message', channel, args })
  }

  /** Speaks to this page over DevTools. */
  devTools(method: string, params: Record<string, unknown> = {}): Promise<Answer> {
    return this.chromium.send(method, params, this.sessionId)
  }

  /** Called when Chromium says that the page is gone. */
  gone(): void {
    this.destroyed = true
    allContents.delete(this)
    for (const frame of this.frames.values()) frame.detach()
    for (const stop of this.stopListening) stop()
    this.emit('destroyed')
  }

  private async attach(
    preloadFile: string | undefined,
    place: { width: number; height: number; background: boolean },
  ): Promise<void> {
    this.targetId = await this.chromium.openWindow(place)
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
        ? [this.devTools('Emulation.setDeviceMetricsOverride', { ...size(place), deviceScaleFactor: 0, mobile: false })]
        : []),
    ])
  }

  private listen(): void {
    this.chromium.on('Target.targetCreated', this.closeOpened)
    this.chromium.on('Target.targetInfoChanged', this.noteArrival)
    this.stopListening.push(() => {
      this.chromium.off('Target.targetCreated', this.closeOpened)
      this.chromium.off('Target.targetInfoChanged', this.noteArrival)
    })
    for (const [method, listener] of Object.entries(this.hears)) {
      const ofThisPage = (params: Answer, sessionId: string) => {
        if (sessionId === this.sessionId && !this.destroyed) listener(params)
      }
      this.chromium.on(method, ofThisPage)
      this.stopListening.push(() => this.chromium.off(method, ofThisPage))
    }
  }

  private readonly hears: Record<string, (params: Answer) => void> = {
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
      // The empty page that every window begins with is none that the app asked for.
      if (this.loading && this.host.protocol.toChromium(this.url) !== this.expectedUrl) return
      this.loading = false
      this.emit('did-finish-load')
    },
    'Inspector.targetCrashed': () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }),
  }

  /** The page itself says so earlier than Chromium knows it. */
  private readonly noteArrival = ({ targetInfo }: Answer) => {
    if (targetInfo.targetId === this.targetId && targetInfo.url === this.expectedUrl) this.arrive()
  }

  /** Whatever window a page opens in a way that is not asked for is closed. */
  private readonly closeOpened = ({ targetInfo }: Answer) => {
    if (targetInfo.openerId !== this.targetId) return
    this.chromium.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => undefined)
  }

  private frame(id: string): Frame {
    const frame = this.frames.get(id) ?? new Frame(id, (parent) => this.frames.get(parent) ?? null)
    this.frames.set(id, frame)
    return frame
  }

  /** New windows never stay open here; a handler that would allow one is told so. */
  private askToOpen(url: string): void {
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
    const carriesBody = request.method !== 'GET' && request.method !== 'HEAD'
    const response = await handler(
      new Request(url, {
        method: request.method,
        headers: request.headers,
        ...(carriesBody && request.postData ? { body: request.postData } : {}),
      }),
    )
    await this.devTools('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
  }

  /** What the page itself starts may be called off by the app; what the app loads, or a reload, may not. */
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
      this.askToOpen(args[0] as string)
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

/** Electron's WebFrameMain, as far as a sender check reads it; the getters of a frame that is gone throw. */
class Frame {
  private currentUrl = ''
  private parentId: string | undefined
  private detached_ = false

  constructor(
    readonly frameToken: string,
    private readonly find: (id: string) => Frame | null,
  ) {}

  get url(): string {
    this.mustBeAttached()
    return this.currentUrl
  }

  get parent(): Frame | null {
    this.mustBeAttached()
    return this.parentId ? this.find(this.parentId) : null
  }

  get detached(): boolean {
    return this.detached_
  }

  moveTo(url: string, parentId: string | undefined): void {
    this.currentUrl = url
    this.parentId = parentId
  }

  detach(): void {
    this.detached_ = true
  }

  private mustBeAttached(): void {
    if (this.detached_) throw new Error('Render frame was disposed before WebFrameMain could be accessed')
  }
}

function size({ width, height }: { width: number; height: number }): { width: number; height: number } {
  return { width, height }
}
