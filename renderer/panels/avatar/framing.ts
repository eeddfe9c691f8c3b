import type { Framing } from './picture-messages'

/** How far a picture may be zoomed in, relative to the size at which it fills the frame. */
export const mostZoom = 8

/** A CSS matrix as cropperjs uses it: around the center of the picture, in pixels of the frame. */
export type Matrix = [a: number, b: number, c: number, d: number, e: number, f: number]

export interface Size {
  width: number
  height: number
}

/** Fills the frame, and centers the picture in it. */
export function cover({ width, height }: Size, side: number): Matrix {
  const scale = side / Math.min(width, height)
  return [scale, 0, 0, scale, (side - width) / 2, (side - height) / 2]
}

/** Turns the picture clockwise by 90 degrees around the center of the frame. */
export function turn([a, b, c, d, e, f]: Matrix, { width, height }: Size, side: number): Matrix {
  const [x, y] = [width / 2 + e, height / 2 + f]
  return [-b, a, -d, c, side - y - width / 2, x - height / 2]
}

/** @param factor above 1 zooms in, around the center of the frame */
export function zoom([a, b, c, d, e, f]: Matrix, { width, height }: Size, side: number, factor: number): Matrix {
  const away = (at: number, half: number) => side / 2 + (at + half - side / 2) * factor - half
  return [a * factor, b * factor, c * factor, d * factor, away(e, width / 2), away(f, height / 2)]
}

/** @returns the nearest matrix that fills the whole frame and is not zoomed in too far. For turns by 90 degrees only. */
export function keepCovered([a, b, c, d, e, f]: Matrix, { width, height }: Size, side: number): Matrix {
  const least = side / Math.min(width, height)
  const scale = Math.hypot(a, b)
  const factor = Math.min(Math.max(scale, least), least * mostZoom) / scale
  const [m, n, o, p] = [a * factor, b * factor, c * factor, d * factor]
  const [halfWidth, halfHeight] = [
    (Math.abs(m) * width + Math.abs(o) * height) / 2,
    (Math.abs(n) * width + Math.abs(p) * height) / 2,
  ]
  const x = Math.min(Math.max(width / 2 + e, side - halfWidth), halfWidth)
  const y = Math.min(Math.max(height / 2 + f, side - halfHeight), halfHeight)
  return [m, n, o, p, x - width / 2, y - height / 2]
}

/** @param ratio of the new length of the frame's side to the one before. @returns the transform that shows the same part */
export function scaleFrame([a, b, c, d, e, f]: Matrix, { width, height }: Size, ratio: number): Matrix {
  // The transform is about the centre of the picture, and the frame grows from its corner.
  const move = (offset: number, length: number) => ratio * offset + ((ratio - 1) * length) / 2
  return [ratio * a, ratio * b, ratio * c, ratio * d, move(e, width), move(f, height)]
}

/** @returns from 1, at which the picture fills the frame, to {@link mostZoom} */
export function zoomOf({ transform: [a = 1, b = 0], side, width, height }: Framing): number {
  return (Math.hypot(a, b) * Math.min(width, height)) / side
}

/**
 * @param pictureWidth the width of the picture itself, of which the framed one is a copy, in pixels
 * @returns the length of a side of the framed square, in pixels of the picture
 */
export function pixelsInFrame({ transform: [a = 1, b = 0], side, width }: Framing, pictureWidth: number): number {
  return (side / Math.hypot(a, b)) * (pictureWidth / width)
}

/** Draws the framed square. */
export function draw(
  canvas: HTMLCanvasElement,
  image: HTMLImageElement,
  { transform, side, width, height }: Framing,
): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = transform
  const scale = canvas.width / side
  context.resetTransform()
  context.clearRect(0, 0, canvas.width, canvas.height)
  context.imageSmoothingQuality = 'high'
  context.translate((width * scale) / 2, (height * scale) / 2)
  context.transform(a, b, c, d, e * scale, f * scale)
  context.drawImage(image, (-width * scale) / 2, (-height * scale) / 2, width * scale, height * scale)
}
