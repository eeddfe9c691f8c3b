import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { CommandResult } from '../../contract'
import { transportDefaults } from '../../main/fleep/transport'
import type { FleepServer, Place } from '../fleep-server/server'
import { type RunningApp, startApp } from '../unit/app'
import { type Area, attemptAll, chosen, inTime } from './area'
import { type CallFault, callFaults, type Fault, type WholeFault } from './faults'
import { people, type Sample, samples, typedSecrets } from './samples'
import { serverFaults, sharedFaults } from './whole-faults'

type Case = { sample: Sample } & (
  | {
      /** The call that goes wrong, of those that the command makes. */
      method: string
      fault: CallFault
    }
  | { method: null; fault: WholeFault }
)

/** As long as a slow machine may take for a call on loopback, in milliseconds. */
const answerWithin = 1500

/** Every command, each call that it makes, each fault. */
export const networkFaults: Area = {
  name: 'network and server',
  async run(scale) {
    Object.assign(transportDefaults, { responseTimeout: answerWithin, retryDelay: 1 })
    const clean = new Map<Sample, unknown>()
    const apart: Case[] = []
    const inTurn: Case[] = []
    const ofServers = await serverFaults()
    for (const sample of samples) {
      const { methods, effect } = await runCleanly(sample)
      clean.set(sample, effect)
      for (const method of methods) for (const fault of callFaults) apart.push({ sample, method, fault })
      if (methods.length > 0) for (const fault of ofServers) apart.push({ sample, method: null, fault })
      for (const fault of sharedFaults) inTurn.push({ sample, method: null, fault })
    }
    const run = (some: Case[], atOnce: number) =>
      attemptAll(some, nameOf, (one) => attempt(one, clean.get(one.sample)), atOnce)
    const found = await run(chosen(apart, scale), 6)
    const more = await run(chosen(inTurn, scale), 1)
    return { cases: found.cases + more.cases, failures: [...found.failures, ...more.failures] }
  },
}

function nameOf({ sample, method, fault }: Case): string {
  return `${sample.name}${sample.of ? ` (${sample.of})` : ''}, ${method ?? 'any call'}: ${fault.name}`
}

/** What a command does where nothing goes wrong, and by which calls. */
async function runCleanly(sample: Sample): Promise<{ methods: string[]; effect: unknown }> {
  const app = await start(sample)
  try {
    const input = await sample.prepare(app)
    app.fleep.seen.length = 0
    const result = await app.runner.run(sample.name, input)
    if (!result.ok) throw new Error(`${sample.name} fails by itself: ${result.error.message}`)
    const background = new Set(['account/poll', 'account/sync'])
    const own = sample.name === 'data.refresh' ? new Set<string>() : background
    const methods = [...new Set(app.fleep.seen.map(({ method }) => method))].filter((method) => !own.has(method))
    return { methods, effect: effectOn(app.fleep) }
  } finally {
    await app.stop()
  }
}

async function start({ who }: Sample, place?: Place): Promise<RunningApp> {
  const app = await startApp(place)
  app.files.areSaved = true
  const person = who && people[who]
  if (person) await app.session.signIn(app.fleep.url, person.email, person.password)
  // What follows the account by itself has begun to wait, so that every call from now on is the command's.
  while (person && !app.fleep.seen.some(({ method }) => method === 'account/poll')) await setImmediate()
  // Nobody is there to give the password once more.
  app.store.onChange(({ session }) => {
    if (session.kind === 'expired' && session.interrupted) app.session.cancelReauthentication()
  })
  return app
}

