import { largestAvatarSide, maxPicturePixels } from '../../bridge'
import { decodePicture } from './decode-picture'
import { drawFramed, drawWhole } from './draw-picture'
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
}

/**
 * The picture that was opened last, by the id of its request. Most squares are made from its copy. The width is that of the whole
 * picture when it is upright, in pixels.
 */
let last: { id: number; recognised: Recognised; width: number; copy: OffscreenCanvas } | undefined

self.onmessage = async ({ data }: MessageEvent<PictureRequest>) => {
  const response = data.kind === 'open' ? open(data.id, data.file) : frame(data)
  // For example, there may be no memory for a canvas.
  self.postMessage({ id: data.id, response: await response.catch((): PictureResponse => problem('avatar.unreadable')) })
}

/** Checks the content of a file, and makes the preview. */
async function open(id: number, file: Blob): Promise<Opened | Problem | Vector> {
  last = undefined
  const recognised = await recognise(file)
  if ('kind' in recognised) return recognised
  const { format, header } = recognised
  const scale = copyScale(header)
  const decoded = await decodePicture(file, format, header, Math.ceil(Math.min(header.width, header.height) * scale))
  if (!decoded) return problem('avatar.damaged')
  const { image, isAnimated, width, height } = decoded
  const copy = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)))
  drawWhole(copy, { image, orientation: header.orientation })
  image.close()
  last = { id, recognised, width, copy }
  const { bytes, type } = await encodePicture(copy, { quality: 0.9, mayBeTransparent: format !== 'jpg' })
  return { kind: 'opened', id, width, isAnimated, preview: new Blob([bytes], { type }) }
}

/** Makes a file of the framed square. Drawing it again leaves out whatever else the file holds, such as a location. */
async function frame({ file, framing, opened }: FrameRequest): Promise<Framed | Problem> {
  const known = last?.id === opened ? last : undefined
  const recognised = known?.recognised ?? (await recognise(file))
  if ('kind' in recognised) return problem('avatar.unreadableNow')
  const { format, header } = recognised
  const [a = 1, b = 0] = framing.transform
  const copiedPixels = framing.side / Math.hypot(a, b)
  const sideFor = (width: number) =>
    Math.max(1, Math.min(largestAvatarSide, Math.round(copiedPixels * (width / framing.width))))
  let canvas: OffscreenCanvas
  if (known && Math.round(copiedPixels) >= sideFor(known.width)) {
    canvas = squareOf(sideFor(known.width))
    drawFramed(canvas, { image: known.copy, orientation: 1 }, framing)
  } else {
    const decoded = await decodePicture(file, format, header)
    if (!decoded) return problem('avatar.unreadableNow')
    canvas = squareOf(sideFor(decoded.width))
    drawFramed(canvas, { image: decoded.image, orientation: header.orientation }, framing)
    decoded.image.close()
  }
  const isDrawn = format === 'png' || format === 'gif' || format === 'bmp'
  return { kind: 'framed', ...(await encodePicture(canvas, { mayBeTransparent: format !== 'jpg', isDrawn })) }
}

/** @returns how much smaller the copy is: large enough for the largest avatar, unless the picture is very long */
function copyScale({ width, height }: PictureHeader): number {
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
    const megapixels = Math.ceil(pixels / 1e6)
    return { kind: 'problem', reason: { text: 'avatar.tooManyPixels', megapixels, most: maxPicturePixels / 1e6 } }
  }
  if (Math.max(header.width, header.height) > longestSide)
    return { kind: 'problem', reason: { text: 'avatar.tooLong', most: longestSide } }
  return { format, header }
}

function squareOf(side: number): OffscreenCanvas {
  return new OffscreenCanvas(side, side)
}

function problem(text: PlainReason): Problem {
  return { kind: 'problem', reason: { text } }
}
