import { type AddressInfo, createServer, type Socket } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { HttpClient } from '../../main/http/http-client'

const ends: (() => unknown)[] = []

afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

interface Answer {
  first?: string
  /** Sent every 20 ms from then on. */
  repeated?: string
  onRequest?: (socket: Socket) => void
}

async function startServer({ first = '', repeated = '', onRequest }: Answer): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => clearInterval(timer))
    let timer: NodeJS.Timeout | undefined
    socket.once('data', () => {
      onRequest?.(socket)
      if (first) socket.write(first)
      if (repeated) timer = setInterval(() => socket.write(repeated), 20)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function openClient(responseTimeout: number): HttpClient {
  const http = new HttpClient({ responseTimeout, maxResponseSize: 1_000_000 })
  ends.push(() => http.close())
  return http
}

const jsonHead = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'

const slowAnswers: [string, Answer][] = [
  ['says nothing', {}],
  ['drips its first line', { repeated: ' ' }],
  ['drips a header', { first: `${jsonHead}A: `, repeated: 'a' }],
  ['sends headers for ever', { first: jsonHead, repeated: 'A: b\r\n' }],
  ['drips its body', { first: `${jsonHead}Content-Length: 1000000\r\n\r\n`, repeated: ' ' }],
  ['drips its body in chunks', { first: `${jsonHead}Transfer-Encoding: chunked\r\n\r\n`, repeated: '1\r\n \r\n' }],
  ['drips a body without a length', { first: `${jsonHead}\r\n`, repeated: ' ' }],
  ['sends 103 Early Hints for ever', { repeated: 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n' }],
  ['sends 102 Processing for ever', { repeated: 'HTTP/1.1 102 Processing\r\n\r\n' }],
]

test.each(slowAnswers)('a call ends at the limit for the whole at a server that %s', async (_what, answer) => {
  const url = await startServer(answer)
  const begin = performance.now()
  for (const responseTimeout of [100, undefined]) {
    const call = openClient(100).request({ method: 'POST', url, body: '{}', responseTimeout })
    // A parser may give up a wrong answer earlier.
    await expect(call).rejects.toMatchObject({ code: expect.stringMatching(/^(timeout|offline|bad-answer)$/) })
  }
  expect(performance.now() - begin).toBeLessThan(2000)
})

test.each(slowAnswers)('a call ends when its signal fires at a server that %s', async (_what, answer) => {
  let onAsked: () => void = () => undefined
  const asked = new Promise<void>((resolve) => {
    onAsked = resolve
  })
  const url = await startServer({ ...answer, onRequest: () => onAsked() })
  const controller = new AbortController()
  const call = openClient(60_000).request({ url, signal: controller.signal })
  await asked
  controller.abort(new Error('enough'))
  await expect(call).rejects.toThrow('enough')
})

test('a download that drips is given up, and one that is slow only to be read is not', async () => {
  const dripping = await startServer({ first: 'HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n', repeated: 'x' })
  const notAborted = new AbortController().signal
  const { bytes } = await openClient(300).download({ url: dripping, signal: notAborted })
  await expect(readText(bytes)).rejects.toMatchObject({ code: 'timeout' })

  const size = 300_000
  const fast = await startServer({
    first: `HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n${'x'.repeat(size)}`,
  })
  const file = await openClient(200).download({ url: fast, signal: notAborted })
  let read = 0
  for await (const chunk of file.bytes) {
    read += chunk.length
    // Longer than any wait for the network may take.
    if (read === chunk.length) await new Promise((resolve) => setTimeout(resolve, 500))
  }
  expect(read).toBe(size)
})

test('a download that goes on takes longer than any other call', async () => {
  const first = 'HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n'
  const url = await startServer({ first, repeated: 'x'.repeat(1000) })
  const { bytes } = await openClient(100).download({ url, signal: new AbortController().signal })
  expect(await readText(bytes)).toHaveLength(50_000)
})

async function* chunksOf(count: number) {
  for (let index = 0; index < count; index += 1) yield Buffer.alloc(64 * 1024)
}

test('an upload that goes on takes longer than any other call; one that stops is given up', async () => {
  const count = 300
  const headers = { 'content-length': String(64 * 1024 * count) }
  const slow = await startServer({
    onRequest(socket) {
      let received = 0
      // At most 64 KiB each time, so that it takes a second and a half at least.
      const read = setInterval(() => {
        received += socket.read()?.length ?? 0
        if (received >= 64 * 1024 * (count - 2)) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}')
      }, 5)
      socket.pause().on('close', () => clearInterval(read))
    },
  })
  const begin = performance.now()
  const answer = await openClient(600).request({ method: 'PUT', url: slow, headers, body: chunksOf(count) })
  expect(answer.status).toBe(200)
  expect(performance.now() - begin).toBeGreaterThan(1200)

  const stuck = await startServer({ onRequest: (socket) => socket.pause() })
  const call = openClient(100).request({ method: 'PUT', url: stuck, headers, body: chunksOf(count) })
  await expect(call).rejects.toMatchObject({ code: 'timeout' })
})
