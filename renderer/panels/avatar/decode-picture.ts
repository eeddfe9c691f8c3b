import { isOnSide } from './draw-picture'
import { type PictureFormat, type PictureHeader, pictureTypes } from './picture-header'

interface DecodedPicture {
  /** To be closed. It may be smaller than the picture. */
  image: VideoFrame
  isAnimated: boolean
}

/** With the size of the whole picture when it is upright, in pixels. */
export interface WholePicture extends DecodedPicture {
  width: number
  height: number
}

/** The ends of files, which some programs leave out. Sources: ITU T.81, the PNG specification. */
const ends = {
  jpg: [0xff, 0xd9],
  png: [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82],
}
/** Bytes that a decoder takes for pixels if it still lacks some, and passes over if it has all. */
const filler = [0x55, 0x13, 0x9a, 0x77, 0x31, 0x5d, 0x2b]

/**
 * Decodes the first picture of a file. A file without its end marker is a picture if all its rows are there.
 * @param leastShort length of the shorter side that is enough, in pixels; a JPEG is decoded as small as this allows
 * @returns null if the file is damaged or incomplete
 */
export async function decodePicture(
  file: Blob,
  format: PictureFormat,
  header: PictureHeader,
  leastShort = Number.POSITIVE_INFINITY,
): Promise<WholePicture | null> {
  const size = format === 'jpg' ? smallest(header, leastShort) : {}
  const decoded = (await decode(file, format, size)) ?? (await decodeWithoutEnd(file, format, size))
  if (!decoded) return null
  const { width, height, orientation } = header
  const { displayWidth, displayHeight } = decoded.image
  // The decoder has turned it, or it has to be turned.
  const isTurned = (displayWidth - displayHeight) * (width - height) < 0
  const isOnOtherSide = isTurned || isOnSide(orientation)
  return { ...decoded, ...(isOnOtherSide ? { width: height, height: width } : { width, height }) }
}

async function decodeWithoutEnd(file: Blob, format: PictureFormat, size: object): Promise<DecodedPicture | null> {
  if (format === 'png') return decode(new Blob([file, bytesOf(ends.png)]), format)
  if (format !== 'jpg') return null
  // Half of the end marker may be there.
  const last = new Uint8Array(await file.slice(-1).arrayBuffer())
  const rows = last[0] === 0xff ? file.slice(0, -1) : file
  return (await hasAllRows(rows)) ? decode(new Blob([rows, bytesOf(ends.jpg)]), format, size) : null
}

async function decode(file: Blob, format: PictureFormat, size = {}): Promise<DecodedPicture | null> {
  let decoder: ImageDecoder | undefined
  try {
    const data = await file.arrayBuffer()
    decoder = new ImageDecoder({ data, type: pictureTypes[format], transfer: [data], ...size })
    const { image } = await decoder.decode()
    return { image, isAnimated: (decoder.tracks.selectedTrack?.frameCount ?? 1) > 1 }
  } catch {
    return null
  } finally {
    decoder?.close()
  }
}

/** A JPEG can be decoded at eighths of its size, which takes a fraction of the time. Chromium takes the largest that fits. */
function smallest({ width, height }: PictureHeader, leastShort: number) {
  const eighths = Math.ceil((8 * leastShort) / Math.min(width, height))
  if (eighths >= 8) return {}
  return { desiredWidth: Math.ceil((width * eighths) / 8), desiredHeight: Math.ceil((height * eighths) / 8) }
}

/** Decodes a JPEG without its end twice: what follows the data changes the picture only if some of its rows are missing. */
async function hasAllRows(file: Blob): Promise<boolean> {
  const [one, other] = [
    await decode(new Blob([file, bytesOf(ends.jpg)]), 'jpg'),
    await decode(new Blob([file, bytesOf([...filler, ...ends.jpg])]), 'jpg'),
  ]
  try {
    return one !== null && other !== null && (await haveSamePixels(one.image, other.image))
  } finally {
    one?.image.close()
    other?.image.close()
  }
}

async function haveSamePixels(one: VideoFrame, other: VideoFrame): Promise<boolean> {
  const [first, second] = [await pixelsOf(one), await pixelsOf(other)]
  return first.length === second.length && first.every((value, at) => value === second[at])
}

async function pixelsOf(image: VideoFrame): Promise<Uint8Array> {
  const pixels = new Uint8Array(image.allocationSize())
  await image.copyTo(pixels)
  return pixels
}

function bytesOf(numbers: number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(numbers)
}
