import type { AppState, commands } from '../../contract'
import { isDeeperThan } from '../../contract/json-limits'
import { paceDefaults } from '../../main/features/session/poll-pace'
import { seededPeople } from '../fleep-server/accounts'
import { sendRegistrationEmail } from '../fleep-server/registration-calls'
import { type RunningApp, startApp } from '../unit/start-app'
import { type Area, type AreaResult, selectCases } from './area'
import { type CausedState, showInPanels } from './panel-states'

const [liis] = seededPeople

/** JSON texts that stand in place of each field of each record. */
const absurd = {
  'a huge number': '1e20',
  'a huge negative number': '-1e20',
  'the largest number': '1e308',
  'an infinite number': '1e400',
  'a fraction': '0.1',
  'minus one': '-1',
  'an inexact number': '9007199254740993',
  'a time after the last date': '8640000000001',
  true: 'true',
  null: 'null',
  'an empty text': '""',
  'a huge number as text': '"1e400"',
  'a long text': JSON.stringify('x'.repeat(300_000)),
  'a long grapheme': JSON.stringify(`a${'\u0301'.repeat(50_000)}`),
  bidi: JSON.stringify('a\u202e\u2066b\u0000\n\u2028c'),
  'half a character': '"\\ud800"',
  'a key of every object': '"__proto__"',
  'an empty list': '[]',
  'an empty object': '{}',
  'a deep list': '['.repeat(5000) + ']'.repeat(5000),
  'a deep object': '{"a":'.repeat(3000) + 1 + '}'.repeat(3000),
  'a list of 20,000': `[${'"a",'.repeat(20_000)}"a"]`,
  'a list of everything': '[null,true,-1,1e400,"",[],{},"a"]',
  'an object with keys of every object': '{"__proto__":{"a":1},"toString":1,"length":1e9,"constructor":null}',
}
const asText = Object.entries(absurd).map(([name, json]) => [`${name}, as JSON text`, JSON.stringify(json)] as const)

/** A call of the app, whose answer is changed. */
interface Call {
  method: string
  /** Runs the command, and what uses its result. @returns the codes of the failures */
  run(app: RunningApp): Promise<string[]>
  /** The keys of the state that the command changes. */
  keys: (keyof AppState)[]
}

async function codesOf(app: RunningApp, ...runs: [name: keyof typeof commands, input: unknown][]): Promise<string[]> {
  const codes: string[] = []
  for (const [name, input] of runs) {
    const result = await app.runner.run(name, input)
    if (!result.ok) codes.push(result.error.code)
  }
  return codes
}

const board = (app: RunningApp, isTask: boolean) => {
  const [conversation] = app.fleep.state.accountByLogin('liis')?.conversations ?? []
  return { conversationId: conversation?.id ?? '', sectionId: isTask ? (conversation?.sections[0]?.id ?? '') : null }
}
const lookUp = (app: RunningApp) =>
  codesOf(
    app,
    ['people.lookUp', { addresses: ['marten.kask@meadow.example', 'kai.newcomer@meadow.example'], excludedIds: [] }],
    ['people.save', { excludedIds: [] }],
  )
const readBoard = (app: RunningApp, isTask: boolean) =>
  codesOf(
    app,
    ['data.readBoard', board(app, isTask)],
    ['data.saveBoard', { format: 'csv' }],
    ['data.saveBoard', { format: 'json' }],
  )

const calls: Call[] = [
  {
    method: 'contact/sync',
    run: (app) => codesOf(app, ['account.refresh', {}], ['profiles.save', {}]),
    keys: ['account', 'connection'],
  },
  { method: 'alias/sync', run: (app) => codesOf(app, ['addresses.refresh', {}]), keys: ['aliases'] },
  { method: 'account/smtp/list', run: (app) => codesOf(app, ['smtp.refresh', {}]), keys: ['mailServers'] },
  { method: 'account/poll', run: (app) => codesOf(app, ['data.refresh', {}]), keys: ['conversations', 'exports'] },
  { method: 'account/sync_pinboard', run: (app) => readBoard(app, false), keys: ['board'] },
  { method: 'account/sync_taskboard', run: (app) => readBoard(app, true), keys: ['board'] },
  { method: 'contact/sync/list', run: (app) => readBoard(app, false), keys: ['board'] },
  { method: 'account/lookup', run: lookUp, keys: ['people'] },
  {
    method: 'account/export/start',
    run: (app) => codesOf(app, ['data.export', { conversationId: null }]),
    keys: ['exports'],
  },
  {
    method: 'account/prepare/v2',
    run: (app) => {
      const email = 'tiina@harbour.example'
      const { code } = sendRegistrationEmail(app.fleep.state, { email, by: 'code' })
      return codesOf(app, ['links.readCode', { server: app.fleep.url, email, code: code ?? '' }])
    },
    keys: ['openLink'],
  },
]

/** Every field of every record that the app reads, with values that no schema of Fleep's documentation excludes. */
export const absurdValues: Area = {
  name: 'absurd values',
  async run(scale): Promise<AreaResult> {
    const failures: string[] = []
    const caused: CausedState[] = []
    let cases = 0
    for (const call of calls) {
      const app = await startSignedIn()
      app.files.areSaved = true
      const answer = await answerOf(app, call)
      for (const { name, change } of selectCases(changesOf(answer), scale)) {
        cases += 1
        app.fleep.planFault(call.method, { kind: 'changed', change })
        const problem = await problemOf(app, call)
        if (problem) failures.push(`${call.method}, ${name}: ${problem}`)
        caused.push({ name: `${call.method}, ${name}`, state: pick(app.store.state, call.keys) })
      }
      await app.stop()
    }
    // Most values are refused, or change nothing.
    const distinct = new Map(caused.map((each) => [JSON.stringify(each.state), each]))
    const shown = await showInPanels([...distinct.values()])
    const polled = await pollAll(scale.isFull ? 1 : 10)
    return {
      cases: cases + shown.cases + polled.cases,
      failures: [...failures, ...shown.failures, ...polled.failures],
    }
  },
}

