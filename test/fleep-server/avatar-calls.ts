import { createHash, randomUUID } from 'node:crypto'
import sharp from 'sharp'
import type { SessionCall } from './account-calls'
import { type Account, ownRecord, type Picture } from './accounts'
import { Failure, refused } from './failure'
import type { FleepState } from './state'

/**
 * Side lengths of the thumbnails in pixels. Fleep's public test suite shows the large one only for a larger picture.
 * INFERRED: the longer side decides.
 */
const sizes = [50, 100, 200]
const largeSize = 575

export const avatarCalls: Record<string, SessionCall> = {
  'avatar/delete': (state, { account }) => {
    setPicture(state, account, null)
    return { stream: [ownRecord(account)] }
  },
}

/** avatar/upload, after the whole body has arrived. INFERRED: the server refuses a file that is not a picture with 431. */
export async function uploadAvatar(state: FleepState, account: Account, bytes: Buffer, name: string) {
  const { format, width, height } = await sharp(bytes)
    .metadata()
    .catch(() => {
      throw refused('invalid_picture', 'This is not a picture')
    })
  const isLarge = Math.max(width, height) > largeSize
  const thumbnails = new Map<number, Buffer>()
  for (const size of isLarge ? [...sizes, largeSize] : sizes) {
    thumbnails.set(size, await sharp(bytes).autoOrient().resize(size, size).png().toBuffer())
  }
  const picture: Picture = { fileId: randomUUID(), name, bytes, thumbnails }
  const before = ownRecord(account)
  setPicture(state, account, picture)
  const file = {
    file_id: picture.fileId,
    upload_url: `/file/${picture.fileId}`,
    name,
    size: bytes.length,
    width,
    height,
    file_type: `image/${format}`,
    file_sha256: createHash('sha256').update(bytes).digest('hex'),
  }
  return { files: [file], stream: [state.quirks.has('avatar-later') ? before : ownRecord(account)] }
}

/** The file of one of the `avatar_urls`. */
export function thumbnail(state: FleepState, accountId: string, fileId: string, size: number): Buffer {
  const picture = state.accounts.find(({ id }) => id === accountId)?.picture
  const bytes = picture?.fileId === fileId ? picture.thumbnails.get(size) : undefined
  if (!bytes) throw new Failure(404, 'not_found', 'No such picture')
  return bytes
}

/** `avatar_urls` is JSON text: `{}` after deletion, as Fleep's public test suite shows. */
function setPicture(state: FleepState, account: Account, picture: Picture | null): void {
  account.picture = picture
  const thumbnailSizes = [...(picture?.thumbnails.keys() ?? [])]
  const urls = thumbnailSizes.map((size) => [`size_${size}`, `/avatar/${account.id}/${picture?.fileId}/${size}.png`])
  const avatar_urls = JSON.stringify(Object.fromEntries(urls))
  Object.assign(account.own, { avatar_urls })
  state.announce(account, { avatar_urls })
}
