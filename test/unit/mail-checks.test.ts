import { EventEmitter, once } from 'node:events'
import { writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CheckStep, CommandInput } from '../../contract'
import { seededPeople } from '../fleep-server/accounts'
import { locked } from '../keychain/memory-keychain'
import { mailCertificates } from '../mail/certificates'
import { mailUser, type RunningServer, startMailServer, startTcpServer } from '../mail/mail-servers'
import { type ScriptedServer, startScriptedServer } from '../mail/scripted-server'
import { type RunningApp, startApp } from './start-app'

const [, marten] = seededPeople
let app: RunningApp
const servers: RunningServer[] = []

beforeEach(async () => {
  app = await startApp()
  await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
})

afterEach(async () => {
  await app.stop()
  for (const server of servers.splice(0)) await server.stop()
})

async function portOf(started: Promise<RunningServer>): Promise<number> {
  const server = await started
  servers.push(server)
  return server.port
}

/** Starts a mail server without encryption, because a test process cannot trust a test certificate. */
async function plainServer(): Promise<number> {
  const { good } = await mailCertificates()
  return portOf(startMailServer(good, { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }))
}

/** Starts a mail server with TLS and an untrusted certificate. */
async function untrustedServer(): Promise<number> {
  return portOf(startMailServer((await mailCertificates()).good, { secure: true }))
}

/** Starts a server that closes its first `hangsUp` connections and then sends nothing. */
function silentServer({ hangsUp = 0 } = {}): Promise<number> {
  let count = 0
  const onConnection = (socket: Socket) => {
    count += 1
    if (count <= hangsUp) socket.destroy()
  }
  return portOf(startTcpServer(onConnection))
}

function entered(port: number, changes: Partial<CommandInput<'smtp.checkEntered'>> = {}) {
  const { username, password } = mailUser
  const address = 'marten@meadow.example'
  return { id: null, address, host: 'localhost', port, encryption: 'none', username, password, ...changes } as const
}

/** Adds a mail server and stores its password. @returns its id */
async function add(port: number, changes: Partial<CommandInput<'smtp.add'>> = {}): Promise<string> {
  const { id: _none, ...server } = entered(port)
  const result = await app.runner.run('smtp.add', { ...server, encryption: 'tls', ...changes })
  expect(result).toMatchObject({ ok: true })
  return app.store.state.mailServers?.at(-1)?.id ?? ''
}

const checkEntered = (input: object) => app.runner.run('smtp.checkEntered', input)
const check = (id: string) => app.runner.run('smtp.check', { id })
const shown = (id: string) => app.store.state.mailChecks[id]
const failsWith = (error: object) => ({ ok: false, error: expect.objectContaining(error) })

/** Waits until a check reaches a step. */
const waitForStep = (step: CheckStep, id: string | null = null) =>
  app.until(({ enteredCheck, mailChecks }) => {
    const current = id === null ? enteredCheck : mailChecks[id]
    return current?.kind === 'running' && current.step === step
  })

