import { imageSize } from 'image-size'
import { largestAvatarSide, maxPicturePixels } from '../../bridge'
import { readJpeg, readPng } from './picture-bytes'
import type {
  Framed,
  Framing,
  Opened,
  PictureRequest,
  PictureResponse,
  Problem,
  ProblemReason,
  Vector,
} from './picture-messages'

/** The usable formats, by their names in image-size, which reads them from the content. */
const formats = new Set(['jpg', 'png', 'webp', 'gif', 'avif', 'bmp', 'svg'])

/** The longest side of the preview, in pixels. */
const previewSide = 1600

/** How many bytes to search for the dimensions, which come after metadata of any length. */
const headLength = 1024 * 1024

self.onmessage = async ({ data }: MessageEvent<PictureRequest>) => {
  const response: PictureResponse = data.kind === 'open' ? await open(data.file) : await frame(data.file, data.framing)
  self.postMessage({ id: data.id, response })
}

/** Checks the content of a file, and makes the preview. */
async function open(file: Blob): Promise<Opened | Problem | Vector> {
  if (file.size === 0) return problem('avatar.empty')
  const header = await readHeader(file)
  if (!header) return problem('avatar.unusable')
  if (header.format === 'svg') return { kind: 'vector' }
  const pixels = header.width * header.height
  if (pixels > maxPicturePixels) {
    const megapixels = Math.round(pixels / 1e6)
    return { kind: 'problem', reason: { text: 'avatar.tooManyPixels', megapixels, most: maxPicturePixels / 1e6 } }
  }
  const bitmap = (await isComplete(file, header.format)) ? await decode(file) : undefined
  if (!bitmap) return problem('avatar.damaged')
  const scale = Math.min(1, previewSide / Math.max(bitmap.width, bitmap.height))
  const canvas = new OffscreenCanvas(Math.ceil(bitmap.width * scale), Math.ceil(bitmap.height * scale))
  contextOf(canvas).drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  const { width } = bitmap
  bitmap.close()
  return { kind: 'opened', width, preview: await canvas.convertToBlob({ type: 'image/webp', quality: 0.9 }) }
}

/** Makes a file of the framed square from the original pixels, without metadata. */
async function frame(file: Blob, framing: Framing): Promise<Framed | Problem> {
  const header = await readHeader(file)
  const bitmap = await decode(file)
  if (!header || !bitmap) return problem('avatar.unreadableNow')
  const original = await keepOriginal(file, header.format, bitmap, framing)
  if (original) return original

  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = framing.transform
  const pixelsInFrame = (framing.side / Math.hypot(a, b)) * (bitmap.width / framing.width)
  const side = Math.max(1, Math.min(largestAvatarSide, Math.round(pixelsInFrame)))
  const scale = side / framing.side
  const [width, height] = [framing.width * scale, framing.height * scale]
  const canvas = new OffscreenCanvas(side, side)
  const context = contextOf(canvas)
  context.translate(width / 2, height / 2)
  context.transform(a, b, c, d, e * scale, f * scale)
  context.translate(-width / 2, -height / 2)
  context.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  const type = isOpaque(context) ? 'image/jpeg' : 'image/png'
  const blob = await canvas.convertToBlob({ type, quality: 0.92 })
  return { kind: 'framed', type, bytes: await bytesOf(blob) }
}

/** Keeps the file as it is if all of it is in the frame, it is small enough and has no metadata. */
async function keepOriginal(file: Blob, format: string, bitmap: ImageBitmap, framing: Framing): Promise<Framed | null> {
  const { width, height } = bitmap
  if ((format !== 'jpg' && format !== 'png') || width !== height || width > largestAvatarSide) return null
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = framing.transform
  const scale = framing.side / framing.width
  const middle = (framing.side - framing.width) / 2
  const near = (one: number, other: number, most: number) => Math.abs(one - other) < most
  const isWhole = near(a, scale, 0.001) && near(d, scale, 0.001) && near(e, middle, 0.5) && near(f, middle, 0.5)
  if (!isWhole || !near(b, 0, 0.001) || !near(c, 0, 0.001)) return null
  const bytes = await bytesOf(file)
  if (!(format === 'jpg' ? readJpeg : readPng)(bytes).isBare) return null
  return { kind: 'framed', type: format === 'jpg' ? 'image/jpeg' : 'image/png', bytes }
}

async function readHeader(file: Blob): Promise<{ format: string; width: number; height: number } | null> {
  try {
    const { type, width, height } = imageSize(await bytesOf(file.slice(0, headLength)))
    return type && formats.has(type) ? { format: type, width, height } : null
  } catch {
    return null
  }
}

/** Chromium decodes a truncated JPEG or PNG as far as it goes, and rejects one of the other formats. */
async function isComplete(file: Blob, format: string): Promise<boolean> {
  if (format === 'jpg') return readJpeg(await bytesOf(file)).isComplete
  return format === 'png' ? readPng(await bytesOf(file)).isComplete : true
}

/** Applies the EXIF orientation. */
function decode(file: Blob): Promise<ImageBitmap | undefined> {
  return createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined)
}

function isOpaque(context: OffscreenCanvasRenderingContext2D): boolean {
  const { data } = context.getImageData(0, 0, context.canvas.width, context.canvas.height)
  for (let alpha = 3; alpha < data.length; alpha += 4) if (data[alpha] !== 255) return false
  return true
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.imageSmoothingQuality = 'high'
  return context
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer())
}

function problem(text: Exclude<ProblemReason['text'], 'avatar.tooManyPixels'>): Problem {
  return { kind: 'problem', reason: { text } }
}
