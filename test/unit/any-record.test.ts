import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AppState } from '../../contract'
import { ownRecord, seededPeople } from '../fleep-server/accounts'
import { exportForms } from '../fleep-server/quirks'
import { type RunningApp, startApp } from './start-app'

/** Any record of an answer, with any field of any JSON value, leaves the rest readable and the app usable. */

const [liis] = seededPeople
let app: RunningApp

const account = () => {
  const found = app.fleep.state.accountByLogin('liis')
  if (!found) throw new Error('no account')
  return found
}
const conversationId = () => account().conversations[0]?.id ?? ''

beforeAll(async () => {
  app = await startApp()
  app.session.stopPolling()
  await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
  app.session.stopPolling()
  account().exported.files = exportForms.objects([{ id: '1', name: 'a.zip', size: 1, url: '/export/1/a.zip' }])
})
afterAll(() => app.stop())

interface Call {
  run(): Promise<unknown>
  /** What is shown of the answer, as a list. */
  shown(state: AppState): readonly unknown[]
  /** The list of records in the answer; a record alone where there is none. */
  list?: string
}

/** By method. Together they read records of each kind that the app knows: own, alias, smtp, conv, section, message, person. */
const calls: Record<string, Call> = {
  'account/smtp/list': {
    run: () => app.runner.run('smtp.refresh', {}),
    shown: ({ mailServers }) => mailServers ?? [],
    list: 'stream',
  },
  'alias/sync': {
    run: () => app.runner.run('addresses.refresh', {}),
    shown: ({ aliases }) => aliases ?? [],
    list: 'stream',
  },
  'account/lookup': {
    run: () =>
      app.runner.run('people.lookUp', {
        addresses: ['marten.kask@meadow.example', 'kai.newcomer@meadow.example', 'x@harbour.example'],
        excludedIds: [],
      }),
    shown: ({ people }) => people ?? [],
    list: 'stream',
  },
  'account/poll': {
    run: () => app.runner.run('data.refresh', {}),
    shown: ({ conversations }) => conversations ?? [],
    list: 'stream',
  },
  'account/sync_pinboard': {
    run: () => app.runner.run('data.readBoard', { conversationId: conversationId(), sectionId: null }),
    shown: ({ board }) => board?.items ?? [],
    list: 'stream',
  },
  'account/sync_taskboard': {
    run: () =>
      app.runner.run('data.readBoard', {
        conversationId: conversationId(),
        sectionId: account().conversations[0]?.sections[0]?.id ?? '',
      }),
    shown: ({ board }) => board?.items ?? [],
    list: 'stream',
  },
  'contact/sync/list': {
    run: () => app.runner.run('data.readBoard', { conversationId: conversationId(), sectionId: null }),
    shown: ({ board }) => board?.items ?? [],
    list: 'contacts',
  },
  'account/configure': {
    run: () => app.runner.run('account.change', { phoneNumber: '+372 5' }),
    shown: (state) => Object.values(state.account ?? {}),
  },
  'account/set_flag': {
    run: () => app.runner.run('account.setFlag', { flag: 'test_flag', value: true }),
    shown: (state) => Object.values(state.account ?? {}),
  },
}

test.each(Object.keys(calls))('%s', { timeout: 60_000 }, async (method) => {
  const call = calls[method]
  if (!call) throw new Error('no call')
  expect(await call.run()).toMatchObject({ ok: true })
  const whole = call.shown(app.store.state).length
  expect(whole).toBeGreaterThan(0)
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(), fc.jsonValue({ maxDepth: 3 }), async (recordIndex, fieldIndex, odd) => {
      const change = (body: string) => {
        const answer = JSON.parse(body)
        const records = call.list ? answer[call.list] : [answer]
        const record = records[recordIndex % Math.max(1, records.length)]
        const fields = Object.keys(record ?? {})
        const field = fields[fieldIndex % Math.max(1, fields.length)]
        if (record && field !== undefined) record[field] = odd
        return JSON.stringify(answer)
      }
      app.fleep.planFault(method, { kind: 'changed', change })
      expect(await call.run()).toMatchObject({ ok: true })
      app.fleep.faults.clear()
      // At most the odd one is left out, and what belongs to it.
      expect(call.shown(app.store.state).length).toBeGreaterThanOrEqual(whole - 1)
      expect(await app.runner.run('account.change', { displayName: liis?.displayName })).toMatchObject({ ok: true })
    }),
    { numRuns: 60 },
  )
  expect(app.defects).toEqual([])
  expect(app.store.state).toMatchObject({ session: { kind: 'signed-in' }, account: { id: account().id } })
})

test('signing in', async () => {
  const changeOf = (field: string, odd: unknown) => (body: string) => {
    const answer = JSON.parse(body)
    answer.profiles[0][field] = odd
    return JSON.stringify(answer)
  }
  const fields = Object.keys(ownRecord(account())).filter((field) => field !== 'account_id')
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 2 }), async (field, odd) => {
      const other = await startApp()
      try {
        other.fleep.planFault('account/login', { kind: 'changed', change: changeOf(field, odd) })
        await other.session.signIn(other.fleep.url, liis?.email ?? '', liis?.password ?? '')
        expect(await other.runner.run('smtp.refresh', {})).toMatchObject({ ok: true })
      } finally {
        await other.stop()
      }
    }),
    { numRuns: 25 },
  )
})
