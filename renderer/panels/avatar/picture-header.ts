import { imageSize } from 'image-size'

/** What the browser decodes, with its MIME type. */
export const pictureTypes = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  bmp: 'image/bmp',
} as const
export type PictureFormat = keyof typeof pictureTypes

/** What a file is, by its content. */
export type FileKind = PictureFormat | 'svg' | 'HEIC' | 'TIFF' | 'unknown'

export interface PictureHeader {
  /** In pixels, as stored: before the picture is turned upright. */
  width: number
  height: number
  /** How to turn the decoded picture upright, as in EXIF; 1 where the decoder does it. */
  orientation: number
}

/** How much of a file is searched for the start of a drawing, in bytes: comments and a list of entities may come before. */
const longestProlog = 256 * 1024

/** The brands of ISO files. Sources: ISO/IEC 23008-12 for HEIC, the AVIF specification. */
const brands = { avif: /avi[fs]/, heic: /hei[cmsx]|hev[cmsx]|m[is]f1/ }

export function kindOf(bytes: Uint8Array): FileKind {
  const start = latin(bytes.subarray(0, 64))
  if (start.startsWith('\xff\xd8\xff')) return 'jpg'
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') return 'webp'
  if (start.startsWith('GIF8')) return 'gif'
  if (start.startsWith('BM')) return 'bmp'
  if (start.startsWith('II*\0') || start.startsWith('MM\0*')) return 'TIFF'
  if (start.slice(4, 8) === 'ftyp') {
    if (brands.avif.test(start.slice(8))) return 'avif'
    if (brands.heic.test(start.slice(8))) return 'HEIC'
  }
  return isDrawing(bytes.subarray(0, longestProlog)) ? 'svg' : 'unknown'
}

/** @returns null if the file does not tell the size of its picture */
export function readHeader(bytes: Uint8Array, format: PictureFormat): PictureHeader | null {
  const size = format === 'jpg' ? jpegSize(bytes) : sizeOf(bytes)
  return size && { ...size, orientation: format === 'webp' ? webpOrientation(bytes) : 1 }
}

function sizeOf(bytes: Uint8Array): { width: number; height: number } | null {
  try {
    const { width, height } = imageSize(bytes)
    return width > 0 && height > 0 ? { width, height } : null
  } catch {
    return null
  }
}

/** image-size refuses the fill bytes that may stand before a marker. Source: ITU T.81, B.1.1.2. */
function jpegSize(bytes: Uint8Array): { width: number; height: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 2; at + 9 < bytes.length; ) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff) return null
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    if (marker === 0xda) return null
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

/** Chromium heeds the orientation of a JPEG and a PNG, and not of a WebP. Source: the WebP container specification. */
function webpOrientation(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true)
    if (latin(bytes.subarray(at, at + 4)) === 'EXIF') return exifOrientation(bytes.subarray(at + 8, at + 8 + length))
    at += 8 + length + (length % 2)
  }
  return 1
}

/** Of the first directory. Source: the EXIF and TIFF specifications. */
function exifOrientation(chunk: Uint8Array): number {
  const exif = latin(chunk.subarray(0, 6)) === 'Exif\0\0' ? chunk.subarray(6) : chunk
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength)
  const isLittle = latin(exif.subarray(0, 2)) === 'II'
  const within = (at: number, length: number) => at >= 0 && at + length <= exif.length
  const directory = within(4, 4) ? view.getUint32(4, isLittle) : -1
  if (!within(directory, 2)) return 1
  const count = view.getUint16(directory, isLittle)
  for (let entry = 0; entry < count; entry += 1) {
    const at = directory + 2 + entry * 12
    if (!within(at, 12)) return 1
    if (view.getUint16(at, isLittle) !== 0x112) continue
    const orientation = view.getUint16(at + 8, isLittle)
    return orientation >= 1 && orientation <= 8 ? orientation : 1
  }
  return 1
}

/** The browser decides whether it can draw it. */
function isDrawing(bytes: Uint8Array): boolean {
  const start = latin(bytes.subarray(0, 2))
  const encoding = start === '\xff\xfe' ? 'utf-16le' : start === '\xfe\xff' ? 'utf-16be' : 'utf-8'
  const text = new TextDecoder(encoding).decode(bytes).trimStart()
  return text.startsWith('<') && /<(?:[\w-]+:)?svg[\s/>]/.test(text)
}

/** Each byte as the character of its number. */
function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}
