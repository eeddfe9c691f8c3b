import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { initialState } from '../../contract/initial-state'
import { Cli, cliDefaults, type FileChoices } from '../../main/command-line/cli'
import { exportDefaults } from '../../main/command-line/commands/export'
import { Defects } from '../../main/command-line/defects'
import { exitCodeOf, exitCodes } from '../../main/command-line/exit-codes'
import { jsonOutput } from '../../main/command-line/json-output'
import { runProgram } from '../../main/command-line/program'
import { CommandRunner } from '../../main/core/command-runner'
import { Store } from '../../main/core/store'
import { transportDefaults } from '../../main/fleep/transport'
import { createServices } from '../../main/startup/services'
import { sendNotificationEmail } from '../fleep-server/notification-calls'
import { type RunningApp, startApp } from '../unit/start-app'
import { stubPlatform } from '../unit/stub-platform'
import { type Area, runCases, selectCases, withTimeout } from './area'
import { type CallFault, callFaults } from './faults'
import { people } from './samples'

/** A command line, with what it needs. @returns its words */
type CommandLine = (app: RunningApp, folder: string) => string[]

interface Case {
  name: string
  commandLine: CommandLine
  /** The API method whose calls fail. */
  method: string
  fault: CallFault
  isJson: boolean
}

/** What nearly every command calls before its own calls, so that a few commands tell for all. */
const common = new Set(['contact/sync', 'account/sync', 'account/poll'])
const tellsForAll = new Set(['get', 'status', 'boards list', 'export'])

/** Time-outs of a call, in milliseconds: in a command without a fault, and with one, where one that is too short does no harm. */
const cleanTimeout = 10_000
const responseTimeout = 400

const liisAccount = ({ fleep }: RunningApp) => {
  const found = fleep.state.accountByLogin('liis')
  if (!found) throw new Error('the server has no account for liis')
  return found
}
const notificationLink = (app: RunningApp, path: string) => {
  return `${app.fleep.url}/${path}?notification_id=${sendNotificationEmail(app.fleep.state, liisAccount(app))}`
}
const topic = 'Harvest festival'
const mailServerId = (app: RunningApp) => liisAccount(app).smtp[1]?.smtp_id ?? ''

/** The commands that call Fleep and ask for nothing. The others run the same commands of the window, which other areas try. */
const commandLines: Record<string, CommandLine> = {
  status: () => ['status'],
  get: () => ['get'],
  set: () => ['set', 'name=Liis Saar', 'email-interval=daily', 'flag:sounds=on'],
  'addresses list': () => ['addresses', 'list'],
  'addresses add': () => ['addresses', 'add', 'new@meadow.example'],
  'addresses confirm': (app) => {
    const pending = liisAccount(app).aliases.find(({ confirmed }) => !confirmed)
    return ['addresses', 'confirm', `${app.fleep.url}/confirm?confirm_id=${pending?.notificationId}`]
  },
  'addresses remove': () => ['addresses', 'remove', 'liis@meadow.example'],
  'addresses primary': () => ['addresses', 'primary', 'liis@meadow.example'],
  'client-settings set': () => ['client-settings', 'set', 'theme=dark', 'sizes=[1,2]'],
  'client-settings unset': () => ['client-settings', 'unset', 'theme'],
  'smtp list': () => ['smtp', 'list'],
  'smtp default': (app) => ['smtp', 'default', '--id', mailServerId(app)],
  'smtp remove': (app) => ['smtp', 'remove', '--id', mailServerId(app)],
  'avatar remove': () => ['avatar', 'remove'],
  export: (_app, folder) => ['export', '--conversation', topic, '--to', folder],
  'boards list': () => ['boards', 'list'],
  'boards pins': (_app, folder) => ['boards', 'pins', topic, '--to', join(folder, 'pins.csv')],
  'boards tasks': () => ['boards', 'tasks', topic, '--section', 'Tasks'],
  lookup: (_app, folder) => {
    const addresses = ['marten.kask@meadow.example', 'nobody@harbour.example']
    return ['lookup', ...addresses, '--ignore', 'kai.newcomer@meadow.example', '--to', join(folder, 'people.csv')]
  },
  'profile save': (_app, folder) => ['profile', 'save', join(folder, 'settings.json')],
  'link show': (app) => ['link', 'show', notificationLink(app, 'unsubscribe')],
  'link follow': (app) => ['link', 'follow', notificationLink(app, 'unsubscribe'), '--yes'],
  'link follow --interval': (app) => {
    return ['link', 'follow', notificationLink(app, 'email_interval'), '--yes', '--interval', 'never']
  },
  'sign-up request': () => ['sign-up', 'request', 'tiina@harbour.example'],
  'reset-password request': () => ['reset-password', 'request', people.liis?.email ?? ''],
  'sign-out': () => ['sign-out'],
}

/** Every command line, with each fault in each of its calls: it ends, says why, and prints no secret. */
export const commandFaults: Area = {
  name: 'commands',
  async run(scale) {
    const before = [{ ...transportDefaults }, { ...exportDefaults }, { ...cliDefaults }] as const
    Object.assign(transportDefaults, { responseTimeout: cleanTimeout, retryDelay: 1 })
    Object.assign(exportDefaults, { beginning: 500, silence: 500 })
    cliDefaults.longestOutage = 1000
    try {
      const cases = selectCases(await findCases(), scale)
      transportDefaults.responseTimeout = responseTimeout
      return await runCases(cases, describeCase, runCase, 12)
    } finally {
      Object.assign(transportDefaults, before[0])
      Object.assign(exportDefaults, before[1])
      Object.assign(cliDefaults, before[2])
    }
  },
}

