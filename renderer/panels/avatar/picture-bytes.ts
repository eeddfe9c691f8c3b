/**
 * Finds out whether a picture's file holds anything besides its pixels. Libraries find the metadata that they know. Here
 * unknown parts must count as metadata too, so this lists the parts that pixels need, and all others count.
 */

interface PictureBytes {
  /** Whether the file reaches to its end marker. */
  isComplete: boolean
  /** Whether the file has only what its pixels need: no location, camera or text, and nothing after its end. */
  isBare: boolean
}

const pngSignature = 8
/** Source: the PNG specification, chunk naming and colour. */
const pngChunks = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'bKGD', 'pHYs'])

export function readPng(bytes: Uint8Array): PictureBytes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let isBare = true
  for (let at = pngSignature; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at)
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    isBare &&= pngChunks.has(name)
    at += 12 + length
    if (name === 'IEND') return { isComplete: at <= bytes.length, isBare: isBare && at === bytes.length }
  }
  return { isComplete: false, isBare: false }
}

/** JFIF and Adobe's colour transform, which the pixels need. Source: ITU T.81 and T.872. */
const jpegApplicationMarkers = new Set([0xe0, 0xee])
const startOfScan = 0xda
const comment = 0xfe

export function readJpeg(bytes: Uint8Array): PictureBytes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let isBare = true
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff) break
    if (marker === startOfScan) {
      const end = endOfImage(bytes, at)
      return { isComplete: end > 0, isBare: isBare && end === bytes.length }
    }
    const isApplication = marker >= 0xe0 && marker <= 0xef
    isBare &&= marker !== comment && (!isApplication || jpegApplicationMarkers.has(marker))
    at += 2 + view.getUint16(at + 2)
  }
  return { isComplete: false, isBare: false }
}

/** Within the pixels, 0xff is always followed by zero or a restart marker, so it cannot look like the end. */
function endOfImage(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === 0xd9) return at + 2
  }
  return -1
}
