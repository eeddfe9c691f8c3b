import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Transport, type TransportOptions } from '../../main/fleep/transport'
import { HttpClient } from '../../main/http/http-client'
import { FleepServer } from '../fleep-server/server'

let fleep: FleepServer
let transport: Transport
const others: (Server | Transport)[] = []
const credentials = { ticket: 'ticket-1', tokenId: 'token-1' }

beforeEach(async () => {
  fleep = await FleepServer.start()
  transport = new Transport({ server: fleep.url, retryDelay: 1 })
})

afterEach(async () => {
  vi.restoreAllMocks()
  await transport.close()
  await fleep.stop()
  for (const other of others.splice(0)) {
    if (other instanceof Transport) await other.close()
    else {
      other.closeAllConnections()
      other.close()
    }
  }
})

/** Starts a server with this listener. @returns a transport for it */
async function withServer(listener: RequestListener, options: Partial<TransportOptions> = {}): Promise<Transport> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const client = new Transport({ server: `http://127.0.0.1:${port}`, retryDelay: 1, ...options })
  others.push(server, client)
  return client
}

const toEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
const call = (client: Transport) => client.call('any/thing', {}, { repeatable: false })
const countConfigureCalls = () => fleep.receivedCalls.filter(({ method }) => method === 'account/configure').length

test('only a call with credentials sends cookie, ticket and api_version', async () => {
  await transport
    .call('account/configure', { phone_nr: '1' }, { repeatable: false, credentials })
    .catch(() => undefined)
  await transport.call('alias/confirm', { notification_id: 'x' }, { repeatable: false }).catch(() => undefined)
  const [first, second] = fleep.receivedCalls
  expect(first?.input).toEqual({ phone_nr: '1', ticket: 'ticket-1', api_version: 2 })
  expect(first?.headers.cookie).toBe('token_id=token-1')
  expect(second?.input).toEqual({ notification_id: 'x' })
  expect(second?.headers.cookie).toBeUndefined()
})

test.each([
  ['drop-before', true, 3],
  ['drop-before', false, 1],
] as const)('after %s, a call with repeatable: %s reaches the server %i times', async (kind, repeatable, times) => {
  fleep.planFault('account/configure', { kind }, 5)
  const attempt = transport.call('account/configure', {}, { repeatable, credentials })
  await expect(attempt).rejects.toMatchObject({ code: 'offline' })
  expect(countConfigureCalls()).toBe(times)
})

test.each([
  [500, true, 3],
  [503, false, 1],
  [431, true, 1],
  [401, true, 1],
])('after status %i, a call with repeatable: %s reaches the server %i times', async (status, repeatable, times) => {
  fleep.planFault('account/configure', { kind: 'status', status }, 5)
  await transport.call('account/configure', {}, { repeatable, credentials }).catch(() => undefined)
  expect(countConfigureCalls()).toBe(times)
})

test.each([
  [400, 'refused'],
  [401, 'refused'],
  [403, 'refused'],
  [404, 'bad-answer'],
  [409, 'refused'],
  [429, 'refused'],
  [430, 'refused'],
  [431, 'refused'],
  [500, 'server-fault'],
  [507, 'refused'],
  [302, 'bad-answer'],
])('status %i fails with %s', async (status, code) => {
  const client = await withServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', location: 'http://127.0.0.1:1/' })
    response.end('{"error_id":"any"}')
  })
  await expect(call(client)).rejects.toMatchObject({ code })
})

test.each<[string, number, boolean, Record<string, string>, number]>([
  ['503 without Retry-After', 503, true, {}, 3],
  ['503 that asks for a second', 503, true, { 'retry-after': '1' }, 3],
  ['503 that asks for more than somebody waits', 503, true, { 'retry-after': '6' }, 1],
  ['503 of a call that must not be repeated', 503, false, { 'retry-after': '1' }, 1],
  ['429 without Retry-After', 429, true, {}, 1],
  ['429 that asks for a second', 429, true, { 'retry-after': '1' }, 3],
  ['429 of a call that must not be repeated', 429, false, { 'retry-after': '1' }, 1],
])('after %s, a call reaches the server so often', async (_name, status, repeatable, headers, times) => {
  fleep.planFault('account/configure', { kind: 'status', status, headers }, 5)
  const start = performance.now()
  await transport.call('account/configure', {}, { repeatable, credentials }).catch(() => undefined)
  expect(countConfigureCalls()).toBe(times)
  if (times === 3 && 'retry-after' in headers) expect(performance.now() - start).toBeGreaterThan(1950)
})

