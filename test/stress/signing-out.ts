import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { initialState } from '../../contract/initial-state'
import { logoutDefaults } from '../../main/fleep/sign-in-api'
import { transportDefaults } from '../../main/fleep/transport'
import { type RunningApp, startApp } from '../unit/start-app'
import { type Area, runCases, selectCases, withTimeout } from './area'
import { people, type Sample, samples, typedSecrets } from './samples'
import { createApp } from './second-app'

/** When the user signs out, counted from the command that is running. */
const moments = ['as it begins', 'at its first call', 'after its first answer'] as const
/** What is slow or broken meanwhile. */
const conditions = ['nothing', 'a slow keychain', 'a silent server', 'a dripping server', 'a locked keychain'] as const

interface Case {
  sample: Sample
  moment: (typeof moments)[number]
  condition: (typeof conditions)[number]
  /** Whether another account signs in without waiting. */
  hasNext: boolean
}

const signedInSamples = samples.filter(({ signedInAs, name }) => signedInAs && name !== 'session.signOut')
const cases: Case[] = signedInSamples.flatMap((sample, index) =>
  moments.flatMap((moment, row) =>
    conditions.map((condition, column) => ({ sample, moment, condition, hasNext: (index + row + column) % 2 === 0 })),
  ),
)

/** Signs out during every command, and looks for what is left. */
export const signingOut: Area = {
  name: 'signing out',
  async run(scale) {
    const limit = logoutDefaults.timeout
    Object.assign(transportDefaults, { retryDelay: 1 })
    const selected = selectCases(cases, scale)
    const answering = await runCases(selected.filter(hasServer), describeCase, runCase, 6)
    try {
      logoutDefaults.timeout = 300
      const others = selected.filter((testCase) => !hasServer(testCase))
      const silent = await runCases(others, describeCase, runCase, 6)
      return { cases: selected.length, failures: [...answering.failures, ...silent.failures] }
    } finally {
      logoutDefaults.timeout = limit
    }
  },
}

function hasServer({ condition }: Case): boolean {
  return condition !== 'a silent server' && condition !== 'a dripping server'
}

function describeCase({ sample, moment, condition, hasNext }: Case): string {
  const variant = sample.variant ? ` (${sample.variant})` : ''
  return `${sample.name}${variant}, ${moment}, ${condition}${hasNext ? ', another account follows' : ''}`
}

function assert(condition: boolean, message: string): void {
  if (!condition) throw new Error(message)
}

async function runCase(testCase: Case): Promise<void> {
  const { sample, condition, hasNext } = testCase
  const app = await startApp()
  try {
    const person = sample.signedInAs === 'kai' ? people.kai : people.liis
    const next = sample.signedInAs === 'kai' ? people.liis : people.kai
    if (!person || !next) throw new Error('nobody to sign in')
    app.files.areSaved = true
    await app.session.signIn(app.fleep.url, person.email, person.password)
    const own = app.context.account
    if (!own) throw new Error('not signed in')
    const input = await sample.prepare(app)
    app.fleep.receivedCalls.length = 0
    if (condition === 'a slow keychain') app.keychain.delay = 30
    if (condition === 'a silent server') app.fleep.planFault('account/logout', { kind: 'never-answers' })
    if (condition === 'a dripping server') app.fleep.planFault('account/logout', { kind: 'drips' })
    const command = app.runner.run(sample.name, input)
    await reach(testCase.moment, app, command)
    if (condition === 'a locked keychain') app.keychain.failure = await locked()
    const wasSignedIn = app.store.state.session.kind !== 'signed-out'
    const signedOut = app.runner.run('session.signOut', { forgetMailPasswords: true })
    if (wasSignedIn) await app.until(({ session }) => session.kind === 'signed-out')
    assert(app.knownSession.read().accountId === null, 'the next start would continue with the account')
    const following = hasNext && condition !== 'a locked keychain' ? signInNext(app, next) : undefined
    await app.session.pendingRemoval
    if (condition !== 'a locked keychain') assertRemoved(app, own.accountId)
    const result = await withTimeout(command, 30_000)
    assert(result.ok || result.error.code !== 'internal', 'the command ended with a defect')
    await signedOut
    await following
    if (condition === 'a locked keychain') await removeAtNextStart(app)
    await app.session.pendingStorage
    await app.pictures.clear()
    assertRemoved(app, own.accountId)
    assertNothingOf(app, person, own.accountId, following !== undefined)
    const open = [...app.fleep.state.sessions.values()].filter(({ account }) => account.id === own.accountId)
    if (hasServer(testCase)) assert(open.length === 0, `${open.length} sessions are still open at Fleep`)
    assert(app.defects.length === 0, `a defect: ${String(app.defects[0])}`)
  } finally {
    app.keychain.failure = undefined
    app.keychain.delay = 0
    await app.stop()
  }
}

async function locked() {
  const { locked } = await import('../keychain/memory-keychain')
  return locked()
}

async function signInNext(app: RunningApp, { email, password }: { email: string; password: string }): Promise<void> {
  await app.session.signIn(app.fleep.url, email, password)
}

/** Resolves at the moment, or when the command has finished before. */
async function reach(moment: Case['moment'], app: RunningApp, command: Promise<unknown>): Promise<void> {
  let isDone = false
  void command.then(() => {
    isDone = true
  })
  if (moment === 'as it begins') return
  const ownCalls = () => app.fleep.receivedCalls.filter(({ method }) => !/poll|sync$/.test(method)).length
  const wanted = moment === 'at its first call' ? 1 : 2
  while (!isDone && ownCalls() < wanted) await setImmediate()
}

/** Unlocks the keychain and starts the app again, which removes what could not be removed. */
async function removeAtNextStart(app: RunningApp): Promise<void> {
  app.keychain.failure = undefined
  const second = createApp(app)
  await second.session.restore()
  await second.session.pendingStorage
  assert(second.store.state.session.kind === 'signed-out', 'the next start is signed in')
  second.stop()
}

function assertRemoved(app: RunningApp, accountId: string): void {
  const items = [...app.keychain.items.keys()].filter((name) => name.includes(accountId))
  assert(items.length === 0, `${items.length} items are still in the keychain`)
  const { sessions, mailPasswords } = app.knownSession.read()
  assert(![...sessions, ...mailPasswords].some((key) => key.accountId === accountId), 'a removed item is remembered')
}

/** Looks at the state and the files. */
function assertNothingOf(app: RunningApp, person: { email: string; password: string }, id: string, hasNext: boolean) {
  const secrets = [...app.fleep.state.issuedSecrets, person.password, ...typedSecrets]
  const own = join(app.folder, 'remembered.json')
  for (const path of filesIn(app.folder)) {
    const content = readFileSync(path, 'utf8')
    assert(!secrets.some((secret) => content.includes(secret)), `a secret is in ${path}`)
    if (path === own) assert(!content.includes(id), 'the account is still remembered')
  }
  assert(!existsSync(join(app.folder, 'pictures')) || hasNext, 'pictures are left')
  const { lastEmail: _lastEmail, openLink: _openLink, ...state } = app.store.state
  const shown = JSON.stringify(state)
  assert(!shown.includes(id) && !shown.includes(person.email), `the state shows the account: ${differences(app)}`)
  for (const secret of secrets) assert(!shown.includes(secret), 'the state contains a secret')
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}

function differences({ store }: RunningApp): string {
  const initial: Record<string, unknown> = { ...initialState }
  return Object.entries(store.state)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(initial[key]))
    .map(([key]) => key)
    .join(', ')
}
