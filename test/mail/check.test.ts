import type { AddressInfo } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { CheckStep, MailEncryption } from '../../contract'
import { checkMailServer } from '../../main/mail/check'
import type { CheckFailure } from '../../main/mail/check-failure'
import { addressLiteral } from '../../main/mail/mail-connection'
import type { Certificate } from '../fleep-server/server'
import { makeCertificate, makeChain } from './certificates'
import { mailUser, type RunningServer, startMailServer, startTcpServer, startUnresponsiveServer } from './mail-servers'
import { type Script, startScriptedServer } from './scripted-server'

// A name server that never answers cannot be had here. Every other name is looked up as it is.
vi.mock('node:dns/promises', async (importOriginal) => {
  const dns = await importOriginal<typeof import('node:dns/promises')>()
  const lookup = (host: string) => (host === 'never.example' ? new Promise(() => undefined) : dns.lookup(host))
  return { ...dns, lookup }
})

let good: Certificate
const running: RunningServer[] = []

beforeAll(async () => {
  good = await makeCertificate()
})

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
})

/** Stops the server after the test. @returns its port */
async function use(server: Promise<RunningServer>): Promise<number> {
  running.push(await server)
  return running.at(-1)?.port ?? 0
}

interface CheckOptions {
  port: number
  encryption: MailEncryption
  host?: string
  password?: string
  ca?: string
  signal?: AbortSignal
}

/** @returns the steps that were started, and the failure if the check failed */
async function check({ host = 'localhost', password = mailUser.password, ca, signal, ...rest }: CheckOptions) {
  const steps: CheckStep[] = []
  const failure = await checkMailServer(
    { host, address: 'liis@meadow.example', username: mailUser.username, password, ...rest },
    {
      onStep: (step) => steps.push(step),
      signal: signal ?? new AbortController().signal,
      limits: { connection: 400, hello: 400, reply: 400 },
      ...(ca ? { ca } : {}),
    },
  ).catch((reason) => reason as CheckFailure)
  return { steps, failure: failure ?? undefined }
}

test('with TLS, all steps succeed', async () => {
  const port = await use(startMailServer(good, { secure: true }))
  expect(await check({ port, encryption: 'tls', ca: good.cert })).toEqual({
    steps: ['dns', 'connect', 'encryption', 'greeting', 'sign-in', 'send-as'],
    failure: undefined,
  })
})

test('with STARTTLS, all steps succeed', async () => {
  const port = await use(startMailServer(good))
  expect(await check({ port, encryption: 'starttls', ca: good.cert })).toEqual({
    steps: ['dns', 'connect', 'greeting', 'encryption', 'sign-in', 'send-as'],
    failure: undefined,
  })
})

test('without encryption, the check succeeds if that was chosen', async () => {
  const port = await use(startMailServer(good, { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }))
  expect((await check({ port, encryption: 'none' })).failure).toBeUndefined()
})

test('a greeting of several lines is accepted', async () => {
  const answers = ['250-odd\r\n250 AUTH PLAIN\r\n', '235 signed in\r\n', '250 ok\r\n', '250 ok\r\n', '221 bye\r\n']
  const port = await use(
    startTcpServer((socket) => {
      socket.write('220-first line\r\n220 second line\r\n')
      socket.on('data', () => socket.write(answers.shift() ?? ''))
    }),
  )
  expect((await check({ port, encryption: 'none' })).failure).toBeUndefined()
})

test('an unknown host name fails at the DNS step, for the host field', async () => {
  const { steps, failure } = await check({ host: 'nowhere.invalid', port: 465, encryption: 'tls' })
  expect(steps).toEqual(['dns'])
  expect(failure).toMatchObject({ step: 'dns', field: 'host' })
})

test('a lookup that takes too long fails at the DNS step, and speaks of the name alone', async () => {
  const { steps, failure } = await check({ host: 'never.example', port: 465, encryption: 'tls' })
  expect(steps).toEqual(['dns'])
  expect(failure).toMatchObject({ step: 'dns', field: 'host' })
  expect(failure?.message).toBe('never.example wasn’t found in time. Check your connection.')
})

test('a closed port fails at the connect step, for the port field', async () => {
  const server = await startTcpServer(() => undefined)
  await server.stop()
  const { failure } = await check({ port: server.port, encryption: 'tls' })
  expect(failure).toMatchObject({ step: 'connect', field: 'port' })
  expect(failure?.message).toContain('doesn’t accept connections')
})

test.runIf(process.platform === 'linux')('a server that does not accept the connection times out', async () => {
  const { port, stop } = await startUnresponsiveServer()
  running.push({ port, stop })
  const { steps, failure } = await check({ port, host: '127.0.0.1', encryption: 'tls' })
  expect(steps).toEqual(['dns', 'connect'])
  expect(failure).toMatchObject({ step: 'connect', field: 'port' })
  expect(failure?.message).toContain('didn’t respond on port')
})

test('a server that sends nothing times out at the greeting step', async () => {
  const port = await use(startTcpServer(() => undefined))
  const { failure } = await check({ port, encryption: 'starttls' })
  expect(failure).toMatchObject({ step: 'greeting', field: 'port' })
  expect(failure?.message).toContain('in time')
})