test('a wait that the server asks for ends with the call', async () => {
  const controller = new AbortController()
  fleep.planFault('account/configure', { kind: 'status', status: 503, headers: { 'retry-after': '5' } }, 5)
  const { signal } = controller
  const attempt = transport.call('account/configure', {}, { repeatable: true, credentials, signal })
  const ended = expect(attempt).rejects.toThrow('enough')
  await vi.waitFor(() => expect(countConfigureCalls()).toBe(1))
  const start = performance.now()
  controller.abort(new Error('enough'))
  await ended
  expect(performance.now() - start).toBeLessThan(1000)
})

test('after a time-out, a call is repeated once, if it may be', async () => {
  const silent = new Transport({ server: fleep.url, retryDelay: 1, responseTimeout: 100 })
  others.push(silent)
  fleep.planFault('account/configure', { kind: 'never-answers' }, 5)
  await expect(silent.call('account/configure', {}, { repeatable: false, credentials })).rejects.toMatchObject({
    code: 'timeout',
  })
  expect(countConfigureCalls()).toBe(1)
  await expect(silent.call('account/configure', {}, { repeatable: true, credentials })).rejects.toMatchObject({
    code: 'timeout',
  })
  expect(countConfigureCalls()).toBe(3)
})

test('a repeatable call succeeds although all open connections are dead without a sign of it', async () => {
  const dead = new Set<Socket>()
  const open = new Set<Socket>()
  const client = await withServer(
    ({ socket }, response) => {
      open.add(socket)
      if (!dead.has(socket)) response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    },
    { responseTimeout: 500 },
  )
  await Promise.all(Array.from({ length: 4 }, () => call(client)))
  for (const socket of open) dead.add(socket)
  expect((await client.call('any/thing', {}, { repeatable: true })).body).toEqual({})
})

test('calls that are under way finish on their connection when connections are renewed', async () => {
  const waiting: (() => void)[] = []
  const used: Socket[] = []
  const client = await withServer((request, response) => {
    used.push(request.socket)
    const answer = () => void response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    if (used.length === 1) waiting.push(answer)
    else answer()
  })
  const first = call(client)
  await vi.waitFor(() => expect(waiting).toHaveLength(1))
  client.renewConnections()
  await call(client)
  expect(used[1]).not.toBe(used[0])
  waiting[0]?.()
  expect((await first).body).toEqual({})
  await vi.waitFor(() => expect(used[0]?.destroyed).toBe(true))
})

test('after a suspend, calls that hear nothing are repeated or fail, and an upload that moves goes on', async () => {
  const answers: (() => void)[] = []
  let received = 0
  const client = await withServer((request, response) => {
    received += 1
    const answer = () => response.setHeader('content-type', 'application/json').end('{}')
    if (request.url?.startsWith('/api/avatar')) request.on('data', () => undefined).on('end', answer)
    else answers.push(answer)
    if (received === 4) answer()
  })
  const repeatable = client.call('alias/sync', {}, { repeatable: true })
  const other = client.call('alias/add', {}, { repeatable: false })
  const lost = expect(other).rejects.toMatchObject({ code: 'offline' })
  const open = async function* () {
    for (let sent = 0; sent < 15; sent += 1) yield sleep(30, Buffer.of(sent))
  }
  const upload = client.upload('avatar/upload', { name: 'a.png', type: 'image/png', size: 15, open }, { credentials })
  await expect.poll(() => received).toBe(3)
  client.renewConnections(150)
  await Promise.all([repeatable, lost, upload])
  expect(answers).toHaveLength(3)
})

test('closing ends the calls on connections that were renewed, too', async () => {
  let isAsked = () => undefined as unknown
  const asked = new Promise((resolve) => {
    isAsked = () => resolve(undefined)
  })
  const silent = await withServer(() => isAsked())
  const attempt = expect(call(silent)).rejects.toMatchObject({ code: 'offline' })
  await asked
  silent.renewConnections()
  await silent.close()
  await attempt
})

test('the message of a server error is one line of plain text, without secrets that were sent', async () => {
  const message = `No\u202e\n${'pass-word'}${'x'.repeat(500)}`
  const client = await withServer((_request, response) => {
    const body = JSON.stringify({ error_id: 'no', error_message: message })
    response.writeHead(431, { 'content-type': 'application/json' }).end(body)
  })
  const failure = await client
    .call('account/login', { password: 'pass-word' }, { repeatable: false })
    .catch((reason) => reason)
  expect(failure.message).toMatch(/^No •••x+…$/)
  expect(failure.message).toHaveLength(300)
})

