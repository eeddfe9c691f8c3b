import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'

/**
 * An HTTP proxy on loopback that leads every tunnel to this computer, whatever host was asked for: a name that DNS does not
 * know is reached through the proxy or not at all.
 */
export async function startProxy() {
  /** Host and port of every CONNECT, oldest first. */
  const tunnels: string[] = []
  const proxy = createServer()
  proxy.on('connect', (request, client) => {
    const target = String(request.url)
    tunnels.push(target)
    const server = connect(Number(target.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      client.pipe(server).pipe(client)
    })
    const end = () => {
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) socket.on('error', end).on('close', end)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  return {
    tunnels,
    /** For a process that uses the proxy, whatever proxy this computer has. */
    variables: { HTTPS_PROXY: url, https_proxy: url, NO_PROXY: '', no_proxy: '' },
    stop() {
      proxy.closeAllConnections()
      proxy.close()
    },
  }
}
