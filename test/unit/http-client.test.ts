import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { HttpClient, type HttpClientOptions, reportSent } from '../../main/http/http-client'
import { makeCertificate } from '../mail/certificates'

const opened: (Server | HttpClient)[] = []
const never = new AbortController().signal

afterEach(async () => {
  for (const one of opened.splice(0)) {
    if (!(one instanceof HttpClient)) one.closeAllConnections()
    await one.close()
  }
})

function openClient(options: Partial<HttpClientOptions> = {}): HttpClient {
  const http = new HttpClient({ responseTimeout: 5000, maxResponseSize: 100_000, ...options })
  opened.push(http)
  return http
}

/** @returns the address of a server that answers in its own way */
async function startServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  opened.push(server)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('a response comes with its status, its headers and its body unpacked, whatever its size', async () => {
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

test('a request is sent as it is given, to the client’s own server and to any other', async () => {
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

test('an upload asks for its next chunk once the network has taken the previous one, and tells how much it took', async () => {
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
  ['as sent', {}, (text: string) => text],
  ['as unpacked', { 'content-encoding': 'gzip' }, (text: string) => gzipSync(text)],
])('a body that is too large %s is a bad answer', async (_what, headers, pack) => {
  const url = await startServer((_request, response) => {
    response.writeHead(200, headers).end(pack('x'.repeat(200_000)))
  })
  await expect(openClient().request({ url })).rejects.toMatchObject({ code: 'bad-answer' })
})

test('a body that is said to be packed and is not is a bad answer', async () => {
  const url = await startServer((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end('{}')
  })
  await expect(openClient().request({ url })).rejects.toMatchObject({ code: 'bad-answer' })
})

test('a server that is silent, at first or half-way, is a time-out', async () => {
  const silent = await startServer(() => undefined)
  const halfWay = await startServer((_request, response) => void response.writeHead(200).write('{'))
  for (const url of [silent, halfWay]) {
    const request = openClient({ responseTimeout: 50 }).request({ url })
    await expect(request).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining(new URL(url).host),
    })
  }
  const { bytes } = await openClient({ responseTimeout: 50 }).download({ url: halfWay, from: 0, signal: never })
  await expect(readText(bytes)).rejects.toMatchObject({ code: 'timeout' })
})

test('a server that does not listen, and one that does not exist, are offline', async () => {
  for (const url of ['http://127.0.0.1:1/', 'https://nowhere.invalid/']) {
    await expect(openClient().request({ url })).rejects.toMatchObject({ code: 'offline' })
    const download = openClient().download({ url, from: 0, signal: never })
    await expect(download).rejects.toMatchObject({ code: 'offline' })
  }
})

test('a certificate of an unknown authority is not trusted, and nothing is sent', async () => {
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

test('an aborted request or download ends at once, with the reason it was given', async () => {
  let stop = new AbortController()
  const url = await startServer((request, response) => {
    if (request.url === '/half') response.writeHead(200).write('{')
    else stop.abort(new Error('enough'))
  })
  await expect(openClient().request({ url, signal: stop.signal })).rejects.toThrow('enough')
  stop = new AbortController()
  await expect(openClient().download({ url, from: 0, signal: stop.signal })).rejects.toThrow('enough')
  stop = new AbortController()
  const { bytes } = await openClient().download({ url: `${url}/half`, from: 0, signal: stop.signal })
  const reading = readText(bytes)
  stop.abort(new Error('enough'))
  await expect(reading).rejects.toThrow('enough')
})

test('a download begins where it is told to, or at the beginning when the server sends the whole file', async () => {
  const file = 'x'.repeat(1000) + 'y'.repeat(300_000)
  const ranges: unknown[] = []
  const url = await startServer(({ headers, url: path }, response) => {
    ranges.push(headers.range)
    const isPart = path === '/part' && headers.range !== undefined
    response.writeHead(isPart ? 206 : 200).end(isPart ? file.slice(1000) : file)
  })
  const http = openClient()
  const download = async (path: string, from: number) => {
    const { bytes, ...rest } = await http.download({ url: url + path, from, signal: never })
    return { ...rest, text: await readText(bytes) }
  }
  expect(await download('/part', 0)).toEqual({ status: 200, from: 0, text: file })
  expect(await download('/part', 1000)).toEqual({ status: 206, from: 1000, text: file.slice(1000) })
  expect(await download('/whole', 1000)).toEqual({ status: 200, from: 0, text: file })
  expect(ranges).toEqual([undefined, 'bytes=1000-', 'bytes=1000-'])
})

test('the body of a download that is refused is discarded, and does not keep its connection busy', async () => {
  let markEnded: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    markEnded = resolve
  })
  const url = await startServer((_request, response) => {
    // More than a connection holds while nobody reads.
    response.on('close', markEnded).writeHead(404).end('x'.repeat(50_000_000))
  })
  expect((await openClient().download({ url, from: 0, signal: never })).status).toBe(404)
  await ended
})
