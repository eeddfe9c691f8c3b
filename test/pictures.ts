import { deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

/** A picture with a red, a green, a blue and a white quarter, row by row from the upper left. */
export function quadrants(width: number, height: number): Sharp {
  const [w, h] = [width / 2, height / 2]
  const part = (x: number, y: number, colour: string) =>
    `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${colour}"/>`
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
      ${part(0, 0, '#f00')}${part(w, 0, '#0f0')}${part(0, h, '#00f')}${part(w, h, '#fff')}</svg>`,
    ),
  ).removeAlpha()
}

/** The centres of the four quarters, as fractions of the width and height. */
export const quarters: readonly [number, number][] = [
  [0.25, 0.25],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.75, 0.75],
]

export type Colour = 'red' | 'green' | 'blue' | 'white' | 'other'

/** @returns the colour at a point; `x` and `y` are fractions of the width and height, from 0 to 1 */
export async function colourAt(bytes: Uint8Array, [x, y]: [number, number]): Promise<Colour> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels
  const [r, g, b] = [...data.subarray(at, at + 3)].map((value) => value > 128)
  if (r && g && b) return 'white'
  if (r && !g && !b) return 'red'
  if (g && !r && !b) return 'green'
  return b && !r && !g ? 'blue' : 'other'
}

/** @returns the colours of the four quarters */
export function coloursOf(bytes: Uint8Array): Promise<Colour[]> {
  return Promise.all(quarters.map((place) => colourAt(bytes, place)))
}

/** Encodes a 24-bit Windows bitmap. sharp cannot write this format. */
export async function bitmap(picture: Sharp): Promise<Buffer> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true })
  const row = Math.ceil((info.width * 3) / 4) * 4
  const bytes = Buffer.alloc(54 + row * info.height)
  bytes.write('BM')
  bytes.writeUInt32LE(bytes.length, 2)
  bytes.writeUInt32LE(54, 10)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(info.width, 18)
  bytes.writeInt32LE(info.height, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  for (let y = 0; y < info.height; y += 1) {
    for (let x = 0; x < info.width; x += 1) {
      const from = (y * info.width + x) * info.channels
      const to = 54 + (info.height - 1 - y) * row + x * 3
      for (const channel of [0, 1, 2]) bytes[to + channel] = data[from + 2 - channel] ?? 0
    }
  }
  return bytes
}

/** A valid PNG with many megapixels in a small file: one bit per pixel, all black. */
export function hugePng(side: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.writeUInt8(1, 8)
  const rows = deflateSync(Buffer.alloc((Math.ceil(side / 8) + 1) * side))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

/** @returns the PNG with an additional chunk before its pixels */
export function withChunk(png: Buffer, name: string, data: Buffer): Buffer {
  const afterHeader = 8 + 25
  return Buffer.concat([png.subarray(0, afterHeader), chunk(name, data), png.subarray(afterHeader)])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(checksum(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** CRC-32 of PNG chunks. */
function checksum(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** A picture of 8 × 8 pixels, as PNG. */
export async function smallPng(): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await quadrants(8, 8).png().toBuffer())
}

/** Like {@link quadrants}, in colours with little difference between their channels. */
export function paleQuadrants(width: number, height: number): Sharp {
  return quadrants(width, height).linear([0.2, 0.2, 0.2], [110, 110, 110])
}

/** @returns the JPEG with these segments, such as metadata, before the others */
export function withSegments(jpeg: Buffer, marker: number, contents: Buffer[]): Buffer {
  const segments = contents.map((content) => {
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(content.length + 2, 2)
    return Buffer.concat([head, content])
  })
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])
}

/** @returns the JPEG with fill bytes before its first marker. Source: ITU T.81, B.1.1.2 */
export function withFillBytes(jpeg: Buffer): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.alloc(3, 0xff), jpeg.subarray(2)])
}

/**
 * Encodes a JPEG whose components are red, green and blue, as Photoshop can, for pale colours: sharp converts what it gets, so it
 * gets what becomes these components.
 */
export async function asRgbJpeg(picture: Sharp): Promise<Buffer> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true })
  for (let at = 0; at < data.length; at += 3) {
    const [y = 0, cb = 0, cr = 0] = data.subarray(at, at + 3)
    data[at] = y + 1.402 * (cr - 128)
    data[at + 1] = y - 0.344_136 * (cb - 128) - 0.714_136 * (cr - 128)
    data[at + 2] = y + 1.772 * (cb - 128)
  }
  const { width, height } = info
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 97, chromaSubsampling: '4:4:4' })
    .toBuffer()
  if (jpeg[3] === 0xe0) throw new Error('JFIF’s marker says that the colours are transformed')
  // Adobe's marker says that they are not.
  return withSegments(jpeg, 0xee, [Buffer.concat([Buffer.from('Adobe'), Buffer.from([0, 100, 0, 0, 0, 0, 0])])])
}