test('a server of another protocol fails at the greeting step, and its answer is not passed on', async () => {
  const port = await use(startTcpServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')))
  const { failure } = await check({ port, encryption: 'starttls' })
  expect(failure).toMatchObject({ step: 'greeting', serverReply: null })
})

test('a server that refuses the client fails at the greeting step, with its answer', async () => {
  const port = await use(startTcpServer((socket) => socket.end('554 No service for you\r\n')))
  expect((await check({ port, encryption: 'starttls' })).failure).toMatchObject({
    step: 'greeting',
    serverReply: '554 No service for you',
  })
})

test('a server that closes the connection fails at the greeting step', async () => {
  const port = await use(startTcpServer((socket) => socket.destroy()))
  expect((await check({ port, encryption: 'starttls' })).failure).toMatchObject({ step: 'greeting' })
})

test('TLS on a port that expects STARTTLS fails and suggests STARTTLS', async () => {
  const port = await use(startMailServer(good))
  const { failure } = await check({ port, encryption: 'tls' })
  expect(failure).toMatchObject({ step: 'encryption', field: 'encryption' })
  expect(failure?.message).toContain('Choose STARTTLS')
})

test('a server without STARTTLS fails at the encryption step, before sign-in', async () => {
  const port = await use(startMailServer(good, { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }))
  const { steps, failure } = await check({ port, encryption: 'starttls' })
  expect(steps).not.toContain('sign-in')
  expect(failure).toMatchObject({ step: 'encryption', field: 'encryption' })
  expect(failure?.message).toContain('doesn’t offer STARTTLS')
})

test.each([
  ['expired', { expired: true }, true, 'has expired'],
  ['for another name', { name: 'other.example' }, true, 'isn’t for localhost'],
  ['self-signed', {}, false, 'self-signed'],
] as const)(
  'a certificate that is %s fails with its fingerprint, before sign-in',
  async (_name, options, isTrusted, words) => {
    const certificate = await makeCertificate(options)
    for (const encryption of ['tls', 'starttls'] as const) {
      const port = await use(startMailServer(certificate, { secure: encryption === 'tls' }))
      const { steps, failure } = await check({ port, encryption, ...(isTrusted ? { ca: certificate.cert } : {}) })
      expect(steps).not.toContain('sign-in')
      expect(failure).toMatchObject({ step: 'encryption', field: 'host' })
      expect(failure?.message).toContain(words)
      expect(failure?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    }
  },
)

test('a certificate whose issuer the server does not send fails, and says who can mend it', async () => {
  const { leaf, chain, root } = await makeChain()
  for (const encryption of ['tls', 'starttls'] as const) {
    const whole = await use(startMailServer(chain, { secure: encryption === 'tls' }))
    expect((await check({ port: whole, encryption, ca: root })).failure).toBeUndefined()
    const partial = await use(startMailServer(leaf, { secure: encryption === 'tls' }))
    const { failure } = await check({ port: partial, encryption, ca: root })
    expect(failure).toMatchObject({ step: 'encryption', field: 'host' })
    expect(failure?.message).toContain('doesn’t send its whole certificate chain')
  }
})

test('a server that offers only TLS 1.0 fails, and says so', async () => {
  const certificate = { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
  for (const encryption of ['tls', 'starttls'] as const) {
    const port = await use(startScriptedServer({ encryption, certificate }))
    const { failure } = await check({ port, encryption, ca: good.cert })
    expect(failure).toMatchObject({ step: 'encryption', field: null })
    expect(failure?.message).toContain('outdated encryption')
  }
})

test('everything together has a limit, also if each answer is within its own', async () => {
  const server = await startScriptedServer({ certificate: good, script: { 'AUTH PLAIN': { after: 'nothing' } } })
  const port = await use(Promise.resolve(server))
  const limits = { connection: 60_000, hello: 60_000, reply: 60_000, whole: 300 }
  const checked = checkMailServer(
    { host: 'localhost', port, encryption: 'none', address: 'liis@meadow.example', ...mailUser },
    { onStep: () => undefined, signal: new AbortController().signal, limits },
  )
  await expect(checked).rejects.toMatchObject({ step: 'sign-in', field: null })
})

test('the server is greeted with an address, also on a computer whose name is not in ASCII', async () => {
  expect(addressLiteral('192.0.2.1')).toBe('[192.0.2.1]')
  expect(addressLiteral('::ffff:192.0.2.1')).toBe('[192.0.2.1]')
  expect(addressLiteral('fe80::1%eth0')).toBe('[IPv6:fe80::1]')
  const server = await startScriptedServer({ certificate: good })
  await check({ port: await use(Promise.resolve(server)), encryption: 'none' })
  expect(server.received[0]).toBe('EHLO [127.0.0.1]')
})

test.each(['greeting', 'credentials'] as const)('a server may take its time for %s', async (slow) => {
  const script: Script = { [slow]: { after: 'nothing' }, 'AUTH PLAIN': '334 ' }
  const server = await startScriptedServer({ certificate: good, script })
  const port = await use(Promise.resolve(server))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  try {
    const steps: CheckStep[] = []
    let failure: CheckFailure | undefined
    const checked = checkMailServer(
      { host: 'localhost', port, encryption: 'none', address: 'liis@meadow.example', ...mailUser },
      { onStep: (step) => steps.push(step), signal: new AbortController().signal },
    ).catch((reason) => {
      failure = reason
    })
    await vi.waitUntil(() => steps.at(-1) === 'greeting' || server.received.length === 3)
    await vi.advanceTimersByTimeAsync(59_000)
    expect(failure).toBeUndefined()
    await vi.advanceTimersByTimeAsync(60_000)
    await checked
    expect(failure?.message).toMatch(/in time|stopped responding/)
  } finally {
    vi.useRealTimers()
  }
})

test('a refused password fails for the password field, with the server’s answer and without the password', async () => {
  const port = await use(startMailServer(good, { secure: true }))
  const { failure } = await check({ port, encryption: 'tls', ca: good.cert, password: 'not-this-one' })
  expect(failure).toMatchObject({ step: 'sign-in', field: 'password' })
  expect(failure?.serverReply).toContain('Not with this password')
  expect(JSON.stringify(failure)).not.toContain('not-this-one')
})

test.each(['PLAIN', 'LOGIN'])(
  'the password is removed from the answer of a server that repeats it after AUTH %s',
  async (method) => {
    const lines: string[] = []
    const port = await use(
      startTcpServer((socket) => {
        socket.write('220 ready\r\n')
        socket.on('data', (data) => {
          const line = data.toString().trim()
          lines.push(line)
          if (line.startsWith('EHLO')) socket.write(`250-odd\r\n250 AUTH ${method}\r\n`)
          else if (line === 'AUTH LOGIN' || lines.at(-2) === 'AUTH LOGIN') socket.write('334 more\r\n')
          else socket.write(`535 not with ${line} nor ${mailUser.password}\r\n`)
        })
      }),
    )
    const { failure } = await check({ port, encryption: 'none' })
    expect(failure?.serverReply).toMatch(/^535 not with (AUTH PLAIN )?••• nor •••$/)
  },
)

test('a cancelled check ends immediately', async () => {
  const controller = new AbortController()
  const port = await use(startTcpServer(() => controller.abort(new Error('cancelled'))))
  const { failure } = await check({ port, encryption: 'starttls', signal: controller.signal })
  expect(failure?.message).toBe('cancelled')
})

/** A server that speaks SMTP line by line. @returns what it received, line by line */
function startScripted(reply: (line: string) => string | undefined) {
  const received: string[] = []
  const server = startTcpServer((socket) => {
    socket.write('220 hello\r\n')
    socket.on('data', (data) => {
      const line = String(data).trim()
      received.push(line)
      socket.write(reply(line) ?? '500 unknown\r\n')
    })
  })
  return { received, server }
}

test.each([
  ['none', '250 SIZE 1000\r\n'],
  ['only ones for tokens', '250-hello\r\n250 AUTH XOAUTH2 OAUTHBEARER GSSAPI\r\n'],
])('no sign-in is tried at a server that offers %s', async (_name, hello) => {
  const { received, server } = startScripted((line) => (/^(EHLO|HELO)/.test(line) ? hello : undefined))
  const { steps, failure } = await check({ port: await use(server), encryption: 'none' })
  expect(steps.at(-1)).toBe('sign-in')
  expect(failure).toMatchObject({
    step: 'sign-in',
    field: 'encryption',
    message: expect.stringContaining('wasn’t sent'),
  })
  expect(received.filter((line) => !/^(EHLO|HELO|QUIT)/.test(line))).toEqual([])
})

test('a server that sends line after line and never ends its answer is given up', async () => {
  const port = await use(
    startTcpServer((socket) => {
      socket.write('220 hello\r\n')
      socket.once('data', () => {
        const timer = setInterval(() => socket.write('250-and another\r\n'), 50)
        socket.once('close', () => clearInterval(timer))
      })
    }),
  )
  expect((await check({ port, encryption: 'none' })).failure).toMatchObject({ step: 'greeting', field: 'port' })
})

test.each(['TLSv1.3', 'TLSv1.2'] as const)(
  'a server that wants a certificate from this computer is said to (%s)',
  async (maxVersion) => {
    const server = createTlsServer({ ...good, requestCert: true, rejectUnauthorized: true, maxVersion }, (socket) => {
      socket.on('error', () => undefined).write('220 mail.test ESMTP\r\n')
    })
    server.on('tlsClientError', () => undefined)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const { failure } = await check({ port, encryption: 'tls', ca: good.cert })
    server.close()
    const said = failure?.message
    // The older version gives no reason.
    if (maxVersion === 'TLSv1.2') expect(said).toBe('Couldn’t make an encrypted connection to localhost.')
    else
      expect(said).toBe(
        'localhost wants a certificate from this computer, which this app doesn’t have. Your password wasn’t sent.',
      )
    expect(failure?.step).toBe('encryption')
  },
)
