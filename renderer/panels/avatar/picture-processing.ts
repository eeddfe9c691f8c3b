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
import { rasterise } from './rasterise'

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

/**
 * @param opened the id under which the file was opened
 * @returns the framed square as a file, or why it cannot be made
 */
export async function framePicture(file: Blob, opened: number, framing: Framing): Promise<Framed | Problem> {
  const response = await send({ kind: 'frame', file, opened, framing })
  return response.kind === 'framed' || response.kind === 'problem' ? response : unexpected
}

const unexpected: Problem = { kind: 'problem', reason: { text: 'avatar.unreadable' } }

export function problemText(reason: ProblemReason): string {
  switch (reason.text) {
    case 'avatar.tooManyPixels':
      return text(reason.text, reason)
    case 'avatar.tooLong':
      return text(reason.text, reason)
    case 'avatar.otherFormat':
      return text(reason.text, reason)
    default:
      return text(reason.text)
  }
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
