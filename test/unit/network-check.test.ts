import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { checkNetwork } from '../../main/command-line/network-check'
import { FleepServer } from '../fleep-server/server'
import { startProxy } from '../http-proxy'
import { makeCertificate } from '../mail/certificates'

const running: (() => unknown)[] = []

beforeEach(() => {
  for (const name of ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy']) {
    vi.stubEnv(name, undefined)
    vi.stubEnv(name.toUpperCase(), undefined)
  }
})

afterEach(async () => {
  vi.unstubAllEnvs()
  for (const stop of running.splice(0)) await stop()
})

/** @returns the port on loopback */
async function listen(server: Server): Promise<number> {
  const sockets = new Set<{ destroy(): void }>()
  server.on('connection', (socket) => sockets.add(socket))
  running.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const statesOf = ({ steps }: Awaited<ReturnType<typeof checkNetwork>>) =>
  steps.map(({ step, state }) => `${step} ${state}`).join(', ')

test('the way to a Fleep server is found', async () => {
  const fleep = await FleepServer.start()
  running.push(() => fleep.stop())
  const check = await checkNetwork(fleep.url)
  expect(check).toMatchObject({ works: true, proxy: null, issuer: null, problem: null, advice: null })
  expect(statesOf(check)).toBe('proxy done, name done, connection done, answer done')
})

test('a page that answers in place of Fleep is told', async () => {
  const port = await listen(createHttpServer((_request, response) => response.end('<html>')))
  const check = await checkNetwork(`http://127.0.0.1:${port}`)
  expect(statesOf(check)).toBe('proxy done, name done, connection done, answer failed')
  expect(check.advice).toContain('sign in to it in your browser')
})

test('who issued a certificate that is not trusted is told, and nothing is sent', async () => {
  const requests: string[] = []
  const certificate = await makeCertificate()
  const https = createHttpsServer(certificate, (request, response) => {
    requests.push(String(request.url))
    response.end('{}')
  })
  const port = await listen(https)
  const check = await checkNetwork(`https://localhost:${port}`)
  expect(statesOf(check)).toBe('proxy done, name done, connection done, encryption failed, answer open')
  expect(check.issuer).toBeTruthy()
  expect(check.problem).toContain(check.issuer)
  expect(check.advice).toContain('--authorities')
  expect(requests).toEqual([])
})

test('a name that does not exist fails its step, with something to do', async () => {
  const check = await checkNetwork('https://fleep.invalid')
  expect(statesOf(check)).toBe('proxy done, name failed, connection open, encryption open, answer open')
  expect(check.problem).toContain('fleep.invalid')
  expect(check.advice).toContain('connection')
})

test('a port that nobody listens on fails the connection', async () => {
  const server = createTcpServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  expect(statesOf(await checkNetwork(`https://localhost:${port}`))).toContain('connection failed')
})

test('a silent server ends the check at its limit', async () => {
  const port = await listen(createTcpServer())
  const begin = performance.now()
  const check = await checkNetwork(`https://localhost:${port}`, 500)
  expect(performance.now() - begin).toBeLessThan(3000)
  expect(statesOf(check)).toContain('encryption failed')
  expect(check.problem).toContain('in time')
})

test('a silent proxy ends the check at its limit', async () => {
  const port = await listen(createTcpServer())
  vi.stubEnv('HTTPS_PROXY', `http://liis:secret-word@127.0.0.1:${port}`)
  const check = await checkNetwork('https://fleep.invalid', 500)
  expect(statesOf(check)).toBe('proxy done, connection failed, encryption open, answer open')
  expect(check.proxy).toBe(`127.0.0.1:${port} (HTTPS_PROXY)`)
  expect(JSON.stringify(check)).not.toContain('secret-word')
})

test('a proxy that is not there is named without its password', async () => {
  const server = createTcpServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  vi.stubEnv('https_proxy', `http://liis:secret-word@127.0.0.1:${port}`)
  const check = await checkNetwork('https://fleep.invalid')
  expect(statesOf(check)).toBe('proxy failed, name open, connection open, encryption open, answer open')
  expect(check.problem).toContain(`127.0.0.1:${port}`)
  expect(check.advice).toContain('HTTPS_PROXY')
  expect(JSON.stringify(check)).not.toContain('secret-word')
})

test('a variable that names no proxy is told by its name', async () => {
  vi.stubEnv('HTTPS_PROXY', 'gopher://secret-word@x')
  const check = await checkNetwork('https://fleep.invalid')
  expect(check).toMatchObject({ works: false, steps: expect.arrayContaining([{ step: 'proxy', state: 'failed' }]) })
  expect(check.problem).toContain('HTTPS_PROXY')
  expect(JSON.stringify(check)).not.toContain('secret-word')
})

test('through a proxy, the certificate of the server is looked at', async () => {
  const port = await listen(createHttpsServer(await makeCertificate(), (_request, response) => response.end('{}')))
  const proxy = await startProxy()
  running.push(() => proxy.stop())
  for (const [variable, value] of Object.entries(proxy.variables)) vi.stubEnv(variable, value)
  const check = await checkNetwork(`https://fleep.invalid:${port}`)
  expect(statesOf(check)).toBe('proxy done, connection done, encryption failed, answer open')
  expect(check.issuer).toBeTruthy()
})
