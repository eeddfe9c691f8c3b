import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import fc from 'fast-check'
import { isFailure } from '../../main/core/failure'
import { HttpClient } from '../../main/http/http-client'
import { followSystemProxies } from '../../main/http/routes'
import { makeCertificate } from '../mail/certificates'
import { answering, type ProxyScript, socks5, startRawProxy, tunnelling } from '../raw-proxy'
import { type Area, type AreaResult, runCases, type Scale, selectCases } from './area'

/** Not in DNS, so that only a proxy can reach it. */
const name = 'fleep.invalid'
const password = 'secret-of-the-proxy'
const variables = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy']
/** In milliseconds. */
const limit = 250

type Environment = Record<string, string>

/** The servers that cases ask, and a proxy that works. */
interface Network {
  /** An HTTPS server that is called {@link name}. */
  named: string
  /** An HTTP server on this computer. */
  local: string
  /** `host:port` of a proxy for both. */
  proxy: string
  ca: string
}

interface Case {
  name: string
  run(network: Network): Promise<void>
}

/** @returns the failure, or null if the server answered. @throws for anything that is no answer and no failure */
async function ask(
  url: string,
  ca: string,
  signal?: AbortSignal,
  timeout = limit,
): Promise<{ code: string; message: string } | null> {
  const http = new HttpClient({ connectTimeout: timeout, responseTimeout: timeout, maxResponseSize: 10_000, ca })
  const begin = performance.now()
  try {
    await http.request({ url, ...(signal && { signal }) })
    return null
  } catch (reason) {
    if (reason === signal?.reason && signal?.aborted) return { code: 'aborted', message: '' }
    if (!isFailure(reason, 'offline', 'timeout', 'untrusted-server', 'bad-answer')) throw reason
    if (reason.message.includes(password)) throw new Error(`the password is in "${reason.message}"`)
    return reason
  } finally {
    const took = performance.now() - begin
    await http.close()
    if (took > 4 * timeout + 1000) await Promise.reject(new Error(`not settled for ${Math.round(took)} ms`))
  }
}

async function mustReach(url: string, ca: string): Promise<void> {
  // Longer than a busy computer takes.
  const failure = await ask(url, ca, undefined, 10_000)
  if (failure) throw new Error(`${url} was not reached: ${failure.message}`)
}

async function withEnvironment(environment: Environment, work: () => Promise<void>): Promise<void> {
  for (const variable of variables) {
    delete process.env[variable]
    delete process.env[variable.toUpperCase()]
  }
  Object.assign(process.env, environment)
  await work()
}

/** As people and their scripts write them; PROXY stands for the proxy that works. */
const writtenAddresses = [
  ...['PROXY', 'http://PROXY', 'http://PROXY/', 'HTTP://PROXY', ' PROXY ', '//PROXY', `http://user:${password}@PROXY`],
  ...[
    `user:${password}@PROXY`,
    'http://token@PROXY',
    'http://user:50%@PROXY',
    'http://us%zzer@PROXY',
    'http://:@PROXY',
  ],
]
const unusableAddresses = [
  ...[
    '',
    ' ',
    '\t\n',
    ':',
    ':::',
    '/',
    '//',
    '://',
    'http:',
    'http://',
    'http://:3128',
    'proxy:99999',
    'proxy:0',
    'proxy:-1',
  ],
  ...[
    'proxy:port',
    'http://[::1',
    'http://[::1]',
    '[::1]:1',
    '::1',
    '%',
    '%zz',
    'http://%',
    `http://a:${password}#@x:1`,
  ],
  ...[
    'socks4://x',
    'socks4a://x:1',
    'socks://',
    'socks5://',
    'socks5h://x',
    'ftp://x',
    'quic://x',
    'DIRECT',
    'none',
    'off',
  ],
  ...[
    '127.0.0.1:1',
    'http://127.0.0.1:1',
    'https://127.0.0.1:1',
    'socks5://127.0.0.1:1',
    'nowhere.invalid',
    'münchen:1',
  ],
  ...[`http://user:${password}@`, 'proxy.corp.example:8080', 'a b', '"http://127.0.0.1:1"', '\u0000', 'x'.repeat(5000)],
]

