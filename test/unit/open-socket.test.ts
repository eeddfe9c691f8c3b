import dns, { type LookupAddress } from 'node:dns'
import dnsPromises from 'node:dns/promises'
import { syncBuiltinESMExports } from 'node:module'
import { createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { HttpClient } from '../../main/http/http-client'
import { openSocket } from '../../main/http/open-socket'
import { checkMailServer } from '../../main/mail/check'
import { startUnresponsiveServer } from '../mail/mail-servers'

const ends: (() => unknown)[] = []
const never = new AbortController().signal
/** Of a computer without an IPv6 connection. */
const unreachable = '2001:db8::1'

afterEach(async () => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
  for (const end of ends.splice(0)) await end()
})

/** Makes every name have these addresses, in this order. */
function resolveTo(...addresses: string[]) {
  const found = addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 }))
  const lookup = (_name: string, _options: object, callback: (error: null, found: LookupAddress[]) => void) =>
    callback(null, found)
  vi.spyOn(dns, 'lookup').mockImplementation(lookup as never)
  vi.spyOn(dnsPromises, 'lookup').mockResolvedValue(found[0] as never)
  syncBuiltinESMExports()
}

/** A host that takes about a second to connect. */
async function startSlowServer() {
  const server = await startUnresponsiveServer()
  ends.push(server.stop)
  // The first attempt is lost by then; the system repeats it after a second.
  const acceptLater = () => sleep(400).then(server.accept)
  return { port: server.port, acceptLater }
}

async function listen(host: string, port: number): Promise<void> {
  const server = createServer((socket) => socket.end('fast'))
  ends.push(() => server.close())
  await new Promise<void>((resolve) => server.listen(port, host, resolve))
}

async function open(port: number, signal = never): Promise<Socket> {
  const socket = await openSocket('host.example', port, signal)
  ends.push(() => socket.destroy())
  return socket
}

test.runIf(process.platform === 'linux').each([
  ['has no other address', ['127.0.0.1']],
  ['also has an IPv6 address, without an IPv6 connection', ['127.0.0.1', unreachable]],
  ['is first tried by IPv6', [unreachable, '127.0.0.1']],
  ['has two more addresses', ['127.0.0.1', unreachable, '::1']],
])('a host that takes a second to connect is reached when it %s', async (_what, addresses) => {
  const { port, acceptLater } = await startSlowServer()
  resolveTo(...addresses)
  const accepting = acceptLater()
  expect((await open(port)).remoteAddress).toBe('127.0.0.1')
  await accepting
})

test.runIf(process.platform === 'linux')('Fleep and mail servers are reached in this way', async () => {
  resolveTo('127.0.0.1', unreachable)
  const mailServer = {
    host: 'host.example',
    encryption: 'tls',
    address: 'a@host.example',
    username: 'a',
    password: 'b',
  } as const
  const [http, mail] = [await startSlowServer(), await startSlowServer()]
  const accepting = [http.acceptLater(), mail.acceptLater()]
  const checking = checkMailServer({ ...mailServer, port: mail.port }, { onStep: () => undefined, signal: never })
  const refused = expect(checking).rejects.toThrow('starts without encryption')
  expect((await openClient().request({ url: `http://host.example:${http.port}/` })).status).toBe(204)
  await refused
  await Promise.all(accepting)
})

function openClient(): HttpClient {
  const http = new HttpClient({ responseTimeout: 5000, maxResponseSize: 1000 })
  ends.push(() => http.close())
  return http
}

test.runIf(process.platform === 'linux')(
  'an address that does not answer delays the next one by a quarter of a second',
  async () => {
    const { port } = await startSlowServer()
    await listen('127.0.0.2', port)
    resolveTo('127.0.0.1', '127.0.0.2')
    const begin = performance.now()
    expect((await open(port)).remoteAddress).toBe('127.0.0.2')
    expect(performance.now() - begin).toBeGreaterThan(240)
  },
)

test('an address that refuses delays the next one by nothing, and families take turns', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.9', resolve))
  ends.push(() => server.close())
  const { port } = server.address() as { port: number }
  const connect = vi.spyOn(await import('node:net').then((net) => net.default), 'connect')
  resolveTo('127.0.0.2', '127.0.0.3', '127.0.0.9', unreachable, '2001:db8::2')
  expect((await open(port)).remoteAddress).toBe('127.0.0.9')
  const tried = connect.mock.calls.map(([options]) => (options as unknown as { host: string }).host)
  expect(tried).toEqual(['127.0.0.2', unreachable, '127.0.0.3', '2001:db8::2', '127.0.0.9'])
})

test('if every address fails, a refusal is what counts', async () => {
  resolveTo(unreachable, '127.0.0.1')
  await expect(openSocket('host.example', 1, never)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test.runIf(process.platform === 'linux')('an abort ends every attempt', async () => {
  const { port } = await startSlowServer()
  resolveTo('127.0.0.1', '127.0.0.1')
  const controller = new AbortController()
  const opening = openSocket('host.example', port, controller.signal)
  controller.abort(new Error('enough'))
  await expect(opening).rejects.toThrow('enough')
  await expect(openSocket('host.example', port, controller.signal)).rejects.toThrow('enough')
})
