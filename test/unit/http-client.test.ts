import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { HttpClient, type HttpClientOptions, reportSent } from '../../main/http/http-client'
import { version } from '../../package.json'
import { makeCertificate } from '../mail/certificates'
import { startTcpServer } from '../mail/mail-servers'

const opened: (Server | HttpClient)[] = []
const notAborted = new AbortController().signal

afterEach(async () => {
  for (const item of opened.splice(0)) {
    if (!(item instanceof HttpClient)) item.closeAllConnections()
    await item.close()
  }
})

function openClient(options: Partial<HttpClientOptions> = {}): HttpClient {
  const http = new HttpClient({ responseTimeout: 5000, maxResponseSize: 100_000, ...options })
  opened.push(http)
  return http
}

/** @returns the URL of a server with this listener */
async function startServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  opened.push(server)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('request returns the status, the headers and the decompressed body of any size', async () => {
  for (const size of [1, 50_000]) {
    const url = await startServer((_request, response) => {
      response.writeHead(418, { 'content-encoding': 'gzip', 'x-size': size }).end(gzipSync(Buffer.alloc(size, 'x')))
    })
    const { status, headers, body } = await openClient({ origin: url }).request({ url: `${url}/a?b=c` })
    expect(status).toBe(418)
    expect(headers['x-size']).toBe(String(size))
    expect(body.toString()).toBe('x'.repeat(size))
  }
})

test('a request is sent unchanged, to the client’s own server and to others', async () => {
  const url = await startServer(async (request, response) => {
    const { method, url: path, headers } = request
    response.end(JSON.stringify({ method, path, cookie: headers.cookie, body: await readText(request) }))
  })
  for (const origin of [url, 'http://other.invalid']) {
    const headers = { cookie: undefined, 'content-type': 'text/plain' }
    const request = { method: 'POST', url: `${url}/a?b=c`, headers, body: 'text' } as const
    const { body } = await openClient({ origin }).request(request)
    expect(JSON.parse(body.toString())).toEqual({ method: 'POST', path: '/a?b=c', body: 'text' })
  }
})

test('an upload reads its next chunk once the previous one is sent, and reports its progress', async () => {
  const url = await startServer(async (request, response) => void response.end(await readText(request)))
  const sent: number[] = []
  const buffer = Buffer.alloc(2)
  async function* chunks() {
    for (const part of ['ab', 'cd', 'ef']) {
      buffer.write(part)
      yield buffer
    }
  }
  const body = reportSent(chunks(), (bytes) => sent.push(bytes))
  const headers = { 'content-length': '6' }
  expect((await openClient().request({ method: 'PUT', url, headers, body })).body.toString()).toBe('abcdef')
  expect(sent).toEqual([2, 4, 6])
})

test('redirects are not followed', async () => {
  const url = await startServer((_request, response) => {
    response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
  })
  expect((await openClient().request({ url })).status).toBe(302)
})

test.each([
  ['uncompressed', {}, (text: string) => text],
  ['after decompression', { 'content-encoding': 'gzip' }, (text: string) => gzipSync(text)],
])('a body that is too large (%s) fails with bad-answer', async (_name, headers, encode) => {
  const url = await startServer((_request, response) => {
    response.writeHead(200, headers).end(encode('x'.repeat(200_000)))
  })
  await expect(openClient().request({ url })).rejects.toMatchObject({ code: 'bad-answer' })
})

const whole = gzipSync('x'.repeat(50_000))

test.each<[string, Buffer]>([
  ['is not compressed', Buffer.from('{}')],
  ['is cut off', whole.subarray(0, whole.length / 2)],
  ['is changed', Buffer.concat([whole.subarray(0, 20), Buffer.from('?'), whole.subarray(21)])],
  ['has another checksum', Buffer.concat([whole.subarray(0, -8), Buffer.alloc(8)])],
])('a body with content-encoding gzip that %s is the network’s fault', async (_name, sent) => {
  const url = await startServer((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(sent)
  })
  const { host } = new URL(url)
  await expect(openClient().request({ url })).rejects.toMatchObject({
    code: 'offline',
    message: `The answer from ${host} was damaged on its way. Try again.`,
  })
})

test.each<[string, string | string[], Buffer | string]>([
  ['GZIP', 'GZIP', gzipSync('text')],
  ['x-gzip', 'x-gzip', gzipSync('text')],
  ['X-Gzip, identity', ' X-Gzip , identity', gzipSync('text')],
  ['that comes twice', ['identity', 'gzip'], gzipSync('text')],
  ['identity', 'Identity', 'text'],
  ['nothing', '', 'text'],
])('the encoding %s is understood', async (_name, encoding, sent) => {
  const url = await startServer((_request, response) => {
    response.setHeader('content-encoding', encoding).end(sent)
  })
  expect((await openClient().request({ url })).body.toString()).toBe('text')
})

test('an empty body is empty, whatever its encoding is called', async () => {
  const url = await startServer((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end()
  })
  expect((await openClient().request({ url })).body).toHaveLength(0)
})

