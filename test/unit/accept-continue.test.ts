import { createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { HttpClient } from '../../main/http/http-client'

const opened: (Server | HttpClient)[] = []

afterEach(async () => {
  for (const item of opened.splice(0)) await item.close()
})

const head = (status: string) => `HTTP/1.1 ${status}\r\n\r\n`
const answer = (body: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`

/** Starts a server that answers each request with these pieces. A piece is sent once the previous one is on its way. */
async function serve(pieces: string[]): Promise<{ url: string; http: HttpClient }> {
  const server = createServer((socket) => {
    socket.setNoDelay(true).on('error', () => undefined)
    socket.on('data', async () => {
      for (const piece of pieces) {
        await new Promise((resolve) => socket.write(piece, resolve))
        // Another turn of the other end, which reads it alone.
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`
  const http = new HttpClient({ origin: url, responseTimeout: 2000, maxResponseSize: 100_000 })
  opened.push(server, http)
  return { url, http }
}

test.each<[string, string[]]>([
  ['none', [answer('text')]],
  ['one', [head('100 Continue'), answer('text')]],
  ['one in the same piece', [head('100 Continue') + answer('text')]],
  ['one with headers', ['HTTP/1.1 100 Continue\r\nserver: x\r\n\r\n', answer('text')]],
  ['one without a reason', [head('100'), answer('text')]],
  ['three', [head('100 Continue') + head('100 Continue'), head('100 Continue') + answer('text')]],
  ['one among others', [head('103 Early Hints') + head('100 Continue'), head('102 Processing'), answer('text')]],
  ['a byte at a time', [...(head('100 Continue') + answer('text'))]],
  ['one in the middle of which a piece ends', ['HTTP/1.1 100 Continue\r\nserv', `er: x\r\n\r\n${answer('text')}`]],
  [
    'one after another one, whose head comes in pieces',
    ['HTTP/1.1 103 Early Hints\r\nlink: </a', `>\r\n\r\n${head('100 Continue')}`, answer('text')],
  ],
  [
    'one of which the start is in the piece of another one',
    [`${head('103 Early Hints')}HTTP/1.1 10`, `0 Continue\r\n\r\n${answer('text')}`],
  ],
  ['one whose last line end comes in pieces', ['HTTP/1.1 100 Continue\r\n\r', `\n${head('100')}`, answer('text')]],
  [
    'several, a byte at a time',
    [...(head('103 Early Hints') + head('100 Continue') + head('102') + head('100') + answer('text'))],
  ],
])('an answer with %s before it is read: 100 Continue', async (_name, pieces) => {
  const { url, http } = await serve(pieces)
  for (let request = 0; request < 3; request += 1) {
    const { status, body } = await http.request({ url })
    expect([status, body.toString()]).toEqual([200, 'text'])
  }
})

test('a body that looks like 100 Continue stays as it is', async () => {
  const text = head('100 Continue')
  const { url, http } = await serve([`HTTP/1.1 200 OK\r\ncontent-length: ${2 * text.length}\r\n\r\n`, text, text])
  expect((await http.request({ url })).body.toString()).toBe(text + text)
})

test.each([
  ['Request Entity Too Large', ['H']],
  ['HTTP/1.1 1', ['HTTP/1.1 1']],
  ['HTTP/1.1 100', ['HTTP/1.1 10', '0']],
  ['HTTP/1.1 100 Continue\r\n\r\n', ['HTTP/1.1 100 Continue\r\n', '\r\n']],
])('the end of an early refusal of an upload is read at once, whatever it is (%s)', async (start, end) => {
  const body = start + end.join('')
  let isEnded = false
  const server = createServer((socket) => {
    socket.setNoDelay(true).on('error', () => undefined)
    socket.once('data', () => {
      socket.write(`HTTP/1.1 413 Content Too Large\r\ncontent-length: ${body.length}\r\n\r\n${start}`)
      // The upload goes on meanwhile.
      socket.once('data', async () => {
        for (const piece of end) {
          await new Promise((resolve) => socket.write(piece, resolve))
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`
  const http = new HttpClient({ origin: url, responseTimeout: 2000, maxResponseSize: 100_000 })
  opened.push(server, http)
  async function* file() {
    while (!isEnded) {
      yield Buffer.alloc(1000)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const response = await http.request({ method: 'PUT', url, body: file() }).finally(() => {
    isEnded = true
  })
  expect([response.status, response.body.toString()]).toEqual([413, body])
})

test('an endless informational answer ends the call as one that is not understood', async () => {
  const { url, http } = await serve(['HTTP/1.1 103 Early Hints\r\n', ...Array(30).fill(`x: ${'x'.repeat(5000)}\r\n`)])
  await expect(http.request({ url })).rejects.toMatchObject({ code: 'bad-answer' })
})

test('nothing after 100 Continue is no answer', async () => {
  const { url, http } = await serve([head('100 Continue')])
  const quick = new HttpClient({ origin: url, responseTimeout: 100, maxResponseSize: 100 })
  opened.push(quick)
  await expect(quick.request({ url })).rejects.toMatchObject({ code: 'timeout' })
  await http.close()
})
