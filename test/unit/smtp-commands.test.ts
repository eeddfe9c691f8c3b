import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { MailObstacle, MailSuggestion } from '../../contract'
import { Cli } from '../../main/command-line/cli'
import { runProgram } from '../../main/command-line/program'
import { promptPassword } from '../../main/command-line/prompt-password'
import { seededPeople } from '../fleep-server/accounts'
import { type RunningApp, startApp } from './start-app'

// The terminal. Everything else is the app's own.
vi.mock('../../main/command-line/prompt-password', () => ({ promptPassword: vi.fn() }))

const [, marten] = seededPeople
const secret = 'typed-secret'
let app: RunningApp
let prompts: string[]

beforeEach(async () => {
  app = await startApp()
  prompts = []
  vi.mocked(promptPassword).mockImplementation(async (prompt) => {
    prompts.push(prompt)
    return secret
  })
  await app.session.signIn(app.fleep.url, marten?.email ?? '', marten?.password ?? '')
})

afterEach(() => app.stop())

async function run(...words: string[]) {
  const printed = { out: '', err: '' }
  const choices = { saveLocation: null, file: null }
  const firstDefect = new Promise<never>(() => undefined)
  const cli = new Cli({ services: app, runner: app.runner, store: app.store, choices, firstDefect })
  const exitCode = await runProgram(words, cli, {
    out: (text) => (printed.out += text),
    err: (text) => (printed.err += text),
  })
  return { exitCode, ...printed }
}

const onFleep = () => app.fleep.state.accountByLogin('marten')?.smtp ?? []
const address = 'marten@bank.example'

/** What DNS or a file of the domain names. */
function suggest(changes: Partial<MailSuggestion>): void {
  const suggestion: MailSuggestion = {
    host: 'smtp.attacker.example',
    port: 465,
    encryption: 'tls',
    username: address,
    source: 'DNS of bank.example',
    isOtherDomain: true,
    passwordRule: null,
    ...changes,
  }
  app.handlers['smtp.suggest'] = async () => suggestion
}

describe('smtp add', () => {
  test('does not ask for the password of a server of another domain that nobody chose', async () => {
    suggest({})
    const { exitCode, err } = await run('smtp', 'add', address, '--no-check')
    expect(exitCode).toBe(2)
    expect(err).toContain('smtp.attacker.example')
    expect(err).toContain('--yes')
    expect([prompts, onFleep()]).toEqual([[], []])
  })

  test.each([
    ['--yes', ['--yes']],
    ['--host', ['--host', 'smtp.attacker.example']],
  ])('takes it with %s, and names the server in the prompt', async (_name, options) => {
    suggest({})
    expect((await run('smtp', 'add', address, '--no-check', ...options)).exitCode).toBe(0)
    expect(prompts).toEqual([`Password for ${address}, sent to smtp.attacker.example, port 465, TLS`])
    expect(onFleep()).toMatchObject([{ smtp_host: 'smtp.attacker.example', smtp_password: secret }])
  })

  test('names the server of the own domain in the prompt', async () => {
    suggest({ host: 'smtp.bank.example', isOtherDomain: false, port: 587, encryption: 'starttls' })
    expect((await run('smtp', 'add', address, '--no-check')).exitCode).toBe(0)
    expect(prompts).toEqual([`Password for ${address}, sent to smtp.bank.example, port 587, STARTTLS`])
  })

  test('says what a provider takes before the password is typed', async () => {
    await run('smtp', 'add', address, '--no-check', '--host', 'SMTP.Gmail.com')
    expect(prompts).toEqual([
      `SMTP.Gmail.com needs an app password, not your usual one. https://myaccount.google.com/apppasswords Password for ${address}, sent to SMTP.Gmail.com, port 465, TLS`,
    ])
  })

  test.each([
    ['other-sign-in', ['OAuth2', 'NTLM'], 'offers only OAuth2, NTLM'],
    ['no-password', [], 'takes no password'],
    ['no-smtp', [], 'doesn’t let other apps send email'],
  ] as const)('asks for no password if a provider has %s in the way', async (obstacle, methods, reason) => {
    const found: MailObstacle = { obstacle, methods: [...methods], provider: 'Bank\u001b[2J', page: null }
    app.handlers['smtp.suggest'] = async () => found
    const { exitCode, err } = await run('smtp', 'add', address, '--no-check')
    expect([exitCode, prompts]).toEqual([2, []])
    expect(err).toContain(reason)
    expect(err).not.toContain('\u001b')
  })

  test('uses the usual port of another encryption than the suggested one', async () => {
    suggest({ isOtherDomain: false, port: 465 })
    expect((await run('smtp', 'add', address, '--no-check', '--encryption', 'starttls')).exitCode).toBe(0)
    expect(onFleep()).toMatchObject([{ smtp_port: 587, smtp_connection: 'starttls' }])
  })
})