async function attempt({ sample, method, fault }: Case, clean: unknown): Promise<void> {
  const app = await start(sample, method === null ? fault.place : undefined)
  const seen: string[] = []
  app.store.onChange((state) => seen.push(JSON.stringify(state)))
  try {
    const input = await sample.prepare(app)
    const before = effectOn(app.fleep)
    const secrets = secretsOf(app)
    let end: () => unknown = () => app.fleep.misbehaviours.clear()
    if (method === null) end = await fault.befall(app)
    else app.fleep.next(method, fault.misbehaviour, 100)
    // Also the slowest fault has an end: three tries, each as long as an answer may take.
    const result = await inTime(app.runner.run(sample.name, input), answerWithin * 10).finally(end)
    secrets.push(...secretsOf(app))

    mustBeRight(result, fault)
    if (result.ok) mustEqual('done, but', effectOn(app.fleep), clean)
    else await mustBeMended(app, sample, input, before, clean)
    await mustShowTheTruth(app, sample)
    if (app.defects.length > 0) throw new Error(`a defect: ${String(app.defects[0])}`)
    const said = [...seen, JSON.stringify(result)].join('\n')
    const leaked = secrets.find((secret) => secret && said.includes(secret))
    if (leaked) throw new Error(`a secret is told: ${leaked}`)
  } finally {
    app.fleep.misbehaviours.clear()
    await app.fleep.comeBack()
    await app.stop()
  }
}

function mustBeRight(result: CommandResult, { codes }: Fault): void {
  if (result.ok) return
  const { code, message } = result.error
  if (!codes.includes(code)) throw new Error(`told as ${code} (${message}), not as ${codes.join(' or ')}`)
  if (message.trim().length < 5 || message.length > 600) throw new Error(`no sentence: ${message}`)
}

/** Sent once more, as a person would, it has its effect once, whether the first one had it or not. */
async function mustBeMended(app: RunningApp, sample: Sample, input: unknown, before: unknown, clean: unknown) {
  const effect = effectOn(app.fleep)
  if (!isDeepStrictEqual(effect, before) && !isDeepStrictEqual(effect, clean)) {
    // Of a command of several calls, some may be done; the next try does the rest.
    if (!['smtp.change', 'smtp.add'].includes(sample.name)) mustEqual('half done:', effect, clean)
  }
  const isIn = app.store.state.session.kind === 'expired'
  const person = sample.who && people[sample.who]
  if (isIn && person) await app.session.reauthenticate(passwordNow(app, person))
  await app.runner.run(sample.name, input)
  mustEqual('after another try,', effectOn(app.fleep), clean)
}

/** It may be what the command changed. */
function passwordNow({ fleep, context }: RunningApp, person: { password: string }): string {
  return fleep.state.accounts.find(({ id }) => id === context.account?.accountId)?.password ?? person.password
}

async function mustShowTheTruth(app: RunningApp, { who, name }: Sample): Promise<void> {
  if (!who || name === 'session.signOut' || app.store.state.session.kind !== 'signed-in') return
  for (const refresh of ['account.refresh', 'addresses.refresh', 'smtp.refresh'] as const) {
    const result = await app.runner.run(refresh, {})
    if (!result.ok) throw new Error(`${refresh} fails afterwards: ${result.error.message}`)
  }
  const { account, aliases, mailServers, connection } = app.store.state
  const owner = app.fleep.state.accounts.find(({ id }) => id === account?.id)
  const shown = [account?.displayName, account?.email, account?.flags, aliases?.length, mailServers?.length]
  const smtp = owner?.smtp.filter(({ mk_smtp_status }) => mk_smtp_status !== 'smtp_removed')
  mustEqual('shown', shown, [
    owner?.displayName,
    owner?.email,
    [...(owner?.flags ?? [])],
    owner?.aliases.length,
    smtp?.length,
  ])
  if (!connection.online) throw new Error('it still says that it is offline')
}

function secretsOf({ fleep }: RunningApp): string[] {
  const sessions = [...fleep.state.sessions.values()].flatMap(({ ticket, tokenId }) => [ticket, tokenId])
  const mails = fleep.state.outbox.flatMap(({ subject, notificationId }) => [
    notificationId,
    subject.match(/\d+$/)?.[0] ?? '',
  ])
  return [...sessions, ...mails, ...typedSecrets, people.liis?.password ?? '']
}

/** What Fleep has, without what is different in every run. */
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

function mustEqual(what: string, found: unknown, wanted: unknown): void {
  if (isDeepStrictEqual(found, wanted)) return
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)]
  let at = 0
  while (a[at] === b[at]) at += 1
  throw new Error(`${what} ${a.slice(Math.max(0, at - 40), at + 40)} and not ${b.slice(Math.max(0, at - 40), at + 40)}`)
}
