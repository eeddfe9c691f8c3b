import { useEffect, useRef, useState } from 'preact/hooks'
import { text } from '../../text'
import { cover, draw, keepCovered, type Matrix, turn, zoom } from './framing'
import type { Framing } from './picture-messages'

/** In which the picture will be seen elsewhere, in pixels. */
const previewSizes = [200, 100, 50]
const largePreview = 575

export interface FramerProps {
  /** A copy of the picture that can be shown. */
  url: string
  /** Called with every change. */
  onFraming(framing: Framing): void
}

/** The image element of cropperjs, as far as it is used. */
interface CropperImage extends HTMLElement {
  $ready(): Promise<HTMLImageElement>
  $getTransform(): Matrix
  $setTransform(...matrix: Matrix): void
}

/** A square frame through which the picture is seen: moved and zoomed by mouse, touch or keys, turned by quarters. */
export function Framer({ url, onFraming }: FramerProps) {
  const frame = useRef<HTMLDivElement>(null)
  const previews = useRef<HTMLDivElement>(null)
  const [change, setChange] = useState<((next: (matrix: Matrix) => Matrix) => void) | null>(null)
  const [size, setSize] = useState({ width: 1, height: 1, side: 1 })

  useEffect(() => {
    const container = frame.current
    if (!container) return undefined
    let isGone = false
    void setUp(container, url, (framing, image) => {
      if (isGone) return
      onFraming(framing)
      for (const canvas of previews.current?.querySelectorAll('canvas') ?? []) draw(canvas, image, framing)
    }).then((framed) => {
      if (isGone) return
      setSize(framed)
      setChange(() => framed.change)
    })
    return () => {
      isGone = true
      container.replaceChildren()
    }
  }, [url])

  const { width, height, side } = size
  const turned = () => change?.((matrix) => turn(matrix, size, side))
  const zoomed = (factor: number) => change?.((matrix) => zoom(matrix, size, side, factor))
  const moved = (x: number, y: number) => change?.(([a, b, c, d, e, f]) => [a, b, c, d, e + x, f + y])
  const press = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 40 : 8
    const actions: Record<string, () => void> = {
      ArrowLeft: () => moved(-step, 0),
      ArrowRight: () => moved(step, 0),
      ArrowUp: () => moved(0, -step),
      ArrowDown: () => moved(0, step),
      '+': () => zoomed(1.1),
      '=': () => zoomed(1.1),
      '-': () => zoomed(1 / 1.1),
      r: turned,
      '0': () => change?.(() => cover({ width, height }, side)),
    }
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }
  return (
    <div class="framer">
      <div class="framer-main">
        <div
          class="frame"
          ref={frame}
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keys do what the mouse does, and the label says which.
          tabIndex={0}
          aria-label={text('avatar.frameHelp')}
          onKeyDown={press}
        />
        <div class="buttons">
          <button type="button" onClick={() => zoomed(1 / 1.25)}>
            {text('avatar.smaller')}
          </button>
          <button type="button" onClick={() => zoomed(1.25)}>
            {text('avatar.larger')}
          </button>
          <button type="button" onClick={turned}>
            {text('avatar.turn')}
          </button>
        </div>
      </div>
      <div class="previews" ref={previews}>
        {previewSizes.map((pixels) => (
          <figure key={pixels}>
            <canvas class="round" width={pixels} height={pixels} />
            <figcaption class="help">{text('avatar.pixels', { pixels })}</figcaption>
          </figure>
        ))}
        <details>
          <summary>{text('avatar.largest', { pixels: largePreview })}</summary>
          <canvas class="round" width={largePreview} height={largePreview} />
        </details>
      </div>
    </div>
  )
}

/** Puts cropperjs into the frame. @returns the picture's size, the frame's side, and how to change how it lies */
async function setUp(
  container: HTMLElement,
  url: string,
  onChange: (framing: Framing, image: HTMLImageElement) => void,
) {
  await import('cropperjs')
  const canvas = document.createElement('cropper-canvas')
  const element = document.createElement('cropper-image') as CropperImage
  const handle = document.createElement('cropper-handle')
  for (const name of ['scalable', 'translatable']) element.setAttribute(name, '')
  element.setAttribute('alt', text('avatar.chosen'))
  element.setAttribute('src', url)
  handle.setAttribute('action', 'move')
  handle.setAttribute('plain', '')
  canvas.append(element, handle)
  container.replaceChildren(canvas)

  const image = await element.$ready()
  const size = { width: image.naturalWidth, height: image.naturalHeight }
  const side = container.clientWidth
  element.addEventListener('transform', (event) => {
    const { matrix } = (event as CustomEvent<{ matrix: Matrix }>).detail
    const covered = keepCovered(matrix, size, side)
    if (covered.some((value, index) => Math.abs(value - (matrix[index] ?? 0)) > 1e-6)) {
      event.preventDefault()
      element.$setTransform(...covered)
      return
    }
    onChange({ transform: matrix, side, ...size }, image)
  })
  const change = (next: (matrix: Matrix) => Matrix) => element.$setTransform(...next(element.$getTransform()))
  change(() => cover(size, side))
  return { ...size, side, change }
}