const add = (host: string, port: number, name = address) =>
  app.runner.run('smtp.add', { address: name, host, port, encryption: 'tls', username: 'marten', password: 'stored' })

describe('smtp change', () => {
  test.each([
    ['--host', 'other.bank.example', 'sent to other.bank.example, port 465, TLS'],
    ['--port', '8465', 'sent to smtp.bank.example, port 8465, TLS'],
    ['--username', 'other', 'sent to smtp.bank.example, port 465, TLS'],
    ['--encryption', 'none', 'sent to smtp.bank.example, port 25, no encryption'],
  ])('asks for the password if %s is another one, and names the server', async (option, value, prompt) => {
    await add('smtp.bank.example', 465)
    expect((await run('smtp', 'change', address, option, value, '--no-check')).exitCode).toBe(0)
    expect(prompts).toEqual([`Password for ${address}, ${prompt}`])
    expect(onFleep()).toMatchObject([{ smtp_password: secret }])
  })

  test('changes nothing if the password is not given', async () => {
    await add('smtp.bank.example', 465)
    vi.mocked(promptPassword).mockResolvedValue('')
    expect((await run('smtp', 'change', address, '--host', 'other.bank.example', '--no-check')).exitCode).toBe(2)
    expect(onFleep()).toMatchObject([{ smtp_host: 'smtp.bank.example', smtp_password: 'stored' }])
  })

  test('asks for nothing if nothing changes', async () => {
    await add('smtp.bank.example', 465)
    expect((await run('smtp', 'change', address, '--host', 'SMTP.bank.example', '--no-check')).exitCode).toBe(0)
    expect(prompts).toEqual([])
  })

  test.each([
    [465, 587],
    [2525, 2525],
  ])('changes port %i to %i with another encryption', async (port, expected) => {
    await add('smtp.bank.example', port)
    expect((await run('smtp', 'change', address, '--encryption', 'starttls', '--no-check')).exitCode).toBe(0)
    expect(onFleep()).toMatchObject([{ smtp_connection: 'starttls', smtp_port: expected }])
  })

  test('guesses no encryption', async () => {
    await add('smtp.bank.example', 465)
    Object.assign(onFleep()[0] ?? {}, { smtp_connection: null })
    const { exitCode, err } = await run('smtp', 'change', address, '--username', 'other', '--no-check')
    expect([exitCode, err]).toEqual([2, expect.stringContaining('--encryption')])
    expect(prompts).toEqual([])
  })
})

describe('several mail servers for one address', () => {
  test.each([['check'], ['change', '--password'], ['remove'], ['default']])(
    'smtp %s takes none of them, and names them',
    async (command, ...options) => {
      await add('one.bank.example', 465)
      await add('two.bank.example', 8465)
      const before = structuredClone(onFleep())
      const { exitCode, err } = await run('smtp', command, address, ...options)
      expect(exitCode).toBe(4)
      expect(err).toContain('one.bank.example:465, two.bank.example:8465')
      expect([prompts, onFleep()]).toEqual([[], before])
    },
  )

  test('smtp check checks all of them', async () => {
    await add('one.invalid', 465)
    await add('two.invalid', 465)
    const { exitCode, out } = await run('smtp', 'check')
    expect(exitCode).toBe(7)
    expect(out).toMatch(/one\.invalid[\s\S]*two\.invalid/)
  })
})

describe('a mail server without a port', () => {
  const entered = {
    address,
    host: 'mail.bank.example',
    encryption: 'tls',
    username: address,
    password: secret,
  } as const

  test('is stored without smtp_port', async () => {
    expect(await app.runner.run('smtp.add', { ...entered, port: null })).toMatchObject({ ok: true })
    expect(app.fleep.inputsOf('account/smtp/store')[0]).not.toHaveProperty('smtp_port')
    expect(app.store.state.mailServers).toMatchObject([{ host: 'mail.bank.example', port: null }])
  })

  test('is what removing the port of another one makes it: smtp_port is -1', async () => {
    await app.runner.run('smtp.add', { ...entered, port: 465 })
    const id = app.store.state.mailServers?.[0]?.id ?? ''
    expect(await app.runner.run('smtp.change', { id, ...entered, port: null })).toMatchObject({ ok: true })
    expect(app.fleep.inputsOf('account/smtp/configure').at(-1)).toMatchObject({ smtp_id: id, smtp_port: -1 })
    expect(onFleep()).toMatchObject([{ smtp_port: null }])
  })
})
