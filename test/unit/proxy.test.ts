import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { Transport } from '../../main/fleep/transport'

afterEach(() => vi.unstubAllEnvs())

test('a server elsewhere is asked through the proxy of the environment, one on this computer never is', async () => {
  const asked: string[] = []
  const proxy = createServer()
  proxy.on('connect', (request, socket) => {
    asked.push(String(request.url))
    socket.end('HTTP/1.1 502 No\r\n\r\n')
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`)
  for (const server of ['https://fleep.invalid', 'https://127.0.0.1:1']) {
    const transport = new Transport({ server })
    await expect(transport.call('any/thing', {}, { repeatable: false })).rejects.toMatchObject({ code: 'offline' })
    await transport.close()
  }
  proxy.closeAllConnections()
  proxy.close()
  expect(asked).toEqual(['fleep.invalid:443'])
})
