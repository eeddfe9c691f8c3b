import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { text } from '../../text'
import { type Cropper, createCropper } from './cropper'
import { cover, draw, mostZoom, pixelsInFrame, turn, zoom, zoomOf } from './framing'
import type { Framing } from './picture-messages'
import './framer.css'
import '../../ui/form-text.css'

/** The sizes in which others see the avatar, in pixels. */
const previewSizes = [200, 100, 50]
const largePreview = 575
/** Others see the avatar in 200 pixels and less: a picture with fewer is enlarged, and looks blurred. */
const sharpSize = 200
/** How near a zoom may be to an end that it has reached. */
const nearly = 0.001

interface FramerProps {
  /** A copy of the picture that the browser can show. */
  url: string
  /** The width of the picture itself, in pixels. */
  width: number
  /** Whether it is the first of several. */
  isAnimated: boolean
  /** Called with every change. */
  onFraming(framing: Framing): void
  /** Called when Escape is pressed in the frame. */
  cancel(): void
}

/** A square frame around a picture, which is moved, zoomed and turned by mouse, touch or keys, with its previews. */
export function Framer({ url, width, isAnimated, onFraming, cancel }: FramerProps) {
  const frame = useRef<HTMLDivElement>(null)
  const previews = useRef<HTMLDivElement>(null)
  const [cropper, setCropper] = useState<Cropper | null>(null)
  const [view, setView] = useState({ zoom: 1, isBlurred: false })

  useEffect(() => {
    const container = frame.current
    if (!container) return undefined
    let isGone = false
    const created = createCropper(container, url, (framing, image) => {
      if (isGone) return
      onFraming(framing)
      setView({ zoom: zoomOf(framing), isBlurred: Math.round(pixelsInFrame(framing, width)) < sharpSize })
      for (const canvas of previews.current?.querySelectorAll('canvas') ?? []) draw(canvas, image, framing)
    })
    void created.then((next) => !isGone && setCropper(next))
    return () => {
      isGone = true
      container.replaceChildren()
    }
  }, [url])

  const actions = actionsOf(cropper)
  return (
    <div class="framer">
      <div class="framer-main">
        <div
          class="frame"
          ref={frame}
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys do what the mouse does, and the label names them.
          tabIndex={0}
          aria-label={text('avatar.frameHelp')}
          onKeyDown={(event) => onKey(event, actions, cancel)}
        />
        <div class="form-text one-line" role="status">
          {view.isBlurred ? (
            <p class="help">{text('avatar.blurred')}</p>
          ) : (
            isAnimated && <p class="help">{text('avatar.firstOnly')}</p>
          )}
        </div>
        <ZoomSlider zoom={view.zoom} zoomBy={actions.zoomBy} />
        <div class="buttons">
          <button type="button" aria-disabled={view.zoom <= 1 + nearly} onClick={() => actions.zoomBy(1 / 1.25)}>
            {text('avatar.smaller')}
          </button>
          <button type="button" aria-disabled={view.zoom >= mostZoom - nearly} onClick={() => actions.zoomBy(1.25)}>
            {text('avatar.larger')}
          </button>
          <button type="button" onClick={actions.turn}>
            {text('avatar.turn')}
          </button>
        </div>
      </div>
      <Previews element={previews} />
    </div>
  )
}

/** Its way is logarithmic, so that each step enlarges by the same factor. */
function ZoomSlider({ zoom, zoomBy }: { zoom: number; zoomBy(factor: number): void }) {
  return (
    <input
      type="range"
      class="zoom"
      aria-label={text('avatar.zoom')}
      aria-valuetext={text('common.percent', { part: zoom })}
      min={0}
      max={1}
      step={0.01}
      value={Math.log(zoom) / Math.log(mostZoom)}
      onInput={(event) => zoomBy(mostZoom ** Number(event.currentTarget.value) / zoom)}
    />
  )
}

function Previews({ element }: { element: RefObject<HTMLDivElement | null> }) {
  return (
    <div class="previews" ref={element}>
      {previewSizes.map((pixels) => (
        <figure key={pixels}>
          <canvas width={pixels} height={pixels} />
          <figcaption class="help">{text('avatar.pixels', { pixels })}</figcaption>
        </figure>
      ))}
      <details>
        <summary>{text('avatar.largest', { pixels: largePreview })}</summary>
        <canvas width={largePreview} height={largePreview} />
      </details>
    </div>
  )
}

type Actions = ReturnType<typeof actionsOf>

/** What the buttons and keys do; nothing until the cropper is loaded. */
function actionsOf(cropper: Cropper | null) {
  return {
    moveBy: (x: number, y: number) => cropper?.transform(([a, b, c, d, e, f]) => [a, b, c, d, e + x, f + y]),
    zoomBy: (factor: number) => cropper?.transform((matrix) => zoom(matrix, cropper.size, cropper.side, factor)),
    turn: () => cropper?.transform((matrix) => turn(matrix, cropper.size, cropper.side)),
    reset: () => cropper?.transform(() => cover(cropper.size, cropper.side)),
  }
}

function onKey(event: KeyboardEvent, { moveBy, zoomBy, turn, reset }: Actions, cancel: () => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const step = event.shiftKey ? 40 : 8
  const keys: Record<string, () => void> = {
    ArrowLeft: () => moveBy(-step, 0),
    ArrowRight: () => moveBy(step, 0),
    ArrowUp: () => moveBy(0, -step),
    ArrowDown: () => moveBy(0, step),
    '+': () => zoomBy(1.1),
    '=': () => zoomBy(1.1),
    '-': () => zoomBy(1 / 1.1),
    r: turn,
    '0': reset,
    Escape: cancel,
  }
  const action = keys[event.key]
  if (!action) return
  event.preventDefault()
  action()
}
