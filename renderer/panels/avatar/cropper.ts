import { text } from '../../text'
import { cover, keepCovered, type Matrix, type Size, scaleFrame } from './framing'
import type { Framing } from './picture-messages'

/** The part of cropperjs's image element that is used. */
interface CropperImage extends HTMLElement {
  $ready(): Promise<HTMLImageElement>
  $getTransform(): Matrix
  $setTransform(...matrix: Matrix): void
}

/** A picture in its frame. */
export interface Cropper {
  /** The size of the picture. */
  size: Size
  /** The length of a side of the frame. */
  side: number
  /** Moves, zooms or turns the picture. */
  transform(next: (matrix: Matrix) => Matrix): void
}

/** Fills an element with cropperjs, which lets the user move and zoom the picture. */
export async function createCropper(
  container: HTMLElement,
  url: string,
  onFraming: (framing: Framing, image: HTMLImageElement) => void,
): Promise<Cropper> {
  await import('cropperjs')
  const element = addElements(container, url)
  const image = await element.$ready()
  const size = { width: image.naturalWidth, height: image.naturalHeight }
  let side = container.clientWidth
  element.addEventListener('transform', (event) => {
    const { matrix } = (event as CustomEvent<{ matrix: Matrix }>).detail
    const covered = keepCovered(matrix, size, side)
    if (covered.some((value, index) => Math.abs(value - (matrix[index] ?? 0)) > 1e-6)) {
      event.preventDefault()
      element.$setTransform(...covered)
      return
    }
    onFraming({ transform: matrix, side, ...size }, image)
  })
  const transform = (next: (matrix: Matrix) => Matrix) => element.$setTransform(...next(element.$getTransform()))
  transform(() => cover(size, side))
  // In a narrow window, or with larger text, the frame is smaller. It then shows the same part of the picture.
  new ResizeObserver(() => {
    const before = side
    side = container.clientWidth
    if (side > 0 && side !== before) transform((matrix) => scaleFrame(matrix, size, side / before))
  }).observe(container)
  return {
    size,
    get side() {
      return side
    },
    transform,
  }
}

function addElements(container: HTMLElement, url: string): CropperImage {
  const canvas = document.createElement('cropper-canvas')
  const image = document.createElement('cropper-image') as CropperImage
  const handle = document.createElement('cropper-handle')
  for (const name of ['scalable', 'translatable']) image.setAttribute(name, '')
  image.setAttribute('alt', text('avatar.chosen'))
  image.setAttribute('src', url)
  handle.setAttribute('action', 'move')
  handle.setAttribute('plain', '')
  canvas.append(image, handle)
  container.replaceChildren(canvas)
  return image
}
