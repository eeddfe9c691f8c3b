import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { initialState } from '../../contract/initial-state'
import { Store } from '../../main/core/store'
import { KnownSessionFile } from '../../main/features/session/known-session-file'
import { FleepCheckFailures } from '../../main/features/smtp/fleep-check-failures'
import { seededPeople } from '../fleep-server/accounts'
import { type RunningApp, startApp } from './start-app'

const [liis] = seededPeople
let app: RunningApp
let reported: string[]

beforeEach(async () => {
  app = await startApp()
  reported = []
  app.mailServers.fleepFailures.onFailure(({ id, address, description }) => {
    reported.push([id, address, description].join(' '))
  })
  await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
})

afterEach(() => app.stop())

const record = (id: string, changes: object = {}) => ({ mk_rec_type: 'smtp', smtp_id: id, ...changes })
const failed = (id: string) =>
  record(id, { mk_smtp_status: 'smtp_failed', smtp_address: `${id}@meadow.example`, smtp_status_description: '535 no' })

/** Delivers records to a poll, and waits until it has shown all of them. */
async function poll(...records: ReturnType<typeof record>[]): Promise<void> {
  const account = app.fleep.state.accountByLogin('liis')
  if (!account) throw new Error('no such account')
  // What comes before the first poll is not delivered.
  await expect.poll(() => app.fleep.receivedCalls.some(({ method }) => method === 'account/poll')).toBe(true)
  const seen = new Promise<void>((resolve) => {
    const onRecords = (all: unknown[]) => {
      if (JSON.stringify(all).includes('"last-one"')) resolve()
    }
    app.session.addSessionListener({ onRecords, onSignedOut: () => undefined })
  })
  for (const one of [...records, record('last-one')]) app.fleep.state.announceRecord(account, one)
  await seen
}

test('a failure is reported once, also if later polls repeat it or say nothing of it', async () => {
  await poll(failed('a'))
  await poll(failed('a'), record('a', { is_default: true }), failed('b'))
  await poll(failed('a'), failed('b'))
  expect(reported).toEqual(['a a@meadow.example 535 no', 'b b@meadow.example 535 no'])
})

test('a mail server is reported again only when it worked meanwhile, or the user has changed it', async () => {
  await poll(failed('a'))
  await poll(record('a', { mk_smtp_status: 'smtp_confirmed' }), failed('a'))
  expect(reported).toHaveLength(2)
  for (const mk_smtp_status of ['smtp_added', 'smtp_pending']) {
    await poll(record('a', { mk_smtp_status }))
    await poll(failed('a'))
  }
  expect(reported).toHaveLength(2)
  app.mailServers.fleepFailures.rearm('a')
  await poll(failed('a'))
  expect(reported).toHaveLength(3)
})

test('what the list shows as failed is not reported', async () => {
  const own = app.fleep.state.accountByLogin('liis')?.smtp[0]
  if (!own) throw new Error('the account has no mail server')
  own.mk_smtp_status = 'smtp_failed'
  await app.runner.run('smtp.refresh', {})
  await poll(record(own.smtp_id, { mk_smtp_status: 'smtp_failed' }))
  expect(reported).toEqual([])
})

test('a record without its address is reported with the one that the list has', async () => {
  await app.runner.run('smtp.refresh', {})
  const server = app.store.state.mailServers?.[0]
  await poll(record(server?.id ?? '', { mk_smtp_status: 'smtp_failed' }))
  expect(reported).toEqual([`${server?.id} ${server?.address} `])
})

test('a failure that is known is not reported again after a start, and a sign-out forgets it', async () => {
  await poll(failed('a'))
  const file = new KnownSessionFile(join(app.folder, 'remembered.json'))
  const again = new FleepCheckFailures(new Store(initialState), file)
  const later: string[] = []
  again.onFailure(({ id }) => later.push(id))
  if (!app.context.account) throw new Error('nobody is signed in')
  again.begin(app.context.account)
  again.applyRecords([failed('a'), failed('b')])
  expect(later).toEqual(['b'])
  await app.session.signOut()
  expect(new KnownSessionFile(join(app.folder, 'remembered.json')).read().failedMailServers).toEqual([])
})
