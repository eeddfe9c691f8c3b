import { largestAvatarSide, maxPicturePixels } from '../../bridge'
import { decodePicture } from './decode-picture'
import { drawFramed, drawWhole, isOnSide } from './draw-picture'
import { encodePicture } from './encode-picture'
import { kindOf, type PictureFormat, type PictureHeader, readHeader } from './picture-header'
import type {
  Framed,
  FrameRequest,
  Opened,
  PictureRequest,
  PictureResponse,
  PlainReason,
  Problem,
  Vector,
} from './picture-messages'

/** The longest side of the copy, in pixels, unless its shorter side would be less than the largest avatar's. */
const copySide = 1600
/** The most pixels of the copy, which stays in memory while the user frames the picture. */
const copyPixels = 4_000_000
/** The longest side of a picture, in pixels. Chromium draws no longer ones. */
const longestSide = 32_767

interface Recognised {
  format: PictureFormat
  header: PictureHeader
  /** Of the upright picture, in pixels. */
  width: number
  height: number
}

/** The picture that was opened last, by the id of its request. Most squares are made from its copy. */
let last: { id: number; recognised: Recognised; copy: OffscreenCanvas } | undefined

self.onmessage = async ({ data }: MessageEvent<PictureRequest>) => {
  const response: PictureResponse = data.kind === 'open' ? await open(data.id, data.file) : await frame(data)
  self.postMessage({ id: data.id, response })
}

/** Checks the content of a file, and makes the preview. */
async function open(id: number, file: Blob): Promise<Opened | Problem | Vector> {
  last = undefined
  const recognised = await recognise(file)
  if ('kind' in recognised) return recognised
  const { format, header, width, height } = recognised
  const scale = copyScale(width, height)
  const decoded = await decodePicture(file, format, header, Math.ceil(Math.min(width, height) * scale))
  if (!decoded) return problem('avatar.damaged')
  const { image, isAnimated } = decoded
  const copy = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)))
  drawWhole(copy, { image, width, height, orientation: header.orientation })
  image.close()
  last = { id, recognised, copy }
  const { bytes, type } = await encodePicture(copy, { quality: 0.9, mayBeTransparent: format !== 'jpg' })
  return { kind: 'opened', id, width, isAnimated, preview: new Blob([bytes], { type }) }
}

/** Makes a file of the framed square. Drawing it again leaves out whatever else the file holds, such as a location. */
async function frame({ file, framing, opened }: FrameRequest): Promise<Framed | Problem> {
  const known = last?.id === opened ? last : undefined
  const recognised = known?.recognised ?? (await recognise(file))
  if ('kind' in recognised) return problem('avatar.unreadableNow')
  const { format, header, width, height } = recognised
  const [a = 1, b = 0] = framing.transform
  const copiedPixels = framing.side / Math.hypot(a, b)
  const side = Math.max(1, Math.min(largestAvatarSide, Math.round(copiedPixels * (width / framing.width))))
  const canvas = new OffscreenCanvas(side, side)
  if (known && Math.round(copiedPixels) >= side) {
    const { copy } = known
    drawFramed(canvas, { image: copy, width: copy.width, height: copy.height, orientation: 1 }, framing)
  } else {
    const decoded = await decodePicture(file, format, header)
    if (!decoded) return problem('avatar.unreadableNow')
    drawFramed(canvas, { image: decoded.image, width, height, orientation: header.orientation }, framing)
    decoded.image.close()
  }
  const isDrawn = format === 'png' || format === 'gif' || format === 'bmp'
  return { kind: 'framed', ...(await encodePicture(canvas, { mayBeTransparent: format !== 'jpg', isDrawn })) }
}

/** @returns how much smaller the copy is: large enough for the largest avatar, unless the picture is very long */
function copyScale(width: number, height: number): number {
  const wanted = Math.max(copySide / Math.max(width, height), largestAvatarSide / Math.min(width, height))
  return Math.min(1, wanted, Math.sqrt(copyPixels / (width * height)))
}

/** Reads what a file is, before anything of it is decoded. */
async function recognise(file: Blob): Promise<Recognised | Problem | Vector> {
  if (file.size === 0) return problem('avatar.empty')
  const bytes = await file.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => null,
  )
  if (!bytes) return problem('avatar.unreadable')
  const format = kindOf(bytes)
  if (format === 'svg') return { kind: 'vector' }
  if (format === 'HEIC' || format === 'TIFF') return { kind: 'problem', reason: { text: 'avatar.otherFormat', format } }
  if (format === 'unknown') return problem('avatar.unusable')
  const header = readHeader(bytes, format)
  if (!header) return problem('avatar.damaged')
  const pixels = header.width * header.height
  if (pixels > maxPicturePixels) {
    const megapixels = Math.round(pixels / 1e6)
    return { kind: 'problem', reason: { text: 'avatar.tooManyPixels', megapixels, most: maxPicturePixels / 1e6 } }
  }
  if (Math.max(header.width, header.height) > longestSide)
    return { kind: 'problem', reason: { text: 'avatar.tooLong', most: longestSide } }
  const [width, height] = isOnSide(header.orientation) ? [header.height, header.width] : [header.width, header.height]
  return { format, header, width, height }
}

function problem(text: PlainReason): Problem {
  return { kind: 'problem', reason: { text } }
}
