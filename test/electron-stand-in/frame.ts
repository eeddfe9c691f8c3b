import { refuseTheRest } from './refuse'

/** The part of Electron's WebFrameMain that a sender check reads. The getters of a detached frame throw. */
export class Frame {
  private currentUrl = ''
  private parentId: string | undefined
  private isDetached = false
  /** Counts the documents that the frame has shown: a message belongs to one of them. */
  document = 0

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

  get top(): Frame | null {
    return this.parentId ? (this.parent?.top ?? null) : this.findFrame(this.frameToken)
  }

  get origin(): string {
    this.throwIfDetached()
    if (!this.currentUrl) return 'null'
    const { protocol, host, origin } = new URL(this.currentUrl)
    return origin === 'null' && (host || protocol === 'file:') ? `${protocol}//${host}` : origin
  }

  get detached(): boolean {
    return this.isDetached
  }

  isDestroyed(): boolean {
    return this.isDetached
  }

  moveTo(url: string, parentId: string | undefined): void {
    this.currentUrl = url
    this.parentId = parentId
    this.document += 1
  }

  detach(): void {
    this.isDetached = true
  }

  private throwIfDetached(): void {
    if (this.isDetached) throw new Error('Render frame was disposed before WebFrameMain could be accessed')
  }
}

/** The frames of a page, by Chromium's id. */
export class Frames {
  private readonly byId = new Map<string, Frame>()

  get(id: string): Frame {
    const frame =
      this.byId.get(id) ?? refuseTheRest('WebFrameMain', new Frame(id, (parent) => this.byId.get(parent) ?? null))
    this.byId.set(id, frame)
    return frame
  }

  detach(id: string): void {
    this.byId.get(id)?.detach()
    this.byId.delete(id)
  }

  detachAll(): void {
    for (const frame of this.byId.values()) frame.detach()
  }

  /**
   * Gives an event of IPC its `senderFrame`: null once the frame has navigated or is gone, because Electron looks for the
   * document that sent the message whenever the property is read. Source: Electron's docs/api/structures/ipc-main-event.md.
   */
  addSender<T extends object>(event: T, frameId: string | undefined): T {
    const frame = frameId === undefined ? undefined : this.byId.get(frameId)
    const document = frame?.document
    return Object.defineProperty(event, 'senderFrame', {
      get: () => (frame && !frame.detached && frame.document === document ? frame : null),
      enumerable: true,
    })
  }
}
