import type { CommandInput, UndoOffer } from '../../../contract/contract'
import { Failure } from '../../core/failure'
import { SerialQueue } from '../../core/serial-queue'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { deleteAvatar, uploadAvatar } from '../../fleep/avatar-api'
import type { FleepSession } from '../../fleep/fleep-session'
import type { ContactInfo } from '../../fleep/records'
import type { Session } from '../session/session'
import type { Picture, PictureCache } from './picture-cache'
import { pictureTypeOf } from './picture-type'

/** In bytes. Small enough for the progress to be seen to move. */
const chunkSize = 16 * 1024

const names: Record<string, string> = { 'image/jpeg': 'avatar.jpg', 'image/png': 'avatar.png' }

/** The picture of the account: uploaded, removed, and either taken back. */
export class Avatar {
  private readonly turns = new SerialQueue()
  private stop: AbortController | undefined
  /** What there was before the last change, for Undo; null for none, undefined where that is not known. */
  private former: Picture | null | undefined
  /** What this app uploaded last, and the address it got: the whole picture, where Fleep gives only smaller ones back. */
  private own: { picture: Picture; address: string } | undefined

  constructor(
    private readonly session: Session,
    private readonly store: Store,
    private readonly pictures: PictureCache,
  ) {
    session.addSessionListener({ onSignedOut: () => this.end() })
  }

  /** @throws Failure `refused` for what Fleep takes for no picture, `cancelled`; the former one is still there then */
  upload({ bytes, type }: CommandInput<'avatar.upload'>): Promise<UndoOffer> {
    if (pictureTypeOf(bytes) !== type) throw new Failure('invalid-input', text('avatar.notPicture'), 'bytes')
    return this.turns.run(() => this.replace({ bytes, type }))
  }

  cancel(): void {
    this.stop?.abort()
  }

  remove(): Promise<UndoOffer> {
    return this.turns.run(() => this.replace(null))
  }

  /** Takes back the last change; a second time, that. @throws Failure */
  undo(): Promise<UndoOffer> {
    return this.turns.run(async () => {
      if (this.former === undefined) throw new Failure('refused', text('common.nothingToUndo'))
      return this.replace(this.former)
    })
  }

  private async replace(picture: Picture | null): Promise<UndoOffer> {
    const before = await this.current()
    this.session.applyRecords([await (picture ? this.send(picture) : this.session.use(deleteAvatar))])
    const address = this.largestAddress()
    this.own = picture && address ? { picture, address } : undefined
    this.former = before
    return { canUndo: before !== undefined }
  }

  private async send(picture: Picture): Promise<ContactInfo> {
    const stop = new AbortController()
    this.stop = stop
    const total = picture.bytes.length
    const show = (sent: number) => this.store.change({ avatarUpload: { sent, total } })
    show(0)
    try {
      return await this.session.use((fleep) => upload(fleep, picture, stop.signal, show))
    } catch (reason) {
      if (stop.signal.aborted) throw new Failure('cancelled', text('avatar.uploadStopped'))
      throw reason
    } finally {
      this.store.change({ avatarUpload: null })
      this.stop = undefined
    }
  }

  /** @returns null for none, undefined for one that cannot be read */
  private async current(): Promise<Picture | null | undefined> {
    const address = this.largestAddress()
    if (!address) return this.store.state.account ? null : undefined
    if (this.own?.address === address) return this.own.picture
    return (await this.pictures.read(address)) ?? undefined
  }

  private largestAddress(): string | undefined {
    const sizes = Object.entries(this.store.state.account?.avatar ?? {})
    return sizes.sort(([a], [b]) => Number(a) - Number(b)).at(-1)?.[1]
  }

  private end(): void {
    this.cancel()
    this.former = undefined
    this.own = undefined
    void this.pictures.forget()
  }
}

function upload(fleep: FleepSession, { bytes, type }: Picture, signal: AbortSignal, onSent: (bytes: number) => void) {
  const file = { name: names[type] ?? 'avatar', type, size: bytes.length, open: () => inChunks(bytes) }
  return uploadAvatar(fleep, file, { signal, onSent })
}

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize)
}