describe('checking entered settings', () => {
  test('shows each step and the success', async () => {
    const steps: CheckStep[] = []
    app.store.onChange(({ enteredCheck }) => {
      if (enteredCheck?.kind === 'running' && steps.at(-1) !== enteredCheck.step) steps.push(enteredCheck.step)
    })
    const before = Date.now()
    expect(await checkEntered(entered(await plainServer()))).toMatchObject({ ok: true })
    expect(steps).toEqual(['dns', 'connect', 'greeting', 'sign-in', 'send-as'])
    const { enteredCheck } = app.store.state
    expect(enteredCheck).toMatchObject({ kind: 'working', steps })
    expect(enteredCheck?.kind === 'working' && enteredCheck.checkedAt).toBeGreaterThanOrEqual(before)
  })

  test('shows the step, the field and the server’s answer of a failure', async () => {
    const result = await checkEntered(entered(await plainServer(), { password: 'wrong' }))
    expect(result).toEqual(failsWith({ code: 'check-failed', field: 'password' }))
    expect(app.store.state.enteredCheck).toMatchObject({
      kind: 'failed',
      failure: { step: 'sign-in', serverReply: expect.stringContaining('Not with this password') },
    })
  })

  test('uses the stored password of a mail server if none is entered', async () => {
    const port = await plainServer()
    const id = await add(port, { encryption: 'none' })
    expect(await checkEntered(entered(port, { id, password: null }))).toMatchObject({ ok: true })
    app.keychain.items.clear()
    const missing = failsWith({ code: 'invalid-input', field: 'password' })
    expect(await checkEntered(entered(port, { id, password: null }))).toEqual(missing)
    expect(await checkEntered(entered(port, { password: null }))).toEqual(missing)
  })

  test('cancels the previous check', async () => {
    const previous = checkEntered(entered(await silentServer()))
    await waitForStep('greeting')
    expect(await checkEntered(entered(await plainServer()))).toMatchObject({ ok: true })
    expect(await previous).toEqual(failsWith({ code: 'cancelled' }))
    expect(app.store.state.enteredCheck).toMatchObject({ kind: 'working' })
  })

  test('removes a cancelled check', async () => {
    const running = checkEntered(entered(await silentServer()))
    await waitForStep('greeting')
    await app.runner.run('smtp.cancelCheck', { id: null })
    expect(await running).toEqual(failsWith({ code: 'cancelled' }))
    expect(app.store.state.enteredCheck).toBeNull()
  })

  test('can be cancelled while the keychain is read, and then connects to no server', async () => {
    let connections = 0
    const port = await portOf(
      startTcpServer((socket) => {
        connections += 1
        socket.destroy()
      }),
    )
    const id = await add(port, { encryption: 'none' })
    let answer: (value: string | null) => void = () => undefined
    const read = app.keychain.read.bind(app.keychain)
    app.keychain.read = () => new Promise((resolve) => (answer = resolve))
    const running = checkEntered(entered(port, { id, password: null }))
    await expect.poll(() => answer.length).toBe(1)
    await app.runner.run('smtp.cancelCheck', { id: null })
    expect(await running).toEqual(failsWith({ code: 'cancelled' }))
    answer(JSON.stringify({ version: 1, password: mailUser.password }))
    app.keychain.read = read
    // A later check ends after the cancelled one would have begun.
    expect(await checkEntered(entered(await plainServer()))).toMatchObject({ ok: true })
    expect(connections).toBe(0)
  })

  test('is kept as the check of the mail server that is then stored', async () => {
    const port = await plainServer()
    await checkEntered(entered(port))
    const { enteredCheck } = app.store.state
    const id = await add(port, { encryption: 'none' })
    expect(enteredCheck).toMatchObject({ kind: 'working' })
    expect(shown(id)).toEqual(enteredCheck)
    expect(app.store.state.enteredCheck).toBeNull()
  })

  test.each([
    ['password', { password: 'another' }],
    ['user name', { username: 'marten' }],
    ['encryption', { encryption: 'tls' }],
    ['port', { port: 2525 }],
    ['host', { host: 'mail.meadow.example' }],
    ['address', { address: 'another@meadow.example' }],
  ] as const)('is not kept for a mail server with another %s', async (_name, changes) => {
    const port = await plainServer()
    await checkEntered(entered(port))
    expect(app.store.state.enteredCheck).toMatchObject({ kind: 'working' })
    expect(shown(await add(port, { encryption: 'none', ...changes }))).toBeUndefined()
  })
})

