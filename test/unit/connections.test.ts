import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HttpClient } from '../../main/http/http-client'
import { startProxy } from '../http-proxy'
import { makeCertificate } from '../mail/certificates'

let proxy: Awaited<ReturnType<typeof startProxy>>

beforeEach(async () => {
  proxy = await startProxy()
  for (const [name, value] of Object.entries(proxy.variables)) vi.stubEnv(name, value)
})

afterEach(() => {
  vi.unstubAllEnvs()
  proxy.stop()
})

/** Starts an HTTPS server on loopback. Only the proxy can reach it by its name. */
async function startServer(name: string) {
  const certificate = await makeCertificate({ name })
  const server = createServer(certificate, (_request, response) => response.end('reached'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  return { host: `${name}:${port}`, port, ca: certificate.cert, stop }
}

function clientFor(origin: string, ca?: string) {
  return new HttpClient({ origin, responseTimeout: 5000, maxResponseSize: 1000, ca })
}

test.each(['the client’s own server', 'another server'])(
  '%s on another host is reached through the proxy',
  async (which) => {
    const { host, ca, stop } = await startServer('fleep.invalid')
    const url = `https://${host}`
    const http = clientFor(which === 'another server' ? 'https://other.invalid' : url, ca)
    expect((await http.request({ url })).body.toString()).toBe('reached')
    const { bytes } = await http.download({ url, signal: new AbortController().signal })
    expect(await readText(bytes)).toBe('reached')
    await http.close()
    stop()
    expect(proxy.tunnels).toEqual([host, host])
  },
)

test('a certificate of an unknown authority is refused inside the tunnel, too', async () => {
  const { host, stop } = await startServer('fleep.invalid')
  const url = `https://${host}`
  const http = clientFor(url)
  await expect(http.request({ url })).rejects.toMatchObject({ code: 'untrusted-server' })
  await http.close()
  stop()
})

test('no variable switches the check of certificates off', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  const { port, stop } = await startServer('localhost')
  for (const url of [`https://fleep.invalid:${port}`, `https://localhost:${port}`]) {
    const http = clientFor(url)
    await expect(http.request({ url })).rejects.toMatchObject({ code: 'untrusted-server' })
    await http.close()
  }
  stop()
})

test('a server on loopback is reached without the proxy', async () => {
  const { port, ca, stop } = await startServer('localhost')
  for (const url of [`https://localhost:${port}`, 'https://127.0.0.1:1', 'https://[::1]:1']) {
    const http = clientFor(url, ca)
    await http.request({ url }).catch(() => undefined)
    await http.close()
  }
  stop()
  expect(proxy.tunnels).toEqual([])
})

test('a server in NO_PROXY is reached without the proxy', async () => {
  vi.stubEnv('NO_PROXY', 'fleep.invalid')
  const url = 'https://fleep.invalid'
  const http = clientFor(url)
  await expect(http.request({ url })).rejects.toMatchObject({ code: 'offline' })
  await http.close()
  expect(proxy.tunnels).toEqual([])
})