function variableCases(): Case[] {
  const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']
  const random = fc.sample(fc.string({ unit: fc.constantFrom(...'abz019:/@.%#?[]- \\&=~'), maxLength: 20 }), {
    seed: 1,
    numRuns: 60,
  })
  const unusable = [...unusableAddresses, ...random].filter((value) => !value.includes('\u0000'))
  return names.flatMap((variable) => [
    ...writtenAddresses.map((value) => ({
      name: `${variable}=${JSON.stringify(value)}`,
      run: ({ named, local, proxy, ca }: Network) =>
        withEnvironment({ [variable]: value.replace('PROXY', proxy) }, async () => {
          await mustReach(local, ca)
          const failure = await ask(named, ca, undefined, 5000)
          const isUsed = !variable.toLowerCase().startsWith('http_')
          if ((failure === null) !== isUsed) throw new Error(`the proxy was ${isUsed ? 'not ' : ''}used`)
        }),
    })),
    ...unusable.map((value) => ({
      name: `${variable}=${JSON.stringify(value.slice(0, 40))}`,
      run: ({ named, local, ca }: Network) =>
        withEnvironment({ [variable]: value }, async () => {
          await mustReach(local, ca)
          if (!(await ask(named, ca))) throw new Error('a server was reached that only a proxy knows')
        }),
    })),
  ])
}

const noProxyValues: [string, boolean][] = [
  ...['*', `a, ${name}`, '.invalid', '*.invalid', name.toUpperCase(), `a ${name} b`, 'a,,*'].map(
    (value) => [value, true] as [string, boolean],
  ),
  ...['', ' ', 'example.com', '10.0.0.0/8', `${name}:1`, 'leep.invalid', ',', ':', '/', '[', '%'].map(
    (value) => [value, false] as [string, boolean],
  ),
]

function noProxyCases(): Case[] {
  return noProxyValues.flatMap(([value, isDirect]) =>
    ['no_proxy', 'NO_PROXY'].map((variable) => ({
      name: `${variable}=${JSON.stringify(value)}`,
      run: ({ named, proxy, ca }: Network) =>
        withEnvironment({ HTTPS_PROXY: proxy, [variable]: value }, async () => {
          if (((await ask(named, ca, undefined, 5000)) !== null) !== isDirect) throw new Error(`direct: ${!isDirect}`)
        }),
    })),
  )
}

const okay = 'HTTP/1.1 200 OK\r\n\r\n'
const misbehaviours: [string, ProxyScript][] = [
  ['closes at once', (client) => client.end()],
  ['resets at once', (client) => client.resetAndDestroy()],
  ['closes when asked', (client, { length }) => length > 0 && client.end()],
  ['resets when asked', (client, { length }) => length > 0 && client.resetAndDestroy()],
  ['says nothing', () => undefined],
  ['closes the tunnel', (client, { length }) => length > 0 && client.end(okay)],
  ['resets the tunnel', (client, { length }) => length > 0 && client.write(okay, () => client.resetAndDestroy())],
  ['says nothing inside the tunnel', answering(okay)],
  ['says something else inside the tunnel', answering(`${okay}hello`)],
  ['speaks first', (client) => client.write('220 mail.example\r\n')],
  [
    'sends endless headers',
    (client, { length }) => length > 0 && client.write(`${okay.trim()}\r\n${'A: b\r\n'.repeat(9999)}`),
  ],
  ...[100, 101, 204, 301, 302, 400, 403, 404, 405, 407, 418, 429, 500, 502, 503, 504, 599, 999].map(
    (status): [string, ProxyScript] => [
      `answers ${status}`,
      answering(`HTTP/1.1 ${status} X\r\nContent-Length: 0\r\n\r\n`),
    ],
  ),
  ...fc
    .sample(fc.uint8Array({ minLength: 1, maxLength: 60 }), { seed: 2, numRuns: 60 })
    .map((bytes, index): [string, ProxyScript] => [
      `answers bytes ${index}`,
      (client, { length }) => length > 0 && client.write(Buffer.from(bytes)),
    ]),
  ...fc
    .sample(fc.uint8Array({ minLength: 1, maxLength: 30 }), { seed: 3, numRuns: 60 })
    .map((bytes, index): [string, ProxyScript] => [
      `answers SOCKS bytes ${index}`,
      (client, { length }) => length > 0 && client.write(Buffer.from([5, 0, 5, ...bytes])),
    ]),
]

function proxyCases(): Case[] {
  return misbehaviours.flatMap(([what, script]) =>
    ['http', 'socks5'].flatMap((scheme) =>
      [false, true].map((isAborted) => ({
        name: `a proxy (${scheme}) that ${what}${isAborted ? ', given up' : ''}`,
        run: async ({ named, ca }: Network) => {
          const proxy = await startRawProxy(script)
          const controller = new AbortController()
          try {
            await withEnvironment({ HTTPS_PROXY: `${scheme}://user:${password}@${proxy.address}` }, async () => {
              const asking = ask(named, ca, controller.signal)
              if (isAborted) controller.abort(new Error('given up'))
              if (!(await asking)) throw new Error('an answer came from nowhere')
            })
            if (proxy.connections > 2) throw new Error(`${proxy.connections} connections for one call`)
          } finally {
            await proxy.stop()
          }
        },
      })),
    ),
  )
}

