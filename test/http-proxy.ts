import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'

/**
 * Starts an HTTP proxy on loopback. It connects every tunnel to loopback, whatever the host is, so a host that DNS does not
 * know can only be reached through the proxy.
 */
export async function startProxy() {
  /** The host and port of every CONNECT, oldest first. */
  const tunnels: string[] = []
  const proxy = createServer()
  proxy.on('connect', (request, client) => {
    const target = String(request.url)
    tunnels.push(target)
    const server = connect(Number(target.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      client.pipe(server).pipe(client)
    })
    const close = () => {
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) socket.on('error', close).on('close', close)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  return {
    tunnels,
    /** Environment variables that select this proxy instead of the computer's. */
    variables: { HTTPS_PROXY: url, https_proxy: url, NO_PROXY: '', no_proxy: '' },
    stop() {
      proxy.closeAllConnections()
      proxy.close()
    },
  }
}