async function findCases(): Promise<Case[]> {
  const cases: Case[] = []
  for (const [name, commandLine] of Object.entries(commandLines)) {
    const calls = await callsOf(name, commandLine)
    for (const method of calls.filter((call) => tellsForAll.has(name) || !common.has(call))) {
      // Both forms of the output, in turns.
      for (const fault of callFaults) cases.push({ name, commandLine, method, fault, isJson: cases.length % 2 === 0 })
    }
  }
  return cases
}

function describeCase({ name, method, fault, isJson }: Case): string {
  return `${name}${isJson ? ' --json' : ''}, ${method}: ${fault.name}`
}

/** @returns the methods that the command calls. @throws unless it succeeds without a fault, in both forms */
async function callsOf(name: string, commandLine: CommandLine): Promise<string[]> {
  const methods = new Set<string>()
  for (const options of [[], ['--json']]) {
    await withSignedIn(async (app, folder) => {
      const words = commandLine(app, folder)
      app.fleep.receivedCalls.length = 0
      const { exitCode, out, err } = await runCommand(app, [...words, ...options])
      if (exitCode !== exitCodes.ok) throw new Error(`${name} fails without a fault: ${out}${err}`)
      for (const { method } of app.fleep.receivedCalls) methods.add(method)
    })
  }
  return [...methods]
}

async function runCase({ commandLine, method, fault, isJson }: Case): Promise<void> {
  await withSignedIn(async (app, folder) => {
    const words = commandLine(app, folder)
    app.fleep.planFault(method, fault.serverFault, 100)
    const options = isJson ? ['--json'] : []
    const outcome = await withTimeout(runCommand(app, [...words, ...options]), 60_000)
    const secrets = secretsOf(app, words)
    const leaked = secrets.find((secret) => (outcome.out + outcome.err).includes(secret))
    if (leaked) throw new Error(`the output contains a secret: ${leaked}`)
    if (isJson) assertJson(outcome)
    else assertSentences(outcome)
  })
}

interface Outcome {
  exitCode: number
  out: string
  err: string
}

function assertJson({ exitCode, out, err }: Outcome): void {
  if (err !== '') throw new Error(`printed to the standard error: ${err}`)
  if (!/^[^\n]+\n$/.test(out)) throw new Error(`printed not one line: ${out}`)
  const output = jsonOutput.parse(JSON.parse(out))
  const expected = output.ok ? exitCodes.ok : exitCodeOf(output.error as Parameters<typeof exitCodeOf>[0])
  if (exitCode !== expected) throw new Error(`ended with ${exitCode}, but printed ${out}`)
}

function assertSentences({ exitCode, out, err }: Outcome): void {
  if (exitCode === exitCodes.ok) return
  if (exitCode === exitCodes.defect) throw new Error(`ended as after a defect: ${err}`)
  if (out !== '') throw new Error(`failed, but printed: ${out}`)
  const [last = ''] = err.trimEnd().split('\n').slice(-1)
  if (last.length < 5 || last.length > 600) throw new Error(`the message is too short or too long: ${last}`)
}

async function withSignedIn(use: (app: RunningApp, folder: string) => Promise<void>): Promise<void> {
  const app = await startApp()
  try {
    await signIn(app)
    await app.session.pendingStorage
    app.session.stopPolling()
    const folder = mkdtempSync(join(app.folder, 'command-'))
    await use(app, folder).finally(() => rmSync(folder, { recursive: true, force: true }))
  } finally {
    app.fleep.faults.clear()
    await app.stop()
  }
}

/** On a busy machine, the time-out may be too short. */
async function signIn(app: RunningApp, attempts = 10): Promise<void> {
  const signedIn = app.session.signIn(app.fleep.url, people.liis?.email ?? '', people.liis?.password ?? '')
  await signedIn.catch((reason) => (attempts > 1 ? signIn(app, attempts - 1) : Promise.reject(reason)))
}

/** Runs a command as a process of its own does, with the session that is stored. */
async function runCommand({ fleep, keychain, folder }: RunningApp, words: string[]): Promise<Outcome> {
  const defects = new Defects()
  const store = new Store({ ...initialState, server: fleep.url }, defects.report)
  const choices: FileChoices = { saveLocation: null, file: null }
  const services = createServices({
    ...stubPlatform,
    store,
    keychain,
    dataFolder: folder,
    chooseSaveLocation: async () => choices.saveLocation,
    reportDefect: defects.report,
  })
  const { current, handlers, session } = services
  const runner = new CommandRunner({ handlers, context: () => current.context, reportDefect: defects.report })
  const cli = new Cli({ services, runner, store, choices, firstDefect: defects.first })
  let [out, err] = ['', '']
  const output = {
    out: (text: string) => {
      out += text
    },
    err: (text: string) => {
      err += text
    },
  }
  try {
    const exitCode = await runProgram(words, cli, output)
    await defects.throwFirst()
    return { exitCode, out, err }
  } finally {
    session.stopPolling()
  }
}

/** What may not be printed, apart from what was typed. */
function secretsOf({ fleep }: RunningApp, words: string[]): string[] {
  const sessions = [...fleep.state.sessions.values()].flatMap(({ ticket, tokenId }) => [ticket, tokenId])
  const ids = fleep.state.outbox.map(({ notificationId }) => notificationId)
  const inWords = words.flatMap((word) => /(?:confirm|notification)_id=([\w-]+)/.exec(word)?.[1] ?? [])
  return [...sessions, ...ids, ...inWords, people.liis?.password ?? ''].filter((secret) => secret.length >= 8)
}
