import type { CommandInput, UndoOffer } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { Failure } from '../../core/failure'
import { SerialQueue } from '../../core/serial-queue'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { deleteAvatar, uploadAvatar } from '../../fleep/avatar-api'
import type { FleepSession } from '../../fleep/fleep-session'
import type { Session } from '../session/session'
import type { SessionCalls } from '../session/session-calls'
import type { Picture, PictureCache } from './picture-cache'
import { pictureTypeOf } from './picture-type'

/** In bytes. Small enough for the progress to be seen to move. */
const chunkSize = 16 * 1024

const names: Record<string, string> = { 'image/jpeg': 'avatar.jpg', 'image/png': 'avatar.png' }

export interface AvatarOptions {
  session: Session
  calls: SessionCalls
  store: Store
  pictures: PictureCache
}

/** The picture of the account: uploaded, removed, and either taken back. */
export class Avatar {
  private readonly queue = new SerialQueue()
  private uploadController: AbortController | undefined
  /** What there was before the last change, for Undo; null for none, undefined where that is not known. */
  private previous: Picture | null | undefined
  /** What this app uploaded last, and the address it got: the whole picture, where Fleep gives only smaller ones back. */
  private uploaded: { picture: Picture; address: string } | undefined

  constructor(private readonly options: AvatarOptions) {
    options.session.addSessionListener({ onSignedOut: () => this.end() })
  }

  /** @throws Failure `refused` for what Fleep takes for no picture, `cancelled`; the former one is still there then */
  upload(context: CommandContext, { bytes, type }: CommandInput<'avatar.upload'>): Promise<UndoOffer> {
    if (pictureTypeOf(bytes) !== type) throw new Failure('invalid-input', text('avatar.notPicture'), 'bytes')
    return this.queue.run(() => this.replace(context, { bytes, type }))
  }

  cancel(): void {
    this.uploadController?.abort()
  }

  remove(context: CommandContext): Promise<UndoOffer> {
    return this.queue.run(() => this.replace(context, null))
  }

  /** Takes back the last change; a second time, that. @throws Failure */
  undo(context: CommandContext): Promise<UndoOffer> {
    return this.queue.run(async () => {
      if (this.previous === undefined) throw new Failure('refused', text('common.nothingToUndo'))
      return this.replace(context, this.previous)
    })
  }

  private async replace(context: CommandContext, picture: Picture | null): Promise<UndoOffer> {
    const before = await this.current()
    await (picture ? this.send(context, picture) : this.options.calls.change(context, deleteAvatar))
    const address = this.largestAddress()
    this.uploaded = picture && address ? { picture, address } : undefined
    this.previous = before
    return { canUndo: before !== undefined }
  }

  private async send(context: CommandContext, picture: Picture): Promise<void> {
    const stop = new AbortController()
    this.uploadController = stop
    const total = picture.bytes.length
    const show = (sent: number) => this.options.store.change({ avatarUpload: { sent, total } })
    show(0)
    try {
      await this.options.calls.change(context, upload, picture, stop.signal, show)
    } catch (reason) {
      if (stop.signal.aborted) throw new Failure('cancelled', text('avatar.uploadStopped'))
      throw reason
    } finally {
      this.options.store.change({ avatarUpload: null })
      this.uploadController = undefined
    }
  }

  /** @returns null for none, undefined for one that cannot be read */
  private async current(): Promise<Picture | null | undefined> {
    const address = this.largestAddress()
    if (!address) return this.options.store.state.account ? null : undefined
    if (this.uploaded?.address === address) return this.uploaded.picture
    return (await this.options.pictures.read(address)) ?? undefined
  }

  private largestAddress(): string | undefined {
    const sizes = Object.entries(this.options.store.state.account?.avatar ?? {})
    return sizes.sort(([a], [b]) => Number(a) - Number(b)).at(-1)?.[1]
  }

  private end(): void {
    this.cancel()
    this.previous = undefined
    this.uploaded = undefined
    void this.options.pictures.forget()
  }
}

function upload(fleep: FleepSession, { bytes, type }: Picture, signal: AbortSignal, onSent: (bytes: number) => void) {
  const file = { name: names[type] ?? 'avatar', type, size: bytes.length, open: () => inChunks(bytes) }
  return uploadAvatar(fleep, file, { signal, onSent })
}

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize)
}
