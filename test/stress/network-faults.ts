import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { CommandResult } from '../../contract'
import { transportDefaults } from '../../main/fleep/transport'
import type { FleepServer, ServerOptions } from '../fleep-server/server'
import { type RunningApp, startApp } from '../unit/start-app'
import { type Area, runCases, selectCases, withTimeout } from './area'
import { createConnectionFaults, processFaults } from './connection-faults'
import { type CallFault, type ConnectionFault, callFaults, type Fault } from './faults'
import { people, type Sample, samples, typedSecrets } from './samples'

type Case = { sample: Sample } & (
  | {
      /** The API method whose calls fail. */
      method: string
      fault: CallFault
    }
  | { method: null; fault: ConnectionFault }
)

/** Time-out of a call, in milliseconds: longer than a call on loopback takes on a slow machine. */
const responseTimeout = 1500

/** Every command, with each fault in each of its calls. */
export const networkFaults: Area = {
  name: 'network faults',
  async run(scale) {
    Object.assign(transportDefaults, { responseTimeout, retryDelay: 1 })
    const cleanEffect = new Map<Sample, unknown>()
    const parallelCases: Case[] = []
    const serialCases: Case[] = []
    const connectionFaults = await createConnectionFaults()
    for (const sample of samples) {
      const { methods, effect } = await runCleanly(sample)
      cleanEffect.set(sample, effect)
      for (const method of methods) for (const fault of callFaults) parallelCases.push({ sample, method, fault })
      if (methods.length > 0) for (const fault of connectionFaults) parallelCases.push({ sample, method: null, fault })
      for (const fault of processFaults) serialCases.push({ sample, method: null, fault })
    }
    const run = (cases: Case[], concurrency: number) =>
      runCases(cases, describeCase, (testCase) => runCase(testCase, cleanEffect.get(testCase.sample)), concurrency)
    const parallel = await run(selectCases(parallelCases, scale), 6)
    const serial = await run(selectCases(serialCases, scale), 1)
    return { cases: parallel.cases + serial.cases, failures: [...parallel.failures, ...serial.failures] }
  },
}

function describeCase({ sample, method, fault }: Case): string {
  return `${sample.name}${sample.variant ? ` (${sample.variant})` : ''}, ${method ?? 'any call'}: ${fault.name}`
}

/** Runs a command without faults. @returns the methods that it calls and its effect on the server */
async function runCleanly(sample: Sample): Promise<{ methods: string[]; effect: unknown }> {
  const app = await start(sample)
  try {
    const input = await sample.prepare(app)
    app.fleep.receivedCalls.length = 0
    const result = await app.runner.run(sample.name, input)
    if (!result.ok) throw new Error(`${sample.name} fails without a fault: ${result.error.message}`)
    const background = new Set(['account/poll', 'account/sync'])
    const own = sample.name === 'data.refresh' ? new Set<string>() : background
    const methods = [...new Set(app.fleep.receivedCalls.map(({ method }) => method))].filter(
      (method) => !own.has(method),
    )
    return { methods, effect: effectOn(app.fleep) }
  } finally {
    await app.stop()
  }
}

async function start({ signedInAs }: Sample, serverOptions?: ServerOptions): Promise<RunningApp> {
  const app = await startApp(serverOptions)
  app.files.areSaved = true
  const person = signedInAs && people[signedInAs]
  if (person) await app.session.signIn(app.fleep.url, person.email, person.password)
  // Once the poller is waiting, every further call belongs to the command.
  while (person && !app.fleep.receivedCalls.some(({ method }) => method === 'account/poll')) await setImmediate()
  // Nobody enters the password of an expired session.
  app.store.onChange(({ session }) => {
    if (session.kind === 'expired' && session.interrupted) app.session.cancelReauthentication()
  })
  return app
}

async function runCase({ sample, method, fault }: Case, cleanEffect: unknown): Promise<void> {
  const app = await start(sample, method === null ? fault.serverOptions : undefined)
  const seen: string[] = []
  app.store.onChange((state) => seen.push(JSON.stringify(state)))
  try {
    const input = await sample.prepare(app)
    const before = effectOn(app.fleep)
    const secrets = secretsOf(app)
    let cleanUp: () => unknown = () => app.fleep.faults.clear()
    if (method === null) cleanUp = await fault.inject(app)
    else app.fleep.planFault(method, fault.serverFault, 100)
    // Even the slowest fault ends: three attempts, each with its own time-out.
    const result = await withTimeout(app.runner.run(sample.name, input), responseTimeout * 10).finally(cleanUp)
    secrets.push(...secretsOf(app))

    assertExpectedError(result, fault)
    if (result.ok) assertEqual('succeeded, but the effect is', effectOn(app.fleep), cleanEffect)
    else await assertRecovers(app, sample, input, before, cleanEffect)
    await assertStateMatchesServer(app, sample)
    if (app.defects.length > 0) throw new Error(`a defect: ${String(app.defects[0])}`)
    const output = [...seen, JSON.stringify(result)].join('\n')
    const leaked = secrets.find((secret) => secret && output.includes(secret))
    if (leaked) throw new Error(`the output contains a secret: ${leaked}`)
  } finally {
    app.fleep.faults.clear()
    await app.fleep.listen()
    await app.stop()
  }
}

