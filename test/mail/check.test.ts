import { afterEach, beforeAll, expect, test } from 'vitest'
import type { CheckStep, MailEncryption } from '../../contract'
import { checkMailServer } from '../../main/mail/check'
import type { CheckFailure } from '../../main/mail/check-failure'
import { toNetworkHost } from '../../main/mail/smtp-login'
import { portWarning } from '../../renderer/panels/smtp/port-and-encryption'
import type { Certificate } from '../fleep-server/server'
import { makeCertificate } from './certificates'
import { mailUser, type RunningServer, startDeafServer, startMailServer, startOddServer } from './mail-servers'

let good: Certificate
const running: RunningServer[] = []

beforeAll(async () => {
  good = await makeCertificate()
})

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
})

async function use(server: Promise<RunningServer>): Promise<number> {
  running.push(await server)
  return running.at(-1)?.port ?? 0
}

interface Given {
  port: number
  encryption: MailEncryption
  host?: string
  password?: string
  ca?: string
  signal?: AbortSignal
}

/** @returns the steps that began, and the failure if there was one */
async function check({ host = 'localhost', password = mailUser.password, ca, signal, ...rest }: Given) {
  const steps: CheckStep[] = []
  const failure = await checkMailServer(
    { host, username: mailUser.username, password, ...rest },
    {
      onStep: (step) => steps.push(step),
      signal: signal ?? new AbortController().signal,
      stepTimeout: 400,
      ...(ca ? { ca } : {}),
    },
  ).catch((reason) => reason as CheckFailure)
  return { steps, failure: failure ?? undefined }
}

test('TLS from the first byte: every step, and signed in', async () => {
  const port = await use(startMailServer(good, { secure: true }))
  expect(await check({ port, encryption: 'tls', ca: good.cert })).toEqual({
    steps: ['dns', 'connect', 'encryption', 'greeting', 'sign-in'],
    failure: undefined,
  })
})

test('STARTTLS: every step, and signed in', async () => {
  const port = await use(startMailServer(good))
  expect(await check({ port, encryption: 'starttls', ca: good.cert })).toEqual({
    steps: ['dns', 'connect', 'greeting', 'encryption', 'sign-in'],
    failure: undefined,
  })
})

test('plain text works when it was chosen', async () => {
  const port = await use(startMailServer(good, { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }))
  expect((await check({ port, encryption: 'none' })).failure).toBeUndefined()
})

test('a greeting of several lines is a greeting', async () => {
  const answers = ['250-odd\r\n250 AUTH PLAIN\r\n', '235 signed in\r\n', '221 bye\r\n']
  const port = await use(
    startOddServer((socket) => {
      socket.write('220-first line\r\n220 second line\r\n')
      socket.on('data', () => socket.write(answers.shift() ?? ''))
    }),
  )
  expect((await check({ port, encryption: 'none' })).failure).toBeUndefined()
})

test('an unknown name fails at DNS, beside the host', async () => {
  const { steps, failure } = await check({ host: 'nowhere.invalid', port: 465, encryption: 'tls' })
  expect(steps).toEqual(['dns'])
  expect(failure).toMatchObject({ step: 'dns', field: 'host' })
})

test('a port that nobody listens on fails at connect, beside the port', async () => {
  const server = await startOddServer(() => undefined)
  await server.stop()
  const { failure } = await check({ port: server.port, encryption: 'tls' })
  expect(failure).toMatchObject({ step: 'connect', field: 'port' })
  expect(failure?.message).toContain('accepts no connections')
})

test.runIf(process.platform === 'linux')('a server that does not even answer fails at connect, in time', async () => {
  const { port, stop } = await startDeafServer()
  running.push({ port, stop })
  const { steps, failure } = await check({ port, host: '127.0.0.1', encryption: 'tls' })
  expect(steps).toEqual(['dns', 'connect'])
  expect(failure).toMatchObject({ step: 'connect', field: 'port' })
  expect(failure?.message).toContain('did not answer on port')
})

test('a server that says nothing fails at the greeting, in time', async () => {
  const port = await use(startOddServer(() => undefined))
  const { failure } = await check({ port, encryption: 'starttls' })
  expect(failure).toMatchObject({ step: 'greeting', field: 'port' })
  expect(failure?.message).toContain('in time')
})

