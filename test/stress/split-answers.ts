import { once } from 'node:events'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { isFailure } from '../../main/core/failure'
import { HttpClient } from '../../main/http/http-client'
import { followSystemProxies } from '../../main/http/routes'
import { makeCertificate } from '../mail/certificates'
import { startRawProxy } from '../raw-proxy'
import { type Area, runCases, selectCases } from './area'

/** Not in DNS, so that only a proxy can reach it. */
const domain = 'split.invalid'
const variables = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy']
/** In milliseconds, longer than any case takes on a busy computer: what is waited for in vain is found by it. */
const timeout = 20_000

interface Case {
  kind: 'answer' | 'refused upload' | 'CONNECT' | 'SOCKS5'
  seed: number
}

const counts: Record<Case['kind'], number> = { answer: 600, 'refused upload': 300, CONNECT: 300, SOCKS5: 300 }
const cases = Object.entries(counts).flatMap(([kind, count]) =>
  Array.from({ length: count }, (_none, seed): Case => ({ kind: kind as Case['kind'], seed })),
)

/** @returns whole numbers below a limit, the same for each seed: a failed case can be repeated */
function randomNumbers(seed: number): (limit: number) => number {
  let state = (seed + 1) * 2_654_435_761
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

type Random = ReturnType<typeof randomNumbers>

/** Where small pieces matter: the head of an answer, and its end. In bytes. */
const edge = 600

async function sendInPieces(socket: Socket, bytes: Buffer, random: Random): Promise<void> {
  socket.setNoDelay(true)
  const longest = [1, 2, 7, 30, 1000][random(5)] ?? 1
  for (let rest = bytes; rest.length > 0 && socket.writable; ) {
    const isMiddle = bytes.length - rest.length > edge && rest.length > edge
    const length = 1 + random(isMiddle ? 1000 : longest)
    socket.write(rest.subarray(0, length))
    rest = rest.subarray(length)
    await new Promise(setImmediate)
  }
}

const headers = ['', 'server: x\r\n', 'link: </a.css>; rel=preload\r\n', 'x: HTTP/1.1 100 Continue\r\nlink: <100>\r\n']

/** Informational answers, as many as there may be. */
function informational(random: Random): string {
  return Array.from({ length: random(5) }, () => {
    const status = ['100 Continue', '102 Processing', '103 Early Hints', '100', '199 Other'][random(5)]
    return `HTTP/1.1 ${status}\r\n${headers[random(headers.length)]}\r\n`
  }).join('')
}

/** Bodies that look like the start of an answer, too. */
const bodies = ['', 'H', 'HTTP/1.1 1', 'HTTP/1.1 100 Continue\r\n\r\n', '{"a":1}', '\r\n\r\n', 'x'.repeat(20_000)]

/** @returns an answer as it is sent, with the body that it stands for */
function answer(status: string, random: Random): { bytes: Buffer; body: string } {
  const body = bodies[random(bodies.length)] ?? ''
  const isPacked = random(3) === 0
  const sent = isPacked ? gzipSync(body) : Buffer.from(body)
  const head = `HTTP/1.1 ${status}\r\n${isPacked ? 'content-encoding: gzip\r\n' : ''}`
  if (random(2) === 0) {
    return { bytes: Buffer.concat([Buffer.from(`${head}content-length: ${sent.length}\r\n\r\n`), sent]), body }
  }
  const middle = random(sent.length + 1)
  const chunks = [sent.subarray(0, middle), sent.subarray(middle)].filter(({ length }) => length > 0)
  const parts = chunks.flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')])
  const start = Buffer.from(`${head}transfer-encoding: chunked\r\n\r\n`)
  return { bytes: Buffer.concat([start, ...parts, Buffer.from('0\r\n\r\n')]), body }
}

/** Runs a server for one case. @param onConnection what it does with a connection */
async function withServer(onConnection: (socket: Socket) => void, use: (url: string) => Promise<void>): Promise<void> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
}

async function withClient<Result>(
  options: { origin?: string; ca?: string },
  use: (http: HttpClient) => Promise<Result>,
): Promise<Result> {
  const http = new HttpClient({ ...options, responseTimeout: timeout, maxResponseSize: 100_000 })
  try {
    return await use(http)
  } finally {
    await http.close()
  }
}

function same(what: string, actual: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (one !== other) throw new Error(`${what}: ${one?.slice(0, 200)} instead of ${other?.slice(0, 200)}`)
}

/** Several calls over one connection: each gets its own answer. */
async function readAnswers(random: Random): Promise<void> {
  const expected: string[] = []
  const serve = (socket: Socket) => {
    socket.on('data', () => {
      const { bytes, body } = answer('200 OK', random)
      expected.push(body)
      void sendInPieces(socket, Buffer.concat([Buffer.from(informational(random)), bytes]), random)
    })
  }
  await withServer(serve, (url) =>
    withClient({ origin: url }, async (http) => {
      for (let call = 0; call < 4; call += 1) {
        const { status, body } = await http.request({ url })
        same('the answer', [status, body.toString()], [200, expected.at(-1)])
      }
      same('the calls', expected.length, 4)
    }),
  )
}

