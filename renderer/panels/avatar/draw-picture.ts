import type { Framing } from './picture-messages'

interface Drawable {
  image: CanvasImageSource
  /** How the image is turned to be upright, as in EXIF. */
  orientation: number
}

/** By the orientations 1 to 8 of EXIF: the first two columns of the matrix that turns the image upright. */
const turns: readonly (readonly [number, number, number, number])[] = [
  [1, 0, 0, 1],
  [-1, 0, 0, 1],
  [-1, 0, 0, -1],
  [1, 0, 0, -1],
  [0, 1, 1, 0],
  [0, 1, -1, 0],
  [0, -1, -1, 0],
  [0, -1, 1, 0],
]

/** @returns whether an image of this orientation lies on its side */
export function isOnSide(orientation: number): boolean {
  return orientation >= 5
}

/** Fills a canvas with a picture. */
export function drawWhole(canvas: OffscreenCanvas, picture: Drawable): void {
  const context = contextOf(canvas)
  context.translate(canvas.width / 2, canvas.height / 2)
  drawCentred(context, picture, canvas.width, canvas.height)
}

/** Fills a canvas with the framed square of a picture. */
export function drawFramed(canvas: OffscreenCanvas, picture: Drawable, framing: Framing): void {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = framing.transform
  const scale = canvas.width / framing.side
  const [width, height] = [framing.width * scale, framing.height * scale]
  const context = contextOf(canvas)
  context.translate(width / 2, height / 2)
  context.transform(a, b, c, d, e * scale, f * scale)
  drawCentred(context, picture, width, height)
}

function drawCentred(
  context: OffscreenCanvasRenderingContext2D,
  { image, orientation }: Drawable,
  width: number,
  height: number,
): void {
  const [a, b, c, d] = turns[orientation - 1] ?? [1, 0, 0, 1]
  context.transform(a, b, c, d, 0, 0)
  const [w, h] = isOnSide(orientation) ? [height, width] : [width, height]
  context.drawImage(image, -w / 2, -h / 2, w, h)
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.imageSmoothingQuality = 'high'
  return context
}
