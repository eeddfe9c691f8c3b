import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { createServer as createTlsSocketServer } from 'node:tls'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isFailure } from '../../main/core/failure'
import { HttpClient, type HttpClientOptions } from '../../main/http/http-client'
import { followSystemProxies } from '../../main/http/routes'
import { makeCertificate } from '../mail/certificates'
import { answering, socks5, startForwardProxy, startRawProxy, tunnelling } from '../raw-proxy'

/** Not in DNS, so that only a proxy can reach it. */
const name = 'fleep.invalid'
const variables = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy']
const ends: (() => unknown)[] = []

beforeEach(() => {
  for (const variable of variables) {
    vi.stubEnv(variable, undefined)
    vi.stubEnv(variable.toUpperCase(), undefined)
  }
})

afterEach(async () => {
  vi.unstubAllEnvs()
  followSystemProxies(async () => 'DIRECT')
  for (const end of ends.splice(0)) await end()
})

/** Starts an HTTPS server on loopback that is called {@link name}. */
async function startServer() {
  const certificate = await makeCertificate({ name })
  const server = createTlsServer(certificate, async (request, response) =>
    response.end(`got ${await readText(request)}`),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(
    () => server.close(),
    () => server.closeAllConnections(),
  )
  const { port } = server.address() as AddressInfo
  return { url: `https://${name}:${port}`, host: `${name}:${port}`, port, ca: certificate.cert }
}

async function startProxy(...script: Parameters<typeof startRawProxy>) {
  const proxy = await startRawProxy(...script)
  ends.push(proxy.stop)
  return proxy
}

function openClient(options: Partial<HttpClientOptions> = {}): HttpClient {
  const http = new HttpClient({ responseTimeout: 5000, maxResponseSize: 100_000, ...options })
  ends.push(() => http.close())
  return http
}

async function failureOf(call: Promise<unknown>) {
  const reason = await call.then(
    () => undefined,
    (failure) => failure,
  )
  if (!isFailure(reason)) throw new Error(`no failure, but ${reason}`)
  return reason
}

test.each([
  ['HTTPS_PROXY', (address: string) => `http://${address}`],
  ['https_proxy', (address: string) => `http://${address}/`],
  ['HTTPS_PROXY', (address: string) => address],
  ['HTTPS_PROXY', (address: string) => ` ${address}\n`],
  ['HTTPS_PROXY', (address: string) => `\ufeff\u200b${address}\u200b`],
  ['HTTPS_PROXY', (address: string) => `//${address}`],
  ['HTTPS_PROXY', (address: string) => `HTTP://${address}`],
  ['ALL_PROXY', (address: string) => address],
  ['all_proxy', (address: string) => `http://${address}`],
])('%s is used as people write it (%s)', async (variable, write) => {
  const { url, host, ca } = await startServer()
  const proxy = await startProxy(tunnelling())
  vi.stubEnv(variable, write(proxy.address))
  const http = openClient({ ca })
  expect((await http.request({ method: 'POST', url, body: 'x' })).body.toString()).toBe('got x')
  const { bytes } = await http.download({ url, signal: new AbortController().signal })
  expect(await readText(bytes)).toBe('got ')
  expect(proxy.requests.map((request) => request.split('\r\n')[0])).toEqual(Array(2).fill(`CONNECT ${host} HTTP/1.1`))
})

test('lower case counts before upper case, and the variable of the scheme before the one for all', async () => {
  const { url, ca } = await startServer()
  const proxy = await startProxy(tunnelling())
  const unused = 'http://127.0.0.1:1'
  for (const [used, others] of [
    ['https_proxy', ['HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']],
    ['HTTPS_PROXY', ['all_proxy', 'ALL_PROXY', 'http_proxy']],
    ['all_proxy', ['ALL_PROXY', 'HTTP_PROXY']],
  ] as const) {
    for (const variable of variables) vi.stubEnv(variable, undefined).stubEnv(variable.toUpperCase(), undefined)
    for (const other of others) vi.stubEnv(other, unused)
    vi.stubEnv(used, proxy.address)
    expect((await openClient({ ca }).request({ url })).status).toBe(200)
  }
  expect(proxy.connections).toBe(3)
})

test.each([
  ['user:pass%20word', 'user:pass word'],
  ['token', 'token:'],
  [':secret', ':secret'],
  ['user:50%', 'user:50%'],
  ['us%40er:p%3Ass', 'us@er:p:ss'],
  ['jürgen:õun', 'jürgen:õun'],
])('the user "%s" of a proxy is sent', async (written, login) => {
  const { url, ca } = await startServer()
  const authorization = `Basic ${Buffer.from(login).toString('base64')}`
  const proxy = await startProxy(tunnelling(authorization))
  vi.stubEnv('HTTPS_PROXY', `http://${written}@${proxy.address}`)
  expect((await openClient({ ca }).request({ url })).status).toBe(200)
})

test.each([
  ['socks5', undefined],
  ['socks5h', undefined],
  ['socks', { username: 'user', password: 'secret' }],
])('a proxy %s:// is used, with a password if there is one', async (scheme, login) => {
  const { url, ca } = await startServer()
  const proxy = await startProxy(socks5(login))
  vi.stubEnv('ALL_PROXY', `${scheme}://${login ? `${login.username}:${login.password}@` : ''}${proxy.address}`)
  expect((await openClient({ ca }).request({ method: 'POST', url, body: 'x' })).body.toString()).toBe('got x')
})

test('a proxy https:// is asked over TLS, and its certificate is verified', async () => {
  const { url, ca } = await startServer()
  const proxy = await startProxy(tunnelling())
  const certificate = await makeCertificate()
  const encrypted = createTlsSocketServer(certificate, (client) => {
    const onward = connect(Number(proxy.address.split(':')[1]), '127.0.0.1')
    client
      .on('error', () => onward.destroy())
      .pipe(onward)
      .on('error', () => client.destroy())
      .pipe(client)
  })
  await new Promise<void>((resolve) => encrypted.listen(0, '127.0.0.1', resolve))
  ends.push(() => encrypted.close())
  const address = `localhost:${(encrypted.address() as AddressInfo).port}`
  vi.stubEnv('HTTPS_PROXY', `https://${address}`)
  expect((await openClient({ ca: `${ca}\n${certificate.cert}` }).request({ url })).status).toBe(200)
  const { code, message } = await failureOf(openClient({ ca }).request({ url }))
  expect(code).toBe('untrusted-server')
  expect(message).toContain(`${address} (HTTPS_PROXY)`)
})

test.each([' ', '', '\t'])('an empty variable (%j) names no proxy', async (value) => {
  vi.stubEnv('HTTPS_PROXY', value)
  followSystemProxies(async () => 'PROXY 127.0.0.1:1')
  const failure = await failureOf(openClient().request({ url: `https://${name}/` }))
  expect(failure.message).toBe(`No server called ${name} was found. Check its address and your connection.`)
})

test.each([
  'http://',
  ':::',
  'http://:3128',
  'proxy.example:99999',
  'proxy.example:0',
  'http://user:pa#ss@proxy.example:3128',
  'http://user:4711#secret@proxy.example:3128',
  'http://user:4711/secret@proxy.example:3128',
  '"http://proxy.example:3128"',
  'http:/proxy.example',
  'pro xy:3128',
  'socks5://',
  'http://[::1',
  'http=proxy.example:3128',
  'http=proxy.example:3128;https=proxy.example:3129',
  'http://a;b:3128',
])('a variable that names no usable proxy (%j) is named, and its value is not', async (value) => {
  vi.stubEnv('HTTPS_PROXY', value)
  const failure = await failureOf(openClient().request({ url: `https://${name}/` }))
  expect(failure.code).toBe('offline')
  expect(failure.message).toBe('HTTPS_PROXY doesn’t name a proxy that can be used. Write it as http://host:port.')
})

test.each(['socks4://127.0.0.1:1080', 'socks4a://127.0.0.1', 'ftp://127.0.0.1:21', 'quic://127.0.0.1'])(
  'a kind of proxy that cannot be used (%s) is refused by a sentence that names the variable',
  async (value) => {
    vi.stubEnv('all_proxy', value)
    const { code, message } = await failureOf(openClient().request({ url: `https://${name}/` }))
    expect(code).toBe('offline')
    expect(message).toBe('This kind of proxy (all_proxy) can’t be used. HTTP and SOCKS5 proxies can.')
  },
)

test.each(['127.0.0.1:1', 'socks4://x', ':::', 'http://a:%zz@127.0.0.1:1'])(
  'a server on this computer is reached whatever the variables are (%j)',
  async (value) => {
    for (const variable of variables.slice(0, 3)) vi.stubEnv(variable, value).stubEnv(variable.toUpperCase(), value)
    const server = createServer((_request, response) => response.end('reached'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    ends.push(
      () => server.close(),
      () => server.closeAllConnections(),
    )
    const { port } = server.address() as AddressInfo
    for (const host of ['127.0.0.1', 'localhost']) {
      const url = `http://${host}:${port}`
      expect((await openClient({ origin: url }).request({ url })).body.toString()).toBe('reached')
    }
  },
)

test('a bad http_proxy does not matter when only https is used', async () => {
  const { url, ca } = await startServer()
  const proxy = await startProxy(tunnelling())
  vi.stubEnv('http_proxy', ':::')
  vi.stubEnv('HTTP_PROXY', 'socks4://x')
  vi.stubEnv('HTTPS_PROXY', proxy.address)
  expect((await openClient({ ca }).request({ url })).status).toBe(200)
})

test('a server without encryption is asked through an HTTP proxy by its whole URL', async () => {
  const proxy = await startForwardProxy()
  const server = createServer((request, response) => response.end(`${request.headers.host}${request.url}`))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(
    proxy.stop,
    () => server.close(),
    () => server.closeAllConnections(),
  )
  const host = `${name}:${(server.address() as AddressInfo).port}`
  vi.stubEnv('HTTP_PROXY', proxy.address)
  for (const origin of [`http://${host}`, undefined]) {
    const http = openClient({ ...(origin && { origin }) })
    expect((await http.request({ url: `http://${host}/a?b=c` })).body.toString()).toBe(`${host}/a?b=c`)
  }
  expect(proxy.urls).toEqual(Array(2).fill(`http://${host}/a?b=c`))
})

const clientClosed = 'HTTP/1.1 %s\r\nContent-Length: 4\r\n\r\nPAGE'

test.each([
  ['407 Proxy Authentication Required', 'asks for a user name and password. Add them to HTTPS_PROXY.'],
  ['403 Forbidden', 'refuses connections to HOST (403).'],
  ['302 Found', 'refuses connections to HOST (302).'],
  ['502 Bad Gateway', 'couldn’t connect to HOST (502).'],
  ['504 Gateway Timeout', 'couldn’t connect to HOST (504).'],
])('a proxy that answers %s to CONNECT is named, with host and port', async (status, sentence) => {
  const proxy = await startProxy(answering(clientClosed.replace('%s', status)))
  vi.stubEnv('HTTPS_PROXY', `http://${proxy.address}`)
  const { code, message } = await failureOf(openClient().request({ url: `https://${name}/` }))
  expect(code).toBe('offline')
  const expected = sentence.replace('HOST', `${name}:443`)
  expect(message).toBe(`The proxy ${proxy.address} (HTTPS_PROXY) ${expected}`)
  expect(proxy.connections).toBe(1)
})

test('a password that the proxy rejects is not repeated', async () => {
  const proxy = await startProxy(tunnelling('Basic other'))
  vi.stubEnv('HTTPS_PROXY', `http://user:secret-word@${proxy.address}`)
  const { message } = await failureOf(openClient().request({ url: `https://${name}/` }))
  expect(message).toBe(`The proxy ${proxy.address} (HTTPS_PROXY) rejected the user name or password.`)
})

const otherSignIns: [string, string][] = [
  ['Proxy-Authenticate: NTLM', 'NTLM'],
  ['proxy-authenticate: negotiate\r\nPROXY-AUTHENTICATE: NTLM TlRMTVNTUAAC', 'negotiate, NTLM'],
  ['Proxy-Authenticate: Negotiate, NTLM', 'Negotiate, NTLM'],
  ['Proxy-Authenticate: Digest realm="a, Basic b", nonce="x\\", Basic y", qop = "auth" , NTLM', 'Digest, NTLM'],
  ['Proxy-Authenticate: , Kerberos ,', 'Kerberos'],
]

test.each(otherSignIns)('a proxy that offers only other ways to sign in (%s) is said to', async (header, methods) => {
  const proxy = await startProxy(
    answering(`HTTP/1.1 407 Proxy Authentication Required\r\n${header}\r\nContent-Length: 0\r\n\r\n`),
  )
  for (const [scheme, login] of [
    ['https', ''],
    ['https', 'user:secret-word@'],
    ['http', 'user:secret-word@'],
  ]) {
    const variable = `${scheme}_proxy`
    vi.stubEnv(variable, `http://${login}${proxy.address}`)
    const { code, message } = await failureOf(openClient().request({ url: `${scheme}://${name}/` }))
    expect(code).toBe('offline')
    expect(message).toBe(
      `The proxy ${proxy.address} (${variable}) offers only ${methods} for signing in, which this app can’t use. Ask your company for another proxy, or use a program that signs in to it for you.`,
    )
  }
})

test.each([
  'Basic realm="company"',
  'basic',
  'BASIC realm=x',
  'Digest realm="a",\r\n\tBasic realm="b"',
  'NTLM, Basic realm="x"',
  'Negotiate\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: Basic realm="a \\", b"',
  '',
  '"',
  '=',
])('a proxy that may take a user name and password (%s) asks for them', async (challenge) => {
  const head = 'HTTP/1.1 407 Proxy Authentication Required\r\n'
  const proxy = await startProxy(answering(`${head}Proxy-Authenticate: ${challenge}\r\n\r\n`))
  vi.stubEnv('HTTPS_PROXY', proxy.address)
  const { message } = await failureOf(openClient().request({ url: `https://${name}/` }))
  expect(message).toContain('asks for a user name and password. Add them to HTTPS_PROXY.')
  vi.stubEnv('HTTPS_PROXY', `user@${proxy.address}`)
  const other = await failureOf(openClient().request({ url: `https://${name}/` }))
  expect(other.message).toContain('rejected the user name or password.')
})

test('what a proxy names its ways to sign in cannot fill the sentence', async () => {
  const long = Array.from({ length: 50 }, (_none, index) => `M${index}`).join(', ')
  const proxy = await startProxy(
    answering(`HTTP/1.1 407 No\r\nProxy-Authenticate: ${'X'.repeat(200)}, ${long}\r\n\r\n`),
  )
  vi.stubEnv('HTTPS_PROXY', proxy.address)
  const { message } = await failureOf(openClient().request({ url: `https://${name}/` }))
  expect(message).toContain('offers only M0, M1, M2, M3, M4 for signing in')
})

const informational = ['HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n']

test.each<[string, string[]]>([
  ['one', [`${informational[0]}`]],
  ['several', informational],
  ['several in one piece', [informational.join('')]],
  ['a byte at a time', [...informational.join('')]],
])('informational answers (%s) may come before the answer to CONNECT', async (_name, pieces) => {
  const { url, port, ca } = await startServer()
  let isRefusing = false
  const proxy = await startProxy((client, received) => {
    if (!received.includes('\r\n\r\n')) return
    client.removeAllListeners('data')
    void (async () => {
      for (const piece of pieces) {
        await new Promise((resolve) => client.write(piece, resolve))
        await new Promise(setImmediate)
      }
      if (isRefusing) return client.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      const onward = connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n')
        client.pipe(onward).pipe(client)
      })
      onward.on('error', () => client.destroy())
    })()
  })
  vi.stubEnv('HTTPS_PROXY', proxy.address)
  expect((await openClient({ ca }).request({ method: 'POST', url, body: 'x' })).body.toString()).toBe('got x')
  isRefusing = true
  expect((await failureOf(openClient({ ca }).request({ url }))).message).toContain('(403).')
})

/** A proxy that answers a SOCKS5 greeting and, after it, the next message. */
const socksAnswering =
  (...answers: (number[] | undefined)[]): Parameters<typeof startRawProxy>[0] =>
  (client, received) => {
    if (received.length === 0) return
    const answer = answers[Math.min(client.bytesWritten / 2, answers.length - 1)]
    if (answer) client.write(Buffer.from(answer))
    else client.end()
  }

const reply = (code: number) => [5, code, 0, 1, 0, 0, 0, 0, 0, 0]
const noSignIn = 'offers no way of signing in that this app can use.'

test.each<[string, string, (number[] | undefined)[], string]>([
  ['reply 1', '', [[5, 0], reply(1)], 'The proxy PROXY couldn’t connect to HOST.'],
  ['reply 2', '', [[5, 0], reply(2)], 'The proxy PROXY doesn’t allow connections to HOST.'],
  ['reply 3', '', [[5, 0], reply(3)], 'The proxy PROXY has no way to the network of HOST.'],
  ['reply 4', '', [[5, 0], reply(4)], 'The proxy PROXY couldn’t reach HOST.'],
  ['reply 5', '', [[5, 0], reply(5)], 'The proxy PROXY was refused a connection by HOST.'],
  ['reply 6', '', [[5, 0], reply(6)], 'The proxy PROXY couldn’t reach HOST in time.'],
  ['reply 7', '', [[5, 0], reply(7)], 'The proxy PROXY makes no connections to servers.'],
  ['reply 8', '', [[5, 0], reply(8)], 'The proxy PROXY can’t connect to this kind of address: HOST.'],
  ['reply 9', '', [[5, 0], reply(9)], 'The proxy PROXY couldn’t connect to HOST (SOCKS reply 9).'],
  ['reply 255', '', [[5, 0], reply(255)], 'The proxy PROXY couldn’t connect to HOST (SOCKS reply 255).'],
  [
    'a reply without an address',
    '',
    [
      [5, 0],
      [5, 5, 0, 0],
    ],
    'The proxy PROXY was refused a connection by HOST.',
  ],
  ['no method', '', [[5, 255]], 'The proxy PROXY asks for a user name and password. Add them to ALL_PROXY.'],
  ['no method for a login', 'user:secret@', [[5, 255]], `The proxy PROXY ${noSignIn}`],
  ['a password unasked', '', [[5, 2]], 'The proxy PROXY asks for a user name and password. Add them to ALL_PROXY.'],
  ['GSSAPI unasked', '', [[5, 1]], `The proxy PROXY ${noSignIn}`],
  [
    'a user without a password',
    'user@',
    [[5, 255]],
    'The proxy PROXY asks for a user name and password. Add them to ALL_PROXY.',
  ],
  [
    'a refused login',
    'user:secret@',
    [
      [5, 2],
      [1, 1],
    ],
    'The proxy PROXY rejected the user name or password.',
  ],
  [
    'a login refused by 255',
    'user:secret@',
    [
      [5, 2],
      [1, 255],
    ],
    'The proxy PROXY rejected the user name or password.',
  ],
  ['a login, and closes', 'user:secret@', [[5, 2], undefined], 'The proxy PROXY closed the connection.'],
  ['SOCKS4', '', [[0, 91]], 'Unexpected answer from the proxy PROXY. Is it a proxy?'],
])('a SOCKS5 proxy with %s is told in a sentence of its own', async (_name, login, answers, sentence) => {
  const proxy = await startProxy(socksAnswering(...answers))
  vi.stubEnv('ALL_PROXY', `socks5://${login}${proxy.address}`)
  const { code, message } = await failureOf(openClient().request({ url: `https://${name}/` }))
  expect(code).toBe('offline')
  const expected = sentence.replace('PROXY', `${proxy.address} (ALL_PROXY)`).replace('HOST', `${name}:443`)
  expect(message).toBe(expected)
  expect(proxy.connections).toBe(1)
})

test('a reply of a SOCKS5 proxy that closes before the end of it is told', async () => {
  const proxy = await startProxy((client, received) => {
    if (received.length === 3) client.write(Buffer.from([5, 0]))
    else if (received.length > 3) client.end(Buffer.from([5, 2]))
  })
  vi.stubEnv('ALL_PROXY', `socks5://${proxy.address}`)
  const { message } = await failureOf(openClient().request({ url: `https://${name}/` }))
  expect(message).toBe(`The proxy ${proxy.address} (ALL_PROXY) doesn’t allow connections to ${name}:443.`)
})

test.each([
  ['u'.repeat(256), 'secret'],
  ['user', 'p'.repeat(256)],
  ['user', 'õ'.repeat(128)],
])('a login that is too long for SOCKS5 is told, and is not sent', async (username, password) => {
  const proxy = await startProxy(socks5({ username, password }))
  vi.stubEnv('ALL_PROXY', `socks5://${username}:${password}@${proxy.address}`)
  const { code, message } = await failureOf(openClient().request({ url: `https://${name}/` }))
  expect([code, message]).toEqual([
    'offline',
    'The user name or password in ALL_PROXY is too long for a SOCKS5 proxy, which takes at most 255 bytes of each.',
  ])
  expect(proxy.connections).toBe(0)
  const allowed = { username: 'u'.repeat(255), password: 'p'.repeat(255) }
  const { url, ca } = await startServer()
  const taking = await startProxy(socks5(allowed))
  vi.stubEnv('ALL_PROXY', `socks5://${allowed.username}:${allowed.password}@${taking.address}`)
  expect((await openClient({ ca }).request({ url })).status).toBe(200)
})

test('407 of a proxy for a server without encryption says that a proxy asks', async () => {
  const proxy = await startProxy(answering(clientClosed.replace('%s', '407 Proxy Authentication Required')))
  vi.stubEnv('http_proxy', proxy.address)
  const { message } = await failureOf(openClient().request({ url: `http://${name}/` }))
  expect(message).toContain(`The proxy ${proxy.address} (http_proxy) asks for a user name and password.`)
})

test.each<[string, Parameters<typeof startRawProxy>[0], string]>([
  ['closes at once', (client) => client.end(), 'closed the connection.'],
  // The reset may arrive before the connection counts as made.
  ['resets at once', (client) => client.resetAndDestroy(), 'o'],
  ['closes at CONNECT', (client, received) => received.length > 0 && client.end(), 'closed the connection.'],
  [
    'breaks off its answer',
    (client, received) => received.length > 0 && client.end('HTTP/1.1 200 OK\r\nA: '),
    'closed the connection.',
  ],
  ['speaks another language', (client) => client.write('220 mail.example ESMTP\r\n'), 'Is it a proxy?'],
  [
    'sends endless headers',
    (client, received) => {
      if (received.length > 0) client.write(`HTTP/1.1 200 OK\r\n${`X: ${'x'.repeat(1000)}\r\n`.repeat(100)}`)
    },
    'Is it a proxy?',
  ],
])('a proxy that %s is given up after one connection', async (_what, script, sentence) => {
  const proxy = await startProxy(script)
  vi.stubEnv('HTTPS_PROXY', proxy.address)
  const url = `https://${name}/`
  const http = openClient({ origin: `https://${name}` })
  const { message } = await failureOf(http.request({ url }))
  expect(message).toContain(`${proxy.address} (HTTPS_PROXY)`)
  expect(message).toContain(sentence)
  await failureOf(http.download({ url, signal: new AbortController().signal }))
  expect(proxy.connections).toBe(2)
})

test('a proxy that closes the tunnel at once is given up after one connection', async () => {
  const proxy = await startProxy((client, received) => received.length > 0 && client.end('HTTP/1.1 200 OK\r\n\r\n'))
  vi.stubEnv('HTTPS_PROXY', proxy.address)
  expect((await failureOf(openClient().request({ url: `https://${name}/` }))).code).toBe('offline')
  expect(proxy.connections).toBe(1)
})

test('a closed port of the proxy is told as the proxy’s', async () => {
  vi.stubEnv('HTTPS_PROXY', '127.0.0.1:1')
  const { message } = await failureOf(openClient().request({ url: `https://${name}/` }))
  expect(message).toBe('Couldn’t reach the proxy 127.0.0.1:1 (HTTPS_PROXY).')
})

const silentScripts: [string, string, Parameters<typeof startRawProxy>[0]][] = [
  ['says nothing', '', () => undefined],
  [
    'drips its answer',
    '',
    (client, received) => {
      if (received.length === 0) return
      client.write('HTTP/1.1 200 OK\r\nA: ')
      setInterval(() => client.write('a'), 20).unref()
    },
  ],
  ['says nothing inside the tunnel', '', answering('HTTP/1.1 200 OK\r\n\r\n')],
  ['says nothing in SOCKS', 'socks5://', () => undefined],
]

test.each(silentScripts)('a call ends at its limit behind a proxy that %s', async (_what, scheme, script) => {
  const proxy = await startProxy(script)
  vi.stubEnv('HTTPS_PROXY', scheme + proxy.address)
  const url = `https://${name}/`
  const unconnected = openClient({ connectTimeout: 100 })
  expect((await failureOf(unconnected.request({ url }))).code).toBe('timeout')
  const impatient = openClient({ connectTimeout: 60_000, responseTimeout: 100 })
  expect((await failureOf(impatient.request({ url }))).code).toBe('timeout')
})

test.each(silentScripts)('a call ends when its signal fires behind a proxy that %s', async (_what, scheme, script) => {
  const proxy = await startProxy(script)
  vi.stubEnv('HTTPS_PROXY', scheme + proxy.address)
  const http = openClient({ connectTimeout: 60_000, responseTimeout: 60_000 })
  for (const send of ['request', 'download'] as const) {
    const controller = new AbortController()
    const call = http[send]({ url: `https://${name}/`, signal: controller.signal })
    await vi.waitUntil(() => proxy.openConnections > 0)
    controller.abort(new Error('enough'))
    await expect(call).rejects.toThrow('enough')
  }
  await http.close()
  await vi.waitUntil(() => proxy.openConnections === 0)
})

test('where no variable is set, the system’s proxies are used in their order', async () => {
  const { url, port, ca } = await startServer()
  const proxy = await startProxy(tunnelling())
  const socks = await startProxy(socks5())
  const asked: string[] = []
  let list = ''
  followSystemProxies(async (asking) => {
    asked.push(asking)
    return list
  })
  for (list of [
    `PROXY ${proxy.address}`,
    `PROXY 127.0.0.1:1; PROXY ${proxy.address}; DIRECT`,
    `SOCKS5 ${socks.address};DIRECT`,
    `SOCKS 127.0.0.1:1; QUIC 127.0.0.1:2; PROXY ${proxy.address}`,
  ]) {
    expect((await openClient({ ca }).request({ url: `${url}/secret?path` })).status, list).toBe(200)
  }
  // The path of a URL may hold secrets, and a script for proxies is somebody else's.
  expect(asked).toEqual(Array(4).fill(`https://${name}:${port}/`))
  expect(proxy.connections).toBe(3)
  expect(socks.connections).toBe(1)
})

test.each([
  'PROXY 127.0.0.1:0; USED; DIRECT',
  'PROXY a/b:1; PROXY 127.0.0.1:99999; PROXY; USED',
  "PROXY it's:1;HTTPS a b;USED",
])('entries of the system’s settings that cannot be used are left out (%s)', async (list) => {
  const { url, ca } = await startServer()
  const proxy = await startProxy(tunnelling())
  followSystemProxies(async () => list.replace('USED', `PROXY ${proxy.address}`))
  expect((await openClient({ ca }).request({ url })).status).toBe(200)
  expect(proxy.connections).toBe(1)
})

test('of several proxies, the one that refuses is named before one that cannot be reached', async () => {
  const proxy = await startProxy(answering('HTTP/1.1 403 Forbidden\r\n\r\n'))
  followSystemProxies(async () => `PROXY 127.0.0.1:1; PROXY ${proxy.address}; DIRECT`)
  const { message } = await failureOf(openClient().request({ url: `https://${name}/` }))
  expect(message).toBe(`The proxy ${proxy.address} (system settings) refuses connections to ${name}:443 (403).`)
})

test('without a proxy that can be reached, the first is named, although the direct way was tried as well', async () => {
  followSystemProxies(async () => 'PROXY 127.0.0.1:1; PROXY 127.0.0.1:2; DIRECT')
  const { message } = await failureOf(openClient().request({ url: `https://${name}/` }))
  expect(message).toBe('Couldn’t reach the proxy 127.0.0.1:1 (system settings).')
})

test.each([
  ['fleep.invalid', 'Something on this network may answer instead of fleep.invalid.'],
  ['fleep.io', 'Something on this network answers instead of fleep.io.'],
])('511 to CONNECT is the sign-in of a network, and no fault of the way to %s', async (host, sentence) => {
  const proxy = await startProxy(answering('HTTP/1.1 511 Network Authentication Required\r\n\r\n'))
  vi.stubEnv('HTTPS_PROXY', proxy.address)
  const { code, message } = await failureOf(openClient().request({ url: `https://${host}/` }))
  expect(code).toBe('bad-answer')
  expect(message).toContain(sentence)
})

test.each([
  ['SOCKS 127.0.0.1:1080', 'This kind of proxy (system settings) can’t be used. HTTP and SOCKS5 proxies can.'],
  ['PROXY 127.0.0.1:1', 'Couldn’t reach the proxy 127.0.0.1:1 (system settings).'],
  ['DIRECT', `No server called ${name} was found. Check its address and your connection.`],
  ['', `No server called ${name} was found. Check its address and your connection.`],
])('with "%s" in the system’s settings, the sentence says so', async (list, sentence) => {
  followSystemProxies(async () => list)
  expect((await failureOf(openClient().request({ url: `https://${name}/` }))).message).toBe(sentence)
})

test('a system that cannot name its proxies has none', async () => {
  followSystemProxies(() => Promise.reject(new Error('not ready')))
  expect((await failureOf(openClient().request({ url: `https://${name}/` }))).message).toContain('No server called')
})

test('a server in no_proxy is reached without the system’s proxy', async () => {
  vi.stubEnv('NO_PROXY', '')
  vi.stubEnv('no_proxy', `other.example, ${name}`)
  followSystemProxies(async () => 'PROXY 127.0.0.1:1')
  expect((await failureOf(openClient().request({ url: `https://${name}/` }))).message).toContain('No server called')
})