test.each(['br', 'deflate', 'gzip, gzip'])(
  'the encoding %s, which nobody asked for, fails with bad-answer',
  async (encoding) => {
    const url = await startServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(gzipSync(gzipSync('text')))
    })
    await expect(openClient().request({ url })).rejects.toMatchObject({ code: 'bad-answer' })
  },
)

test('every request names the program and its version, and what it accepts', async () => {
  const seen: IncomingHttpHeaders[] = []
  const url = await startServer(({ headers }, response) => {
    seen.push(headers)
    response.end()
  })
  const http = openClient()
  await http.request({ url })
  await http.request({ url, headers: { accept: 'application/json' } })
  const { bytes } = await http.download({ url, signal: notAborted })
  await readText(bytes)
  const agent = `FleepSettings/${version}`
  expect(seen).toMatchObject([
    { 'user-agent': agent, accept: '*/*', 'accept-encoding': 'gzip' },
    { 'user-agent': agent, accept: 'application/json' },
    // A file is counted and continued as it is.
    { 'user-agent': agent, accept: '*/*', 'accept-encoding': 'identity' },
  ])
})

test('a server that stops responding, before or within its answer, fails with timeout', async () => {
  const silent = await startServer(() => undefined)
  const halfWay = await startServer((_request, response) => void response.writeHead(200).write('{'))
  for (const url of [silent, halfWay]) {
    const request = openClient({ responseTimeout: 50 }).request({ url })
    await expect(request).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining(new URL(url).host),
    })
  }
  const { bytes } = await openClient({ responseTimeout: 50 }).download({ url: halfWay, signal: notAborted })
  await expect(readText(bytes)).rejects.toMatchObject({ code: 'timeout' })
})

test('a closed port and an unknown host fail with offline', async () => {
  for (const url of ['http://127.0.0.1:1/', 'https://nowhere.invalid/']) {
    await expect(openClient().request({ url })).rejects.toMatchObject({ code: 'offline' })
    const download = openClient().download({ url, signal: notAborted })
    await expect(download).rejects.toMatchObject({ code: 'offline' })
  }
})

test('a certificate of an unknown authority is refused before anything is sent', async () => {
  const certificate = await makeCertificate()
  let requests = 0
  const server = createTlsServer(certificate, (_request, response) => {
    requests += 1
    response.end('in')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  opened.push(server)
  const url = `https://localhost:${(server.address() as AddressInfo).port}`
  await expect(openClient().request({ url })).rejects.toMatchObject({ code: 'untrusted-server' })
  expect(requests).toBe(0)
  expect((await openClient({ ca: certificate.cert }).request({ url })).body.toString()).toBe('in')
})

test('an aborted request or download ends immediately, with the reason of the abort', async () => {
  let controller = new AbortController()
  const url = await startServer((request, response) => {
    if (request.url === '/half') response.writeHead(200).write('{')
    else controller.abort(new Error('enough'))
  })
  await expect(openClient().request({ url, signal: controller.signal })).rejects.toThrow('enough')
  controller = new AbortController()
  await expect(openClient().download({ url, signal: controller.signal })).rejects.toThrow('enough')
  controller = new AbortController()
  const { bytes } = await openClient().download({ url: `${url}/half`, signal: controller.signal })
  const reading = readText(bytes)
  controller.abort(new Error('enough'))
  await expect(reading).rejects.toThrow('enough')
})

test('a download sends its headers, and returns those of the answer with the bytes', async () => {
  const url = await startServer(({ headers }, response) => {
    response.writeHead(206, { 'content-range': 'bytes 1-3/4', etag: '"a"' }).end(headers.range)
  })
  const { status, headers, bytes } = await openClient().download({
    url,
    headers: { range: 'bytes=1-' },
    signal: notAborted,
  })
  expect(status).toBe(206)
  expect(headers).toMatchObject({ 'content-range': 'bytes 1-3/4', etag: '"a"' })
  expect(await readText(bytes)).toBe('bytes=1-')
})

test('the body of a refused download is discarded, and its connection is closed', async () => {
  let markEnded: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    markEnded = resolve
  })
  const url = await startServer((_request, response) => {
    // More than the buffers of a connection that nobody reads.
    response.on('close', markEnded).writeHead(404).end('x'.repeat(50_000_000))
  })
  expect((await openClient().download({ url, signal: notAborted })).status).toBe(404)
  await ended
})

test.each([
  ['a server for remote shells', 'SSH-2.0-OpenSSH_9.7\r\n'],
  ['a mail server', '220 mail.meadow.example ESMTP\r\n'],
  ['a header with a line break', 'HTTP/1.1 200 OK\r\nbad header\r\n\r\n'],
  ['headers of 100 kB', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`],
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}'],
])('%s is not understood, and not "offline"', async (_what, sent) => {
  const server = await startTcpServer((socket) => socket.write(sent))
  const http = new HttpClient({ responseTimeout: 5000, maxResponseSize: 100_000 })
  try {
    const request = http.request({ url: `http://127.0.0.1:${server.port}/` })
    await expect(request).rejects.toMatchObject({ code: 'bad-answer' })
  } finally {
    await http.close()
    await server.stop()
  }
})