const systemLists = [
  ...[
    'PROXY OK',
    'PROXY OK; DIRECT',
    'PROXY 127.0.0.1:1; PROXY OK',
    'HTTPS 127.0.0.1:1;PROXY OK',
    'SOCKS a:1; PROXY OK',
  ],
  ...[
    'DIRECT',
    '',
    ';',
    'SOCKS a:1',
    'QUIC a:1',
    'PROXY',
    'PROXY :::',
    'nonsense',
    'PROXY 127.0.0.1:1; DIRECT',
    '\n',
    'PROXY a b',
  ],
]

function systemCases(): Case[] {
  return systemLists.map((list) => ({
    name: `the system names ${JSON.stringify(list)}`,
    run: ({ named, proxy, ca }) =>
      withEnvironment({}, async () => {
        followSystemProxies(async () => list.replace('OK', proxy))
        const failure = await ask(named, ca, undefined, 5000)
        followSystemProxies(async () => 'DIRECT')
        if ((failure === null) !== list.includes('OK')) throw new Error(failure?.message ?? 'reached')
      }),
  }))
}

const head = 'HTTP/1.1 200 OK\r\n'
const slowAnswers: [first: string, repeated: string][] = [
  ...['', ' ', 'H', '\r\n', 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 103 Early Hints\r\n\r\n'].map(
    (repeated): [string, string] => ['', repeated],
  ),
  [head, 'A: b\r\n'],
  [`${head}A: `, 'a'],
  [`${head}\r\n`, ' '],
  [`${head}Content-Length: 5000\r\n\r\n`, ' '],
  [`${head}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
  [`${head}Transfer-Encoding: chunked\r\n\r\n1;`, 'a'],
]

function slowCases(): Case[] {
  return slowAnswers.flatMap(([first, repeated]) =>
    [false, true].map((isAborted) => ({
      name: `an answer ${JSON.stringify(first + repeated)} for ever${isAborted ? ', given up' : ''}`,
      run: async ({ ca }: Network) => {
        const controller = new AbortController()
        const server = createTcpServer((socket) => {
          const timer = setInterval(() => repeated && socket.write(repeated), 10)
          socket.on('error', () => undefined).on('close', () => clearInterval(timer))
          socket.once('data', () => {
            if (first) socket.write(first)
            if (isAborted) controller.abort(new Error('given up'))
          })
        })
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
        const { port } = server.address() as AddressInfo
        if (!(await ask(`http://127.0.0.1:${port}/`, ca, controller.signal))) throw new Error('no end was an answer')
        server.close()
      },
    })),
  )
}

async function startNetwork(): Promise<{ network: Network; stop(): Promise<void> }> {
  const certificate = await makeCertificate({ name })
  const named = createTlsServer(certificate, (_request, response) => response.end('named'))
  const local = createServer((_request, response) => response.end('local'))
  const listen = (server: Server) =>
    new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
    })
  const proxy = await startRawProxy(tunnelling())
  const network = {
    named: `https://${name}:${await listen(named)}/`,
    local: `http://127.0.0.1:${await listen(local)}/`,
    proxy: proxy.address,
    ca: certificate.cert,
  }
  const stop = async () => {
    for (const server of [named, local]) {
      server.closeAllConnections()
      server.close()
    }
    await proxy.stop()
  }
  return { network, stop }
}

/** A SOCKS proxy with and without a password; the ways to write its address. */
function socksCases(): Case[] {
  const login = { username: 'user', password }
  return ['socks', 'socks5', 'socks5h', 'SOCKS5'].flatMap((scheme) =>
    [undefined, login].map((wanted) => ({
      name: `${scheme}:// ${wanted ? 'with' : 'without'} a password`,
      run: async ({ named, ca }: Network) => {
        const proxy = await startRawProxy(socks5(wanted))
        await withEnvironment({ all_proxy: `${scheme}://user:${password}@${proxy.address}` }, async () => {
          await mustReach(named, ca)
        }).finally(proxy.stop)
      },
    })),
  )
}

/** The way to a server: environment, proxies, slow answers. A call is answered, or fails by a sentence within its limits. */
export const networks: Area = {
  name: 'networks',
  async run(scale: Scale): Promise<AreaResult> {
    const { network, stop } = await startNetwork()
    const saved = { ...process.env }
    const all = [
      ...variableCases(),
      ...noProxyCases(),
      ...socksCases(),
      ...systemCases(),
      ...proxyCases(),
      ...slowCases(),
    ]
    try {
      // One after another, because they change the environment of this process.
      const cases = selectCases(all, scale)
      return await runCases(
        cases,
        (testCase) => testCase.name,
        (testCase) => testCase.run(network),
        1,
      )
    } finally {
      await withEnvironment({}, async () => undefined)
      Object.assign(process.env, saved)
      await stop()
    }
  },
}