function assertExpectedError(result: CommandResult, { codes }: Fault): void {
  if (result.ok) return
  const { code, message } = result.error
  if (!codes.includes(code)) throw new Error(`failed with ${code} (${message}), not with ${codes.join(' or ')}`)
  if (message.trim().length < 5 || message.length > 600)
    throw new Error(`the message is too short or too long: ${message}`)
}

/** Repeating the command leaves exactly one effect, whether the first attempt took effect or not. */
async function assertRecovers(app: RunningApp, sample: Sample, input: unknown, before: unknown, cleanEffect: unknown) {
  const effect = effectOn(app.fleep)
  if (!isDeepStrictEqual(effect, before) && !isDeepStrictEqual(effect, cleanEffect)) {
    // These make several calls, of which some may have succeeded. Repeating the command makes the others.
    if (!['smtp.change', 'smtp.add'].includes(sample.name)) assertEqual('partly done:', effect, cleanEffect)
  }
  const isExpired = app.store.state.session.kind === 'expired'
  const person = sample.signedInAs && people[sample.signedInAs]
  if (isExpired && person) await app.session.reauthenticate(app.context, passwordNow(app, person))
  await app.runner.run(sample.name, input)
  assertEqual('after repeating the command, the effect is', effectOn(app.fleep), cleanEffect)
}

/** The current password, which the command may have changed. */
function passwordNow({ fleep, context }: RunningApp, person: { password: string }): string {
  return fleep.state.accounts.find(({ id }) => id === context.account?.accountId)?.password ?? person.password
}

async function assertStateMatchesServer(app: RunningApp, { signedInAs, name }: Sample): Promise<void> {
  if (!signedInAs || name === 'session.signOut' || app.store.state.session.kind !== 'signed-in') return
  for (const refresh of ['account.refresh', 'addresses.refresh', 'smtp.refresh'] as const) {
    const result = await app.runner.run(refresh, {})
    if (!result.ok) throw new Error(`${refresh} fails afterwards: ${result.error.message}`)
  }
  const { account, aliases, mailServers, connection } = app.store.state
  const owner = app.fleep.state.accounts.find(({ id }) => id === account?.id)
  const shown = [account?.displayName, account?.email, account?.flags, aliases?.length, mailServers?.length]
  const smtp = owner?.smtp.filter(({ mk_smtp_status }) => mk_smtp_status !== 'smtp_removed')
  assertEqual('the state has', shown, [
    owner?.displayName,
    owner?.email,
    [...(owner?.flags ?? [])],
    owner?.aliases.length,
    smtp?.length,
  ])
  if (!connection.online) throw new Error('the state is still offline')
}

function secretsOf({ fleep }: RunningApp): string[] {
  const sessions = [...fleep.state.sessions.values()].flatMap(({ ticket, tokenId }) => [ticket, tokenId])
  const mails = fleep.state.outbox.flatMap(({ subject, notificationId }) => [
    notificationId,
    subject.match(/\d+$/)?.[0] ?? '',
  ])
  return [...sessions, ...mails, ...typedSecrets, people.liis?.password ?? '']
}

/** The accounts on the server, without values that differ in each run. */
function effectOn({ state }: FleepServer): unknown {
  return state.accounts.map((account) => ({
    email: account.email,
    password: account.password,
    displayName: account.displayName,
    fleepAddress: account.fleepAddress,
    own: { ...account.own, avatar_urls: Boolean(account.picture) },
    flags: [...account.flags].sort(),
    clientSettings: account.clientSettings,
    aliases: account.aliases.map(({ email, confirmed }) => [email, confirmed]).sort(),
    smtp: account.smtp
      .filter(({ mk_smtp_status }) => mk_smtp_status !== 'smtp_removed')
      .map(({ smtp_id: _id, ...record }) => record)
      .sort((a, b) => a.smtp_address.localeCompare(b.smtp_address)),
    picture: account.picture && createHash('sha256').update(account.picture.bytes).digest('hex'),
    exported: account.exported.progress,
  }))
}

function assertEqual(prefix: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)]
  let index = 0
  while (a[index] === b[index]) index += 1
  throw new Error(
    `${prefix} ${a.slice(Math.max(0, index - 40), index + 40)} instead of ${b.slice(Math.max(0, index - 40), index + 40)}`,
  )
}
