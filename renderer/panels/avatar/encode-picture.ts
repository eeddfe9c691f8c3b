import type { Framed } from './picture-messages'

/** Drawings look sharper as PNG, and photos would be many times larger; in bytes. */
const largestDrawing = 1024 * 1024

interface Encoding {
  /** From 0 to 1. */
  quality?: number
  mayBeTransparent: boolean
  /** Whether the picture comes without loss, as a drawing or a screenshot does. */
  isDrawn?: boolean
}

/** A picture that is transparent somewhere, or drawn, becomes a PNG, others a JPEG. */
export async function encodePicture(
  canvas: OffscreenCanvas,
  { quality = 0.92, mayBeTransparent, isDrawn = false }: Encoding,
): Promise<Pick<Framed, 'bytes' | 'type'>> {
  const isTransparent = mayBeTransparent && hasTransparency(canvas)
  if (isTransparent || isDrawn) {
    const png = await encode(canvas, 'image/png')
    if (isTransparent || png.bytes.length <= largestDrawing) return png
  }
  return encode(canvas, 'image/jpeg', quality)
}

async function encode(canvas: OffscreenCanvas, type: Framed['type'], quality?: number) {
  const blob = await canvas.convertToBlob({ type, ...(quality && { quality }) })
  return { type, bytes: new Uint8Array(await blob.arrayBuffer()) }
}

function hasTransparency(canvas: OffscreenCanvas): boolean {
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
  for (let alpha = 3; alpha < pixels.length; alpha += 4) if (pixels[alpha] !== 255) return true
  return false
}
