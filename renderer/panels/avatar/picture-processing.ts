import { text } from '../../text'
import type {
  Framed,
  Framing,
  Opened,
  PictureRequest,
  PictureResponse,
  Problem,
  ProblemReason,
} from './picture-messages'

/** The longest side of an SVG image after it is drawn, in pixels. */
const vectorSide = 2300

let worker: Worker | undefined
let lastId = 0
const pending = new Map<number, (response: PictureResponse) => void>()

/** @returns a preview with the file to frame, or why the file cannot be used */
export async function openPicture(file: Blob): Promise<{ file: Blob; opened: Opened } | Problem> {
  const response = await send({ kind: 'open', file })
  if (response.kind === 'vector') {
    const drawn = await rasterise(file)
    return drawn ? openPicture(drawn) : { kind: 'problem', reason: { text: 'avatar.badDrawing' } }
  }
  if (response.kind === 'opened') return { file, opened: response }
  return response.kind === 'problem' ? response : unexpected
}

/** @returns the framed square as a file, or why it cannot be made */
export async function framePicture(file: Blob, framing: Framing): Promise<Framed | Problem> {
  const response = await send({ kind: 'frame', file, framing })
  return response.kind === 'framed' || response.kind === 'problem' ? response : unexpected
}

const unexpected: Problem = { kind: 'problem', reason: { text: 'avatar.unreadable' } }

export function problemText(reason: ProblemReason): string {
  return reason.text === 'avatar.tooManyPixels' ? text(reason.text, reason) : text(reason.text)
}

type WithoutId<Request> = Request extends PictureRequest ? Omit<Request, 'id'> : never

function send(request: WithoutId<PictureRequest>): Promise<PictureResponse> {
  worker ??= startWorker()
  lastId += 1
  const id = lastId
  return new Promise((resolve) => {
    pending.set(id, resolve)
    worker?.postMessage({ ...request, id })
  })
}

function startWorker(): Worker {
  const started = new Worker(new URL('./picture-worker.ts', import.meta.url), { type: 'module' })
  started.onmessage = ({ data }: MessageEvent<{ id: number; response: PictureResponse }>) => {
    pending.get(data.id)?.(data.response)
    pending.delete(data.id)
  }
  // A worker may end, for example when a picture needs too much memory. The next picture starts a new one.
  started.onerror = () => {
    started.terminate()
    worker = undefined
    for (const resolve of pending.values()) resolve(unexpected)
    pending.clear()
  }
  return started
}

/** An SVG file that is loaded as an image runs no script and loads no other files. */
async function rasterise(file: Blob): Promise<Blob | null> {
  const url = URL.createObjectURL(new Blob([file], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const scale = vectorSide / Math.max(image.naturalWidth, image.naturalHeight, 1)
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale))
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale))
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
  } catch {
    return null
  } finally {
    URL.revokeObjectURL(url)
  }
}