test.each([
  ['JSON', (sent: string) => `You sent ${sent}.`],
  ['JSON in JSON', (sent: string) => `You sent ${JSON.stringify(sent)}.`],
  ['JSON in ASCII', (sent: string) => `You sent ${sent.replace(/[^ -~]/g, toEscape)}.`],
  ['an address', (sent: string) => `You sent ${encodeURIComponent(JSON.parse(sent).password)}.`],
  [
    'HTML',
    (sent: string) => `You sent ${JSON.parse(sent).password.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}.`,
  ],
])('a server that repeats a password as %s is not quoted', async (_name, repeat) => {
  const password = 'a"b\\c/d é\t&end'
  const client = await withServer((request, response) => {
    let sent = ''
    request.on('data', (chunk) => {
      sent += chunk
    })
    request.on('end', () => {
      const body = JSON.stringify({ error_message: repeat(sent) })
      response.writeHead(431, { 'content-type': 'application/json' }).end(body)
    })
  })
  const failure = await client.call('account/login', { password }, { repeatable: false }).catch((reason) => reason)
  expect(failure.message).toContain('•••')
  expect(failure.message).not.toMatch(/end|b.{0,3}c/)
})

test.each([
  ['empty', '', 'application/json'],
  ['HTML', '<html></html>', 'text/html'],
  ['JSON with the type text/plain', '{}', 'text/plain'],
  ['a list', '[]', 'application/json'],
  ['cut-off JSON', '{"a":', 'application/json'],
])('an answer that is %s fails with bad-answer', async (_name, body, type) => {
  const client = await withServer(
    (_request, response) => void response.writeHead(200, { 'content-type': type }).end(body),
  )
  await expect(call(client)).rejects.toMatchObject({ code: 'bad-answer' })
})

test('an answer that is too large fails with bad-answer, compressed or not', async () => {
  const large = JSON.stringify({ text: 'x'.repeat(200_000) })
  const options = { maxResponseSize: 100_000 }
  const plain = await withServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(large)
  }, options)
  await expect(call(plain)).rejects.toMatchObject({ code: 'bad-answer' })
  const compressed = await withServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(large))
  }, options)
  await expect(call(compressed)).rejects.toMatchObject({ code: 'bad-answer' })
})

test('a server that stops responding, before or within its answer, fails with timeout', async () => {
  const silent = await withServer(() => undefined, { responseTimeout: 50 })
  await expect(call(silent)).rejects.toMatchObject({ code: 'timeout' })
  const halfWay = await withServer(
    (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{'),
    { responseTimeout: 50 },
  )
  await expect(call(halfWay)).rejects.toMatchObject({ code: 'timeout' })
})

test('an aborted call ends immediately, with the reason of the abort', async () => {
  const controller = new AbortController()
  const silent = await withServer(() => controller.abort(new Error('enough')))
  await expect(silent.call('any/thing', {}, { repeatable: true, signal: controller.signal })).rejects.toThrow('enough')
})

test('a new cookie is returned with the answer', async () => {
  const client = await withServer((_request, response) => {
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'set-cookie': ['a=b', 'token_id=cookie-of-a-test-1; Path=/'],
    }
    response.writeHead(200, headers).end('{}')
  })
  expect((await call(client)).tokenId).toBe('cookie-of-a-test-1')
})

test('files on other servers are requested without credentials and over HTTPS only', async () => {
  const request = vi.spyOn(HttpClient.prototype, 'request').mockResolvedValue({
    status: 200,
    headers: {},
    body: Buffer.alloc(0),
  })
  const noBytes = (async function* () {})()
  const download = vi
    .spyOn(HttpClient.prototype, 'download')
    .mockResolvedValue({ status: 200, headers: {}, bytes: noBytes, discard: () => undefined })
  const { signal } = new AbortController()
  const whole = { part: null, size: null }
  for (const url of [`${fleep.url}/a.png`, 'https://other.invalid/a.png']) {
    await transport.fetch(url, { credentials })
    await transport.download(url, whole, { credentials, signal })
  }
  const cookies = [request, download].map(({ mock }) => mock.calls.map(([{ headers }]) => headers?.cookie))
  expect(cookies).toEqual([
    ['token_id=token-1', undefined],
    ['token_id=token-1', undefined],
  ])
  const plain = 'http://other.invalid/a.png'
  await expect(transport.fetch(plain, { credentials })).rejects.toMatchObject({ code: 'bad-answer' })
  await expect(transport.download(plain, whole, { credentials, signal })).rejects.toMatchObject({ code: 'bad-answer' })
  expect(request.mock.calls.length + download.mock.calls.length).toBe(4)
})
