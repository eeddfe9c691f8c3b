import { readFileSync } from 'node:fs'
import { crc32, deflateSync, inflateSync } from 'node:zlib'
import type Electron from 'electron'
import { refuseTheRest } from './refuse'

interface Size {
  width: number
  height: number
}

/** Keeps only the size of a picture and its scale factors. */
export class NativeImage {
  isTemplate = false
  readonly scales: number[] = []

  constructor(private size: Size | undefined) {
    if (size) this.scales.push(1)
  }

  /** @throws as Electron does, for a representation without a picture in it */
  addRepresentation({ scaleFactor = 1, dataURL, buffer }: Electron.AddRepresentationOptions): void {
    const size = dataURL === undefined ? buffer && sizeOf(buffer) : sizeOfDataUrl(dataURL)
    if (!size) return
    this.size ??= { width: Math.round(size.width / scaleFactor), height: Math.round(size.height / scaleFactor) }
    this.scales.push(scaleFactor)
  }

  setTemplateImage(isTemplate: boolean): void {
    this.isTemplate = isTemplate
  }

  isTemplateImage(): boolean {
    return this.isTemplate
  }

  isEmpty(): boolean {
    return this.size === undefined
  }

  getSize(): Size {
    return { ...(this.size ?? { width: 0, height: 0 }) }
  }

  getScaleFactors(): number[] {
    return [...this.scales]
  }

  /** A missing side follows from the other one. An empty picture stays empty. */
  resize({ width, height }: Electron.ResizeOptions): NativeImage {
    if (!this.size) return image(undefined)
    const ratio = this.size.width / this.size.height
    return image({
      width: Math.max(0, width ?? Math.round((height ?? this.size.height) * ratio)),
      height: Math.max(0, height ?? Math.round((width ?? this.size.width) / ratio)),
    })
  }

  /** A blank picture of this size. */
  toPNG(): Buffer {
    return this.size ? blankPng(this.size) : Buffer.alloc(0)
  }
}

/** @returns a black picture of one bit a pixel. Source: the PNG specification, 5.3 and 11.2 */
function blankPng({ width, height }: Size): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const content = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    check.writeUInt32BE(crc32(content))
    return Buffer.concat([length, content, check])
  }
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0])
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  const pixels = deflateSync(Buffer.alloc((1 + Math.ceil(width / 8)) * height))
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

function image(size: Size | undefined): NativeImage {
  return refuseTheRest('NativeImage', new NativeImage(size))
}

export const nativeImage = refuseTheRest('nativeImage', {
  createEmpty: () => image(undefined),
  createFromDataURL: (url: string) => image(sizeOfDataUrl(url)),
  createFromBuffer(buffer: Buffer) {
    if (!Buffer.isBuffer(buffer)) throw new TypeError('buffer must be a node Buffer')
    return image(sizeOf(buffer))
  },
  createFromPath: (path: string) => image(sizeOfFile(path)),
})

function sizeOfFile(path: string): Size | undefined {
  try {
    return sizeOf(readFileSync(path))
  } catch {
    return undefined
  }
}

function sizeOfDataUrl(url: string): Size | undefined {
  const [, base64] = /^data:image\/(?:png|jpe?g);base64,(.*)$/s.exec(url) ?? []
  return base64 === undefined ? undefined : sizeOf(Buffer.from(base64, 'base64'))
}

/** @returns undefined for what Electron cannot decode: it knows PNG and JPEG. Source: Electron's shell/common/skia_util.cc */
function sizeOf(bytes: Buffer): Size | undefined {
  try {
    return sizeOfPng(bytes) ?? sizeOfJpeg(bytes)
  } catch {
    return undefined
  }
}

/** @throws Error if the file is cut off, or its data is not compressed. Source: the PNG specification, 5.3 and 11.2 */
function sizeOfPng(bytes: Buffer): Size | undefined {
  if (bytes.subarray(0, 8).toString('latin1') !== '\x89PNG\r\n\x1a\n') return undefined
  const data: Buffer[] = []
  for (let at = 8; ; ) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (type === 'IDAT') data.push(bytes.subarray(at + 8, at + 8 + length))
    if (type === 'IEND') break
    at += length + 12
  }
  inflateSync(Buffer.concat(data))
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** @throws RangeError if no frame begins in it. Source: ITU-T T.81, annex B */
function sizeOfJpeg(bytes: Buffer): Size | undefined {
  if (bytes.readUInt16BE(0) !== 0xffd8) return undefined
  for (let at = 2; ; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt16BE(at)
    // Frames; in the same range are also tables.
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)
    if (isFrame) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
  }
}
