import { text } from '../../text'
import type { Answer, Framed, Framing, Opened, Problem, Question, Reason } from './picture-messages'

/** The longest side of a drawing when it is made into pixels. */
const vectorSide = 2300

let worker: Worker | undefined
let lastId = 0
const waiting = new Map<number, (answer: Answer) => void>()

/** @returns a picture that can be framed, with the file to frame it from; or why it cannot be used */
export async function openPicture(file: Blob): Promise<{ file: Blob; opened: Opened } | Problem> {
  const answer = await ask({ kind: 'open', file })
  if (answer.kind === 'vector') {
    const drawn = await rasterise(file)
    return drawn ? openPicture(drawn) : { kind: 'problem', why: { text: 'avatar.badDrawing' } }
  }
  if (answer.kind === 'opened') return { file, opened: answer }
  return answer.kind === 'problem' ? answer : unexpected
}

export async function framePicture(file: Blob, framing: Framing): Promise<Framed | Problem> {
  const answer = await ask({ kind: 'frame', file, framing })
  return answer.kind === 'framed' || answer.kind === 'problem' ? answer : unexpected
}

const unexpected: Problem = { kind: 'problem', why: { text: 'avatar.unreadable' } }

export function sentenceOf(why: Reason): string {
  return why.text === 'avatar.tooManyPixels' ? text(why.text, why) : text(why.text)
}

type Ask = Question extends infer One ? (One extends Question ? Omit<One, 'id'> : never) : never

function ask(question: Ask): Promise<Answer> {
  worker ??= start()
  lastId += 1
  const id = lastId
  return new Promise((resolve) => {
    waiting.set(id, resolve)
    worker?.postMessage({ ...question, id })
  })
}

function start(): Worker {
  const started = new Worker(new URL('./picture-worker.ts', import.meta.url), { type: 'module' })
  started.onmessage = ({ data }: MessageEvent<{ id: number; answer: Answer }>) => {
    waiting.get(data.id)?.(data.answer)
    waiting.delete(data.id)
  }
  // It ends with a picture that takes all memory, say. The next one gets a new worker.
  started.onerror = () => {
    started.terminate()
    worker = undefined
    for (const resolve of waiting.values()) resolve(unexpected)
    waiting.clear()
  }
  return started
}

/** As an image, a drawing runs no script and loads nothing from elsewhere. */
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
