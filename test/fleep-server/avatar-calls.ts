import { createHash, randomUUID } from 'node:crypto'
import sharp from 'sharp'
import type { SessionCall } from './account-calls'
import { type Account, ownRecord, type Picture } from './accounts'
import { Failure, refused } from './failure'
import type { FleepState } from './state'

/** Sides of the thumbnails, in pixels. The large one is only made of pictures larger than it (facts sheet, 5.3). */
const sizes = [50, 100, 200]
const largeSize = 575

export const avatarCalls: Record<string, SessionCall> = {
  'avatar/delete': (state, { account }) => {
    show(state, account, null)
    return { stream: [ownRecord(account)] }
  },
}

/** avatar/upload, once the whole body is there. INFERRED: what is no picture is refused with 431. */
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
  show(state, account, picture)
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
  return { files: [file], stream: [ownRecord(account)] }
}

/** The bytes behind one of `avatar_urls`. */
export function thumbnail(state: FleepState, accountId: string, fileId: string, size: number): Buffer {
  const picture = state.accounts.find(({ id }) => id === accountId)?.picture
  const bytes = picture?.fileId === fileId ? picture.thumbnails.get(size) : undefined
  if (!bytes) throw new Failure(404, 'not_found', 'No such picture')
  return bytes
}

/** On the wire a string with a JSON dict; `{}` where the picture was deleted (facts sheet, 5.3). */
function show(state: FleepState, account: Account, picture: Picture | null): void {
  account.picture = picture
  const made = [...(picture?.thumbnails.keys() ?? [])]
  const urls = made.map((size) => [`size_${size}`, `/avatar/${account.id}/${picture?.fileId}/${size}.png`])
  const avatar_urls = JSON.stringify(Object.fromEntries(urls))
  Object.assign(account.own, { avatar_urls })
  state.announce(account, { avatar_urls })
}
