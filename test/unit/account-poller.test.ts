import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Cli, cliDefaults } from '../../main/command-line/cli'
import { Defects } from '../../main/command-line/defects'
import { AccountState } from '../../main/features/account/account-state'
import { seededPeople } from '../fleep-server/accounts'
import type { ServerFault } from '../fleep-server/server-faults'
import { type RunningApp, startApp } from './start-app'

const [liis] = seededPeople
let app: RunningApp

beforeEach(async () => {
  app = await startApp()
  // The shortest waits.
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

afterEach(() => {
  vi.restoreAllMocks()
  return app.stop()
})

const signIn = () => app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
const account = () => {
  const found = app.fleep.state.accountByLogin('liis')
  if (!found) throw new Error('no account')
  return found
}
const rename = (display_name: string) => {
  account().displayName = display_name
  app.fleep.state.announce(account(), { display_name })
}
const polls = () => app.fleep.inputsOf('account/poll').length
/** Resolves once a poll waits at the server. */
const polling = () => vi.waitFor(() => expect(polls()).toBeGreaterThan(0), { interval: 5 })

test('an exception while a poll is read is a defect, and following goes on', async () => {
  let isBroken = true
  app.session.addSessionListener({
    onSignedOut: () => undefined,
    onRecords: () => {
      if (isBroken) throw new Error('broken')
    },
  })
  await signIn()
  await polling()
  rename('One')
  await vi.waitFor(() => expect(app.defects).toHaveLength(1))
  isBroken = false
  app.session.retryNow()
  const before = polls()
  await vi.waitFor(() => expect(polls()).toBeGreaterThan(before), { timeout: 5000 })
  rename('Two')
  await app.until((state) => state.account?.displayName === 'Two')
  expect(app.store.state.connection.online).toBe(true)
  expect(app.defects).toHaveLength(1)
})

test('a listener of the state that throws is a defect, and following goes on', async () => {
  await signIn()
  await polling()
  const unsubscribe = app.store.onChange(() => {
    throw new Error('broken')
  })
  rename('One')
  await app.until((state) => state.account?.displayName === 'One')
  rename('Two')
  await app.until((state) => state.account?.displayName === 'Two')
  unsubscribe()
  expect(app.defects.length).toBeGreaterThan(1)
})

test('records of any shape do not end following', async () => {
  await signIn()
  await polling()
  let deep: unknown = 1
  for (let level = 0; level < 3000; level += 1) deep = [deep]
  for (const record of [
    null,
    7,
    'text',
    [],
    [[]],
    { mk_rec_type: {} },
    { mk_rec_type: 'contact', account_id: 7 },
    deep,
  ])
    app.fleep.state.announceRecord(account(), record as Record<string, unknown>)
  // The answer with the deep record is not understood, so that following starts again.
  const syncs = () => app.fleep.inputsOf('account/sync').length
  await vi.waitFor(() => expect(syncs()).toBeGreaterThan(1), { timeout: 5000 })
  app.session.retryNow()
  rename('After')
  await app.until((state) => state.account?.displayName === 'After')
  expect(app.defects).toEqual([])
})

const foreign = '{"mk_rec_type":"contact","account_id":"somebody-else","display_name":"X"}'
test.each([
  ['a horizon of 0', '{"event_horizon":0,"stream":[]}'],
  ['a horizon of 0 and a record of somebody else', `{"event_horizon":0,"stream":[${foreign}]}`],
  ['the same horizon and a record of somebody else', `{"event_horizon":1,"stream":[${foreign}]}`],
  ['a message at each poll', '{"event_horizon":2,"stream":[{"mk_rec_type":"message"}]}'],
])('a server that answers %s is asked once a second at most', async (_name, body) => {
  app.fleep.planFault('account/poll', { kind: 'status', status: 200, body }, 1000)
  const start = performance.now()
  await signIn()
  await vi.waitFor(() => expect(polls()).toBeGreaterThanOrEqual(3), { timeout: 10_000, interval: 5 })
  expect(performance.now() - start).toBeGreaterThan(1900)
  expect(polls()).toBe(3)
})

test('a server that starts at a horizon of 0 is asked once a second at most', async () => {
  const body = '{"event_horizon":0}'
  app.fleep.planFault('account/sync', { kind: 'status', status: 200, body }, 1000)
  const syncs = () => app.fleep.inputsOf('account/sync').length
  const start = performance.now()
  await signIn()
  await vi.waitFor(() => expect(syncs()).toBeGreaterThanOrEqual(3), { timeout: 10_000, interval: 5 })
  expect(performance.now() - start).toBeGreaterThan(1900)
  expect(syncs()).toBe(3)
})

test('records of one’s own that come again and again do not keep the app busy', async () => {
  const record = { mk_rec_type: 'contact', account_id: account().id }
  const body = JSON.stringify({ event_horizon: 1, stream: [record] })
  app.fleep.planFault('account/poll', { kind: 'status', status: 200, body }, 1000)
  const start = performance.now()
  await signIn()
  await vi.waitFor(() => expect(polls()).toBeGreaterThanOrEqual(3), { timeout: 10_000, interval: 5 })
  expect(performance.now() - start).toBeGreaterThan(1900)
})

test('a change of one’s own is followed without a pause', async () => {
  await signIn()
  await polling()
  const start = performance.now()
  for (let step = 0; step < 10; step += 1) {
    rename(`Step ${step}`)
    await app.until((state) => state.account?.displayName === `Step ${step}`)
  }
  expect(performance.now() - start).toBeLessThan(1000)
})

test.each<[string, ServerFault]>([
  ['504', { kind: 'status', status: 504 }],
  ['400', { kind: 'status', status: 400 }],
  ['a reset', { kind: 'drop-before' }],
  ['429', { kind: 'status', status: 429 }],
])('polls that end with %s alone are no lost connection, and do not end following', async (_name, fault) => {
  const shown: boolean[] = []
  app.store.onChange(({ connection }) => shown.push(connection.online))
  app.fleep.planFault('account/poll', fault, 2)
  await signIn()
  await vi.waitFor(() => expect(polls()).toBeGreaterThanOrEqual(3), { timeout: 20_000 })
  expect(shown).not.toContain(false)
  // Changes are seen although polls fail, because each start reads the account.
  expect(app.fleep.inputsOf('contact/sync').length).toBeGreaterThanOrEqual(3)
  rename('After')
  await app.until((state) => state.account?.displayName === 'After')
})

test('a server that asks for time gets it, from polls and from what starts them, whatever else works', async () => {
  const headers = { 'retry-after': '2' }
  app.fleep.planFault('account/poll', { kind: 'status', status: 503, headers })
  await signIn()
  await polling()
  const start = performance.now()
  const syncs = app.fleep.inputsOf('account/sync').length
  for (let read = 0; read < 5; read += 1) {
    await app.runner.run('account.refresh', {})
    app.session.retryNow()
  }
  await vi.waitFor(() => expect(polls()).toBe(2), { timeout: 10_000, interval: 5 })
  expect(performance.now() - start).toBeGreaterThan(1900)
  expect(app.fleep.inputsOf('account/sync').length).toBe(syncs + 1)
})

test('a server that cannot be reached is shown as offline, although only the poll has failed yet', async () => {
  await signIn()
  await polling()
  await app.fleep.stop()
  await app.until(({ connection }) => !connection.online)
  await app.fleep.listen()
  app.session.retryNow()
  await app.until(({ connection }) => connection.online)
})

test('an exception at everything that is read does not keep the app busy, and does not end following', async () => {
  const applyRecords = vi.spyOn(AccountState.prototype, 'applyRecords').mockImplementation(() => {
    throw new Error('broken')
  })
  await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '').catch(() => undefined)
  const syncs = () => app.fleep.inputsOf('account/sync').length
  await vi.waitFor(() => expect(syncs()).toBeGreaterThanOrEqual(3), { timeout: 10_000, interval: 5 })
  expect(app.defects.length).toBeGreaterThanOrEqual(2)
  applyRecords.mockRestore()
  app.session.retryNow()
  await vi.waitFor(() => expect(polls()).toBeGreaterThan(0), { timeout: 5000 })
  rename('After')
  await app.until((state) => state.account?.displayName === 'After')
})

/** Collects the records of a kind that nobody else shows. */
function heardRecords(): unknown[] {
  const heard: unknown[] = []
  const onRecords = (records: unknown[]) =>
    heard.push(...records.flatMap((record) => ((record as { n?: unknown }).n === undefined ? [] : [record])))
  app.session.addSessionListener({ onSignedOut: () => undefined, onRecords })
  return heard
}
const announce = (n: number) => app.fleep.state.announceRecord(account(), { mk_rec_type: 'message', n } as never)

test('what comes while polls fail, or during a suspend, is not missed', async () => {
  const heard = heardRecords()
  await signIn()
  await polling()
  app.fleep.planFault('account/poll', { kind: 'status', status: 504 }, 2)
  announce(1)
  await vi.waitFor(() => expect(polls()).toBe(2), { timeout: 5000 })
  announce(2)
  await vi.waitFor(() => expect(heard).toHaveLength(2), { timeout: 15_000 })
  await vi.waitFor(() => expect(polls()).toBeGreaterThanOrEqual(5), { timeout: 5000 })
  app.fleep.loseConnections()
  announce(3)
  app.session.resume()
  await vi.waitFor(() => expect(heard).toMatchObject([{ n: 1 }, { n: 2 }, { n: 3 }]), { timeout: 5000 })
})

test.each<[string, ServerFault, number]>([
  ['refuses', { kind: 'status', status: 400, after: 300 }, 1],
  ['cannot answer', { kind: 'status', status: 500, after: 300 }, 4],
])('a place that the server %s is given up for the present', async (_name, fault, tries) => {
  await signIn()
  await polling()
  const horizons = () => app.fleep.inputsOf('account/poll').map(({ event_horizon }) => Number(event_horizon))
  announce(1)
  await vi.waitFor(() => expect(polls()).toBe(2), { timeout: 5000 })
  const [, place = 0] = horizons()
  app.fleep.planFault('account/poll', fault, Number.POSITIVE_INFINITY)
  // The poll that waits does not know of the fault yet.
  announce(2)
  await vi.waitFor(() => expect(polls()).toBe(3), { timeout: 5000 })
  const failing = horizons()[2] ?? 0
  expect(failing).toBe(place + 1)
  for (let n = 3; horizons().at(-1) === failing; n += 1) {
    announce(n)
    const before = polls()
    app.session.retryNow()
    await vi.waitFor(() => expect(polls()).toBeGreaterThan(before), { timeout: 5000, interval: 5 })
  }
  expect(horizons().slice(2)).toEqual([...Array(tries).fill(failing), horizons().at(-1)])
  expect(horizons().at(-1)).toBeGreaterThan(failing)
})

test.each<[string, () => void]>([
  ['the system says that it goes on', () => app.session.resume()],
  [
    'the window is looked at after a pause',
    () => {
      vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000)
      app.session.handleFocus()
    },
  ],
])('after a suspend, a change is heard as soon as %s', async (_name, wake) => {
  await signIn()
  await polling()
  app.fleep.loseConnections()
  const before = polls()
  rename('Meanwhile')
  wake()
  await app.until((state) => state.account?.displayName === 'Meanwhile')
  await vi.waitFor(() => expect(polls()).toBeGreaterThan(before), { timeout: 5000, interval: 5 })
  rename('Afterwards')
  await app.until((state) => state.account?.displayName === 'Afterwards')
  expect(app.store.state.connection.online).toBe(true)
  // A call that waits for an answer would have to wait for the end of the dead connection first.
  expect(await app.runner.run('account.refresh', {})).toMatchObject({ ok: true })
})