describe('checking a stored mail server', () => {
  test('sends no password to a server with an untrusted certificate and shows its fingerprint', async () => {
    const id = await add(await untrustedServer())
    expect(await check(id)).toEqual(failsWith({ code: 'check-failed', field: 'host' }))
    const fingerprint = expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    expect(shown(id)).toMatchObject({ kind: 'failed', failure: { step: 'encryption', serverReply: null, fingerprint } })
  })

  test('requires the password and shows why it cannot be read', async () => {
    const id = await add(await silentServer())
    app.keychain.failure = locked()
    expect(await check(id)).toEqual(failsWith({ code: 'keychain-locked' }))
    const failure = { step: null, message: 'Couldn’t read the password. The keyring is locked.' }
    expect(shown(id)).toMatchObject({ kind: 'failed', failure })
    app.keychain.failure = undefined
    app.keychain.items.clear()
    expect(await check(id)).toEqual(failsWith({ code: 'invalid-input', field: 'password' }))
  })

  test('restores the previous result if it is cancelled', async () => {
    const id = await add(await silentServer({ hangsUp: 1 }))
    expect(await check(id)).toEqual(failsWith({ code: 'check-failed' }))
    const previous = shown(id)
    expect(previous).toMatchObject({ kind: 'failed' })
    const running = check(id)
    await waitForStep('encryption', id)
    await app.runner.run('smtp.cancelCheck', { id })
    expect(shown(id)).toEqual(previous)
    expect(await running).toEqual(failsWith({ code: 'cancelled' }))
    expect(shown(id)).toEqual(previous)
  })

  test('is cancelled at sign-out, which removes the results', async () => {
    const id = await add(await silentServer({ hangsUp: 1 }))
    await check(id)
    expect(shown(id)).toMatchObject({ kind: 'failed' })
    const running = check(id)
    await waitForStep('encryption', id)
    await app.session.signOut()
    expect(await running).toEqual(failsWith({ code: 'cancelled' }))
    expect(app.store.state.mailChecks).toEqual({})
  })

  test('connects to no server after a sign-out while the keychain is read', async () => {
    let connections = 0
    const onConnection = (socket: Socket) => {
      connections += 1
      socket.destroy()
    }
    const id = await add(await portOf(startTcpServer(onConnection)))
    let answer: (() => void) | undefined
    const read = app.keychain.read.bind(app.keychain)
    app.keychain.read = async (name) => {
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      return read(name)
    }
    const running = check(id)
    await expect.poll(() => answer).toBeDefined()
    await app.session.signOut()
    expect(await running).toEqual(failsWith({ code: 'cancelled' }))
    answer?.()
    app.keychain.read = read
    await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
    // A later check ends after the cancelled one would have begun.
    expect(await checkEntered(entered(await plainServer()))).toMatchObject({ ok: true })
    expect(connections).toBe(0)
    expect(app.store.state.mailChecks).toEqual({})
  })

  test('closes the connection if it is cancelled', async () => {
    const connections = new EventEmitter()
    const id = await add(await portOf(startTcpServer((socket) => connections.emit('connection', socket))))
    const connection = once(connections, 'connection')
    const running = check(id)
    const [socket]: Socket[] = await connection
    await waitForStep('encryption', id)
    await app.runner.run('smtp.cancelCheck', { id })
    socket?.resume()
    await once(socket as Socket, 'close')
    expect(await running).toEqual(failsWith({ code: 'cancelled' }))
  })
})

// That one arrives is tested end to end: a test process cannot trust a test certificate.
describe('sending a test email', () => {
  const sendTest = (id: string) => app.runner.run('smtp.sendTest', { id })

  test('sends nothing to a server with an untrusted certificate, and shows the step', async () => {
    const id = await add(await untrustedServer())
    expect(await sendTest(id)).toEqual(failsWith({ code: 'check-failed', field: 'host' }))
    expect(shown(id)).toMatchObject({ kind: 'failed', failure: { step: 'encryption' } })
    expect(shown(id)?.steps.at(-1)).toBe('send')
  })

  test('needs the stored password of these settings, and an encryption that is known', async () => {
    const id = await add(await untrustedServer())
    app.keychain.items.clear()
    expect(await sendTest(id)).toEqual(failsWith({ code: 'invalid-input', field: 'password' }))
    const plain = await add(await plainServer(), { encryption: 'none' })
    expect(await sendTest(plain)).toEqual(failsWith({ code: 'invalid-input', field: 'encryption' }))
    expect(app.store.state.mailChecks).toEqual({})
  })

  test('can be stopped, and is stopped at sign-out', async () => {
    const id = await add(await silentServer())
    const stopped = sendTest(id)
    await waitForStep('encryption', id)
    await app.runner.run('smtp.cancelCheck', { id })
    expect(await stopped).toEqual(failsWith({ code: 'cancelled' }))
    expect(shown(id)).toBeUndefined()
    const signedOut = sendTest(id)
    await waitForStep('encryption', id)
    await app.session.signOut()
    expect(await signedOut).toEqual(failsWith({ code: 'cancelled' }))
    expect(app.store.state.mailChecks).toEqual({})
  })
})