async function startSignedIn(): Promise<RunningApp> {
  const app = await startApp()
  await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
  app.session.stopPolling()
  app.fleep.state.exportStepMs = null
  return app
}

/** @returns the answer as the server sends it */
async function answerOf(app: RunningApp, call: Call): Promise<string> {
  let answer = ''
  app.fleep.planFault(call.method, {
    kind: 'changed',
    change: (sent) => {
      answer = sent
      return sent
    },
  })
  const codes = await call.run(app)
  if (codes.length > 0 || answer === '') throw new Error(`${call.method} does not work: ${codes}`)
  return answer
}

/** Every field, also in lists, with every absurd value. Of a list, the first two items are changed. */
function changesOf(answer: string): { name: string; change(sent: string): string }[] {
  return pathsIn(JSON.parse(answer)).flatMap((path) => {
    const isJsonText = typeof valueAt(JSON.parse(answer), path) === 'string'
    const values = [...Object.entries(absurd), ...(isJsonText ? asText : [])]
    return values.map(([kind, json]) => ({
      name: `${path.join('.')} is ${kind}`,
      change: (sent: string) => replaceAt(sent, path, json),
    }))
  })
}

type Path = (string | number)[]

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries = Array.isArray(value)
    ? value.slice(0, 2).map((each, index) => [index, each] as const)
    : Object.entries(value)
  return [...(path.length > 0 ? [path] : []), ...entries.flatMap(([key, child]) => pathsIn(child, [...path, key]))]
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((parent, key) => (parent as Record<string, unknown> | undefined)?.[key], value)
}

/** @param json may be a number that JSON.stringify does not write */
function replaceAt(sent: string, path: Path, json: string): string {
  const body = JSON.parse(sent)
  const parent = valueAt(body, path.slice(0, -1)) as Record<string, unknown> | undefined
  const key = path.at(-1)
  if (!parent || key === undefined || typeof parent !== 'object') return sent
  parent[key] = 'absurd-value-here'
  return JSON.stringify(body).replace('"absurd-value-here"', () => json)
}

async function problemOf(app: RunningApp, { run }: Call): Promise<string | undefined> {
  const codes = await run(app)
  app.fleep.faults.clear()
  app.session.stopPolling()
  const defects = app.defects.splice(0)
  if (defects.length > 0) return `a defect: ${String(defects[0])}`
  if (codes.includes('internal')) return 'internal'
  return stateProblem(app.store.state)
}

/** The window gets the state through Electron's bridge, which has its own limits. */
function stateProblem(state: AppState): string | undefined {
  try {
    structuredClone(state)
  } catch (reason) {
    return `the state cannot be sent: ${String(reason)}`
  }
  if (isDeeperThan(state, 200)) return 'the state is too deep'
  const times = state.board?.items.map(({ postedAt }) => postedAt ?? 0) ?? []
  if (times.some((time) => Number.isNaN(new Date(time).getTime()))) return 'a time is no date'
  return undefined
}

function pick(state: AppState, keys: (keyof AppState)[]): Partial<AppState> {
  return Object.fromEntries(keys.map((key) => [key, state[key]]))
}

/** The same values in the records of polls, which nothing but the state shows. @param step to take one of so many cases */
async function pollAll(step: number): Promise<AreaResult> {
  // The pace has tests of its own. Here it would take a second for each record.
  const { minInterval } = paceDefaults
  paceDefaults.minInterval = 0
  const app = await startApp()
  await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
  const account = app.fleep.state.accountByLogin('liis')
  if (!account) throw new Error('no account')
  const polls = () => app.fleep.inputsOf('account/poll').length
  const failures: string[] = []
  const own = { mk_rec_type: 'contact', account_id: account.id }
  const records = [
    { ...own, email: liis?.email, display_name: 'Liis', client_settings: '{}', client_flags: [], avatar_urls: '{}' },
    { ...own, export_progress: '1', export_files: ['{"file_name":"a","file_size":1,"file_url":"/a"}'] },
    { mk_rec_type: 'conv', conversation_id: 'c', topic: 't', export_progress: '0.5', export_files: [] },
    { mk_rec_type: 'smtp', smtp_id: account.smtp[0]?.smtp_id, smtp_port: 1, mk_smtp_status: 'smtp_failed' },
  ]
  const cases = records
    .flatMap((record) => changesOf(JSON.stringify({ stream: [record] })).map((each) => ({ ...each, record })))
    .filter((_case, index) => index % step === 0)
  for (const [index, { name, change, record }] of cases.entries()) {
    const before = polls()
    const body = change(
      JSON.stringify({ event_horizon: 1, stream: [record, { ...own, display_name: `Case ${index}` }] }),
    )
    app.fleep.planFault('account/poll', { kind: 'status', status: 200, body })
    app.fleep.state.announce(account, {})
    // The poll that waited, the one with the changed answer, and the one after it.
    while (polls() < before + 2) {
      app.session.retryNow()
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    const problem = app.defects.length > 0 ? `a defect: ${String(app.defects[0])}` : stateProblem(app.store.state)
    app.defects.splice(0)
    if (problem) failures.push(`a poll, ${name}: ${problem}`)
  }
  account.displayName = 'The last name'
  app.fleep.state.announce(account, { display_name: 'The last name' })
  await app.until((state) => state.account?.displayName === 'The last name')
  await app.stop()
  paceDefaults.minInterval = minInterval
  return { cases: cases.length, failures }
}
