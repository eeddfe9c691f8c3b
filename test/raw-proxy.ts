import { createServer as createHttpServer, request as sendRequest } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What a proxy of raw sockets does with a connection. @param received everything that the client has sent so far */
export type ProxyScript = (client: Socket, received: Buffer) => void

/** A proxy on loopback that does what its script says, each time the client has sent something and when it has connected. */
export async function startRawProxy(script: ProxyScript) {
  const requests: string[] = []
  const clients = new Set<Socket>()
  let connections = 0
  const server = createServer((client) => {
    connections += 1
    clients.add(client)
    let received = Buffer.alloc(0)
    client.on('error', () => client.destroy()).on('close', () => clients.delete(client))
    client.on('data', (bytes) => {
      received = Buffer.concat([received, bytes])
      const text = received.toString('latin1')
      if (text.endsWith('\r\n\r\n')) requests.push(text)
      script(client, received)
    })
    script(client, received)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    /** `127.0.0.1:port`. */
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The heads of HTTP requests, oldest first. */
    requests,
    get connections() {
      return connections
    },
    get openConnections() {
      return clients.size
    },
    stop() {
      for (const client of clients) client.destroy()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Sends text once the head of an HTTP request has come. */
export function answering(text: string): ProxyScript {
  return (client, received) => {
    if (received.toString('latin1').endsWith('\r\n\r\n')) client.write(text)
  }
}

/** Answers CONNECT by a tunnel to loopback, whatever the host is; before that by 407 to a client without this header. */
export function tunnelling(authorization?: string): ProxyScript {
  return (client, received) => {
    const [head = ''] = received.toString('latin1').split('\r\n\r\n')
    const port = /^CONNECT \S+:(\d+) HTTP\/1\.1\r\n/.exec(head)?.[1]
    if (!port || !received.includes('\r\n\r\n')) return
    client.removeAllListeners('data')
    if (authorization && !head.toLowerCase().includes(`proxy-authorization: ${authorization.toLowerCase()}`)) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n')
      return
    }
    join(client, Number(port), 'HTTP/1.1 200 Connection established\r\n\r\n')
  }
}

/** A SOCKS5 proxy that asks for a password if one is given, and connects every name to loopback. Source: RFC 1928 and 1929. */
export function socks5(login?: { username: string; password: string }): ProxyScript {
  const methods = new WeakMap<Socket, 'greeted' | 'signed-in'>()
  return (client, received) => {
    const [methodCount] = received.subarray(1)
    if (methodCount === undefined || received.length < 2 + methodCount) return
    if (!methods.has(client)) {
      const offered = [...received.subarray(2, 2 + methodCount)]
      const method = login ? 2 : 0
      methods.set(client, login ? 'greeted' : 'signed-in')
      client.write(Buffer.from([5, offered.includes(method) ? method : 255]))
      return
    }
    const rest = received.subarray(2 + methodCount)
    const wanted = login
      ? Buffer.concat([lengthAnd(1, login.username), lengthAnd(undefined, login.password)])
      : Buffer.alloc(0)
    if (methods.get(client) === 'greeted') {
      if (rest.length < wanted.length) return
      methods.set(client, 'signed-in')
      client.write(Buffer.from([1, rest.equals(wanted) ? 0 : 1]))
      return
    }
    const request = rest.subarray(wanted.length)
    if (request.length < 7) return
    client.removeAllListeners('data')
    join(client, request.readUInt16BE(request.length - 2), Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]))
  }
}

function lengthAnd(version: number | undefined, text: string): Buffer {
  return Buffer.from([...(version === undefined ? [] : [version]), text.length, ...Buffer.from(text)])
}

function join(client: Socket, port: number, answer: string | Buffer): void {
  const server = connect(port, '127.0.0.1', () => {
    client.write(answer)
    client.pipe(server).pipe(client)
  })
  server.on('error', () => client.destroy()).on('close', () => client.destroy())
  client.on('close', () => server.destroy())
}

/** An HTTP proxy for servers without encryption: it passes requests with a whole URL on to loopback. */
export async function startForwardProxy() {
  const urls: string[] = []
  const server = createHttpServer((request, response) => {
    urls.push(String(request.url))
    const { port, pathname, search } = new URL(String(request.url))
    const { host } = request.headers
    const onward = { host: '127.0.0.1', port, path: pathname + search, method: request.method, headers: { host } }
    request.pipe(sendRequest({ ...onward }, (answer) => answer.pipe(response.writeHead(Number(answer.statusCode)))))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** As the client wrote them. */
    urls,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
