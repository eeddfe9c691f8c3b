import type { CommandInput, UndoOffer } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { Failure } from '../../core/failure'
import { SerialQueue } from '../../core/serial-queue'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { readOwnRecord } from '../../fleep/account-api'
import { deleteAvatar, uploadAvatar } from '../../fleep/avatar-api'
import type { FleepSession } from '../../fleep/fleep-session'
import type { Session } from '../session/session'
import type { SessionCalls } from '../session/session-calls'
import type { Picture, PictureCache } from './picture-cache'
import { pictureTypeOf } from './picture-type'
import { uploadName } from './upload-name'

/** In bytes. Small, so that the progress changes often. */
const chunkSize = 16 * 1024

export interface AvatarOptions {
  session: Session
  calls: SessionCalls
  store: Store
  pictures: PictureCache
}

/** Uploads and removes the account's picture, and undoes both. */
export class Avatar {
  private readonly queue = new SerialQueue()
  private uploadController: AbortController | undefined
  /** The picture before the last change, for Undo; null if there was none, undefined if it is not known. */
  private previous: Picture | null | undefined
  /** The last upload and its local URL. Fleep only returns smaller copies of an uploaded picture. */
  private uploaded: { picture: Picture; url: string } | undefined

  constructor(private readonly options: AvatarOptions) {
    options.session.addSessionListener({ onSignedOut: () => this.clear() })
  }

  /**
   * @returns whether the upload can be undone
   * @throws Failure `refused` if Fleep does not accept the picture, `cancelled`; the previous picture stays then
   */
  upload(context: CommandContext, { bytes, type, name }: CommandInput<'avatar.upload'>): Promise<UndoOffer> {
    if (pictureTypeOf(bytes) !== type) throw new Failure('invalid-input', text('avatar.notPicture'), 'bytes')
    return this.queue.run(() => this.replace(context, { bytes, type }, name))
  }

  cancel(): void {
    this.uploadController?.abort()
  }

  /** @throws Failure */
  remove(context: CommandContext): Promise<UndoOffer> {
    return this.queue.run(() => this.replace(context, null))
  }

  /** Undoes the last change. A second undo restores it. @throws Failure */
  undo(context: CommandContext): Promise<UndoOffer> {
    return this.queue.run(async () => {
      if (this.previous === undefined) throw new Failure('refused', text('common.nothingToUndo'))
      return this.replace(context, this.previous)
    })
  }

  private async replace(context: CommandContext, picture: Picture | null, name?: string): Promise<UndoOffer> {
    const before = await this.current()
    const urlBefore = this.largestUrl()
    context.signal.throwIfAborted()
    await (picture ? this.send(context, picture, name) : this.options.calls.change(context, deleteAvatar))
    // INFERRED: an answer may have the record as it was before.
    if (picture && this.largestUrl() === urlBefore) await this.options.calls.change(context, readOwnRecord)
    const url = this.largestUrl()
    if (picture && url === urlBefore && !isSame(before, picture)) {
      throw new Failure('bad-answer', text('avatar.notShown'))
    }
    this.uploaded = picture && url ? { picture, url } : undefined
    this.previous = before
    return { canUndo: before !== undefined }
  }

  private async send(context: CommandContext, picture: Picture, name = ''): Promise<void> {
    const controller = new AbortController()
    this.uploadController = controller
    const total = picture.bytes.length
    const showProgress = (sent: number) => this.options.store.changeFor(context, { avatarUpload: { sent, total } })
    showProgress(0)
    try {
      await this.options.calls.change(context, upload, picture, name, controller.signal, showProgress)
    } catch (reason) {
      if (controller.signal.aborted) throw new Failure('cancelled', text('avatar.uploadStopped'))
      throw reason
    } finally {
      this.options.store.changeFor(context, { avatarUpload: null })
      if (this.uploadController === controller) this.uploadController = undefined
    }
  }

  /** @returns null if there is no picture, undefined if it cannot be read */
  private async current(): Promise<Picture | null | undefined> {
    const url = this.largestUrl()
    if (!url) return this.options.store.state.account ? null : undefined
    if (this.uploaded?.url === url) return this.uploaded.picture
    return (await this.options.pictures.read(url)) ?? undefined
  }

  private largestUrl(): string | undefined {
    const sizes = Object.entries(this.options.store.state.account?.avatar ?? {})
    return sizes.sort(([a], [b]) => Number(a) - Number(b)).at(-1)?.[1]
  }

  private clear(): void {
    this.cancel()
    this.options.store.change({ avatarUpload: null })
    this.previous = undefined
    this.uploaded = undefined
    void this.options.pictures.clear()
  }
}

/** Fleep may give the same file the same address again. */
function isSame(before: Picture | null | undefined, { bytes }: Picture): boolean {
  return before != null && Buffer.compare(before.bytes, bytes) === 0
}

function upload(
  fleep: FleepSession,
  { bytes, type }: Picture,
  name: string,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
) {
  const file = { name: uploadName(name, type), type, size: bytes.length, open: () => inChunks(bytes) }
  return uploadAvatar(fleep, file, { signal, onSent })
}

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += chunkSize) yield bytes.subarray(start, start + chunkSize)
}