describe('a test email that is on its way', () => {
  const doubt = 'localhost didn’t confirm the email. It may have been sent.'
  let server: ScriptedServer

  /** Begins to send an email to a server that takes it and never answers. @returns the mail server's id and the command */
  async function sendWithoutAnswer() {
    const { good } = await mailCertificates()
    const file = join(app.folder, 'authorities.pem')
    writeFileSync(file, good.cert)
    vi.stubEnv('FLEEP_SETTINGS_CA_FILE', file)
    server = await startScriptedServer({ encryption: 'tls', certificate: good, script: { '.': { after: 'nothing' } } })
    servers.push(server)
    const id = await add(server.port)
    const running = app.runner.run('smtp.sendTest', { id })
    await expect.poll(() => server.received.at(-1)).toBe('.')
    return { id, running }
  }

  afterEach(() => vi.unstubAllEnvs())

  test.each([
    ['it is stopped', (id: string) => app.runner.run('smtp.cancelCheck', { id })],
    ['another check begins', (id: string) => app.runner.run('smtp.check', { id })],
    [
      'all checks are stopped',
      async () => {
        app.fleep.planFault('account/smtp/list', { kind: 'delay', milliseconds: 1000 })
        const all = app.runner.run('smtp.checkAll', {})
        await app.until(({ allChecks }) => allChecks !== null)
        await app.runner.run('smtp.cancelCheckAll', {})
        await all
      },
    ],
  ])('may have been sent, and the state and the error say so when %s', async (_when, end) => {
    const { id, running } = await sendWithoutAnswer()
    const shownFailures: unknown[] = []
    app.store.onChange(() => {
      const check = shown(id)
      if (check?.kind === 'failed') shownFailures.push(check.failure)
    })
    await end(id)
    expect(await running).toEqual(failsWith({ code: 'cancelled', message: doubt }))
    expect(shownFailures[0]).toMatchObject({ step: 'send', message: doubt, isInDoubt: true })
    await expect.poll(() => server.closed()).toBeGreaterThan(0)
  })

  test('is left alone by a check of all mail servers, which counts its result', async () => {
    const { id, running } = await sendWithoutAnswer()
    const works = await add(await untrustedServer(), { host: '127.0.0.1' })
    const all = app.runner.run('smtp.checkAll', {})
    await app.until(({ allChecks }) => allChecks?.done === 1)
    expect(shown(id)).toMatchObject({ kind: 'running', step: 'send' })
    await server.stop()
    expect(await running).toEqual(failsWith({ code: 'check-failed', message: doubt }))
    expect(await all).toEqual(failsWith({ code: 'check-failed', message: expect.stringMatching(/\b2\b/) }))
    expect(shown(id)).toMatchObject({ failure: { isInDoubt: true } })
    expect(shown(works)).toMatchObject({ kind: 'failed' })
  })

  test('is told by the error when its mail server is removed, and at sign-out', async () => {
    const { id, running } = await sendWithoutAnswer()
    await app.runner.run('smtp.remove', { id, canUndo: false, nextDefault: null })
    expect(await running).toEqual(failsWith({ code: 'cancelled', message: doubt }))
    const other = await sendWithoutAnswer()
    await app.session.signOut()
    expect(await other.running).toEqual(failsWith({ code: 'cancelled', message: doubt }))
    expect(app.store.state.mailChecks).toEqual({})
  })
})

describe('checking all mail servers', () => {
  test('counts the mail servers that do not work and shows each result', async () => {
    const untrusted = await add(await untrustedServer())
    expect(await app.runner.run('smtp.checkAll', {})).toEqual(
      failsWith({ code: 'check-failed', message: expect.stringContaining('Your mail server doesn’t work') }),
    )
    const hangingUp = await add(await silentServer({ hangsUp: 1 }))
    expect(await app.runner.run('smtp.checkAll', {})).toEqual(
      failsWith({ code: 'check-failed', message: expect.stringMatching(/\b2\b/) }),
    )
    expect([shown(untrusted), shown(hangingUp)]).toMatchObject([{ kind: 'failed' }, { kind: 'failed' }])
  })

  test('shows how many are done, and can be stopped', async () => {
    const quick = await add(await silentServer({ hangsUp: 1 }))
    const slow = await add(await silentServer())
    const all = app.runner.run('smtp.checkAll', {})
    await app.until(({ allChecks }) => allChecks?.done === 1)
    expect(app.store.state.allChecks).toEqual({ done: 1, total: 2 })
    await app.runner.run('smtp.cancelCheckAll', {})
    expect(await all).toEqual(failsWith({ code: 'cancelled' }))
    expect(app.store.state.allChecks).toBeNull()
    expect(shown(quick)).toMatchObject({ kind: 'failed' })
    expect(shown(slow)).toBeUndefined()
  })

  test('can be stopped while the list is read', async () => {
    await add(await silentServer())
    app.fleep.planFault('account/smtp/list', { kind: 'delay', milliseconds: 2000 })
    const all = app.runner.run('smtp.checkAll', {})
    await app.until(({ allChecks }) => allChecks !== null)
    await app.runner.run('smtp.cancelCheckAll', {})
    expect(await all).toEqual(failsWith({ code: 'cancelled' }))
    expect(app.store.state.mailChecks).toEqual({})
  })

  test('succeeds if there are none', async () => {
    expect(await app.runner.run('smtp.checkAll', {})).toMatchObject({ ok: true })
  })
})