test('looking at the window without a pause asks for nothing, and restarts no poll', async () => {
  await signIn()
  await polling()
  const before = app.fleep.requests.length
  for (let focus = 0; focus < 20; focus += 1) app.session.handleFocus()
  rename('Heard by the same poll')
  await app.until((state) => state.account?.displayName === 'Heard by the same poll')
  await vi.waitFor(() => expect(polls()).toBe(2))
  expect(app.fleep.requests.length).toBe(before + 1)
})

test('nobody is signed in: a suspend changes nothing', async () => {
  app.session.resume()
  await signIn()
  await polling()
  await app.session.signOut()
  const before = polls()
  app.session.resume()
  await signIn()
  await vi.waitFor(() => expect(polls()).toBe(before + 1), { timeout: 5000 })
})

function cliOf(defects = new Defects()) {
  const { runner, store } = app
  return new Cli({
    services: app,
    runner,
    store,
    choices: { saveLocation: null, file: null },
    firstDefect: defects.first,
  })
}

const never = () => false

test('a command that waits for a change ends with the first defect', async () => {
  await signIn()
  const defects = new Defects()
  const waiting = expect(cliOf(defects).until(never)).rejects.toThrow('broken')
  defects.report(new Error('broken'))
  await waiting
  await expect(defects.throwFirst()).rejects.toThrow('broken')
})