test('what is no mail server fails at the greeting, with what it said', async () => {
  const port = await use(startOddServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')))
  const { failure } = await check({ port, encryption: 'starttls' })
  expect(failure).toMatchObject({ step: 'greeting', serverSaid: 'SSH-2.0-OpenSSH_9.2' })
})

test('a server that turns the client away fails at the greeting, with its words', async () => {
  const port = await use(startOddServer((socket) => socket.end('554 No service for you\r\n')))
  expect((await check({ port, encryption: 'starttls' })).failure).toMatchObject({
    step: 'greeting',
    serverSaid: '554 No service for you',
  })
})

test('a server that hangs up says so', async () => {
  const port = await use(startOddServer((socket) => socket.destroy()))
  expect((await check({ port, encryption: 'starttls' })).failure).toMatchObject({ step: 'greeting' })
})

test('TLS chosen for a port that begins without it', async () => {
  const port = await use(startMailServer(good))
  const { failure } = await check({ port, encryption: 'tls' })
  expect(failure).toMatchObject({ step: 'encryption', field: 'encryption' })
  expect(failure?.message).toContain('Choose STARTTLS')
})

test('STARTTLS that is not offered is not done without', async () => {
  const port = await use(startMailServer(good, { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }))
  const { steps, failure } = await check({ port, encryption: 'starttls' })
  expect(steps).not.toContain('sign-in')
  expect(failure).toMatchObject({ step: 'encryption', field: 'encryption' })
  expect(failure?.message).toContain('does not offer STARTTLS')
})

test.each([
  ['expired', { expired: true }, true, 'has expired'],
  ['for another name', { name: 'other.example' }, true, 'is for another name than localhost'],
  ['self-signed', {}, false, 'self-signed'],
] as const)(
  'a certificate that is %s is shown with its fingerprint, and no password is sent',
  async (_what, certificate, isKnown, words) => {
    const made = await makeCertificate(certificate)
    for (const encryption of ['tls', 'starttls'] as const) {
      const port = await use(startMailServer(made, { secure: encryption === 'tls' }))
      const { steps, failure } = await check({ port, encryption, ...(isKnown ? { ca: made.cert } : {}) })
      expect(steps).not.toContain('sign-in')
      expect(failure).toMatchObject({ step: 'encryption', field: 'host' })
      expect(failure?.message).toContain(words)
      expect(failure?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    }
  },
)

test('a refused password is told beside it, with the server’s words and without the password', async () => {
  const port = await use(startMailServer(good, { secure: true }))
  const { failure } = await check({ port, encryption: 'tls', ca: good.cert, password: 'not-this-one' })
  expect(failure).toMatchObject({ step: 'sign-in', field: 'password' })
  expect(failure?.serverSaid).toContain('Not with this password')
  expect(JSON.stringify(failure)).not.toContain('not-this-one')
})

test.each(['PLAIN', 'LOGIN'])(
  'a server that repeats what it was sent by AUTH %s does not show the password',
  async (method) => {
    const said: string[] = []
    const port = await use(
      startOddServer((socket) => {
        socket.write('220 ready\r\n')
        socket.on('data', (data) => {
          const line = data.toString().trim()
          said.push(line)
          if (line.startsWith('EHLO')) socket.write(`250-odd\r\n250 AUTH ${method}\r\n`)
          else if (line === 'AUTH LOGIN' || said.at(-2) === 'AUTH LOGIN') socket.write('334 more\r\n')
          else socket.write(`535 not with ${line} nor ${mailUser.password}\r\n`)
        })
      }),
    )
    const { failure } = await check({ port, encryption: 'none' })
    expect(failure?.serverSaid).toMatch(/^535 not with (AUTH PLAIN )?••• nor •••$/)
  },
)

test('a check that is cancelled ends at once', async () => {
  const stop = new AbortController()
  const port = await use(startOddServer(() => stop.abort(new Error('cancelled'))))
  const { failure } = await check({ port, encryption: 'starttls', signal: stop.signal })
  expect(failure?.message).toBe('cancelled')
})

test.each([
  ['mail.example.com', 'mail.example.com'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['[::1]', '::1'],
  ['::1', '::1'],
  ['127.0.0.1', '127.0.0.1'],
  ['two words', undefined],
  ['https://mail.example.com', undefined],
  ['mail.example.com:465', undefined],
  ['line\nbreak', undefined],
  ['', undefined],
])('%j is, for the network, %j', (host, network) => {
  expect(toNetworkHost(host)).toBe(network)
})

test('port and encryption that do not belong together are pointed out', () => {
  expect(portWarning(465, 'starttls')).toBe('smtp.port465')
  expect(portWarning(465, 'none')).toBe('smtp.port465')
  expect(portWarning(587, 'tls')).toBe('smtp.port587')
  for (const [port, encryption] of [
    [465, 'tls'],
    [587, 'starttls'],
    [2525, 'starttls'],
    [25, 'none'],
  ] as const) {
    expect(portWarning(port, encryption)).toBeUndefined()
  }
})