/** A server that refuses an upload before it has read it: the refusal is told, whatever it is and however it comes. */
async function refuseUpload(random: Random): Promise<void> {
  const { bytes, body } = answer('413 Content Too Large', random)
  let isAnswered = false
  const serve = (socket: Socket) => {
    let received = 0
    const begin = random(3) * 1000
    socket.on('data', (chunk) => {
      received += chunk.length
      if (received < begin || isAnswered) return
      isAnswered = true
      void sendInPieces(socket, Buffer.concat([Buffer.from(informational(random)), bytes]), random)
    })
  }
  let isDone = false
  async function* file() {
    while (!isDone) {
      yield Buffer.alloc(500)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
  await withServer(serve, (url) =>
    withClient({ origin: url }, async (http) => {
      const response = await http.request({ method: 'PUT', url, body: file() }).finally(() => {
        isDone = true
      })
      same('the refusal', [response.status, response.body.toString()], [413, body])
    }),
  )
}

interface Network {
  /** Of a server whose name is in the domain. */
  port: number
  ca: string
  /** `host:port` of the proxy by the name that is asked for. */
  proxies: Map<string, string>
}

/** The words of each SOCKS5 reply. */
const socksWords = ['', 'couldn’t connect', 'doesn’t allow', 'no way', 'couldn’t reach', 'was refused', 'in time']

async function throughProxy(kind: 'CONNECT' | 'SOCKS5', seed: number, network: Network): Promise<void> {
  const random = randomNumbers(seed)
  const name = `${kind.toLowerCase()}-${seed}.${domain}`
  const refusal = random(2) === 0 ? 0 : kind === 'CONNECT' ? 403 : 1 + random(socksWords.length - 1)
  const proxy = await startRawProxy(kind === 'CONNECT' ? answerConnect : answerSocks)
  network.proxies.set(name, `${kind === 'CONNECT' ? 'PROXY' : 'SOCKS5'} ${proxy.address}`)
  function join(client: Socket, bytes: Buffer): void {
    client.removeAllListeners('data')
    if (refusal > 0) {
      void sendInPieces(client, bytes, random)
      return
    }
    const onward = connect(network.port, '127.0.0.1')
    onward.on('error', () => client.destroy())
    client.on('close', () => onward.destroy())
    void Promise.all([once(onward, 'connect'), sendInPieces(client, bytes, random)]).then(
      () => client.pipe(onward).pipe(client),
      () => client.destroy(),
    )
  }
  function answerConnect(client: Socket, received: Buffer): void {
    if (!received.includes('\r\n\r\n')) return
    const status = refusal > 0 ? '403 Forbidden' : '200 Connection established'
    join(client, Buffer.from(`${informational(random)}HTTP/1.1 ${status}\r\n${headers[random(headers.length)]}\r\n`))
  }
  function answerSocks(client: Socket, received: Buffer): void {
    if (received.length === 3) void sendInPieces(client, Buffer.from([5, 0]), random)
    if (received.length <= 3) return
    const addresses = [
      [1, 127, 0, 0, 1],
      [3, 4, 97, 98, 99, 100],
      [4, ...Array(16).fill(0)],
    ]
    join(client, Buffer.from([5, refusal, 0, ...(addresses[random(3)] ?? []), 0, 80]))
  }
  try {
    await withClient({ ca: network.ca }, async (http) => {
      const reason: unknown = await http.request({ url: `https://${name}:${network.port}/` }).then(
        ({ status }) => status,
        (failure) => failure,
      )
      if (refusal === 0) return same('the answer', reason, 200)
      if (!isFailure(reason, 'offline')) throw new Error(`no refusal, but ${reason}`)
      const words = kind === 'CONNECT' ? '(403)' : (socksWords[refusal] ?? '')
      if (!reason.message.includes(words)) throw new Error(`it says: ${reason.message}`)
    })
  } finally {
    await proxy.stop()
  }
}

/** Answers of servers and proxies that come in any pieces, with any informational answers before them. */
export const splitAnswers: Area = {
  name: 'answers in pieces',
  async run(scale) {
    const before = { ...process.env }
    for (const variable of variables.flatMap((one) => [one, one.toUpperCase()])) delete process.env[variable]
    const certificate = await makeCertificate({ name: `*.${domain}` })
    const server = createTlsServer(certificate, (_request, response) => response.end('reached'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const network: Network = { port, ca: certificate.cert, proxies: new Map() }
    followSystemProxies(async (url) => network.proxies.get(new URL(url).hostname) ?? 'DIRECT')
    const run = ({ kind, seed }: Case) => {
      if (kind === 'answer') return readAnswers(randomNumbers(seed))
      if (kind === 'refused upload') return refuseUpload(randomNumbers(seed))
      return throughProxy(kind, seed, network)
    }
    try {
      return await runCases(selectCases(cases, scale), ({ kind, seed }) => `${kind} ${seed}`, run)
    } finally {
      followSystemProxies(async () => 'DIRECT')
      server.closeAllConnections()
      server.close()
      Object.assign(process.env, before)
    }
  },
}