test('a command that waits for a change ends when its session ends', async () => {
  await signIn()
  await polling()
  const waiting = expect(cliOf().until(never)).rejects.toMatchObject({ code: 'signed-out' })
  app.fleep.state.endSessions(account())
  rename('Wakes the poll')
  await waiting
})

test('a command that waits for a change ends when its condition throws', async () => {
  await signIn()
  let isReady = false
  const waiting = expect(
    cliOf().until(() => {
      if (isReady) throw new Error('unexpected')
      return false
    }),
  ).rejects.toThrow('unexpected')
  isReady = true
  app.store.change({ lastEmail: '' })
  await waiting
  expect(app.defects).toEqual([])
})

test('a command that waits for a change ends after a while without a connection, and not before', async () => {
  await signIn()
  app.session.stopPolling()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const offline = { connection: { online: false, since: null, explanation: 'No network.' } } as const
    let outcome = 'waits'
    const waiting = cliOf()
      .until(never)
      .catch((reason) => {
        outcome = reason.code
      })
    app.store.change(offline)
    await vi.advanceTimersByTimeAsync(cliDefaults.longestOutage - 1000)
    app.store.change({ connection: { online: true } })
    app.store.change(offline)
    await vi.advanceTimersByTimeAsync(cliDefaults.longestOutage - 1000)
    expect(outcome).toBe('waits')
    await vi.advanceTimersByTimeAsync(1000)
    await waiting
    expect(outcome).toBe('offline')
  } finally {
    vi.useRealTimers()
  }
})
