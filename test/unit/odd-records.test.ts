import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Diagnostics } from '../../main/features/app/diagnostics'
import { seededPeople } from '../fleep-server/accounts'
import { createConversation } from '../fleep-server/conversations'
import { type RunningApp, startApp } from './start-app'

const [liis, marten] = seededPeople
let app: RunningApp

beforeEach(async () => {
  app = await startApp()
  app.session.stopPolling()
})

afterEach(async () => {
  expect(app.defects).toEqual([])
  await app.stop()
})

async function signIn(person: typeof liis): Promise<void> {
  await app.session.signIn(app.fleep.url, person?.email ?? '', person?.password ?? '')
  app.session.stopPolling()
}

/** Changes the records in the next answer of a method. */
function planRecords(method: string, change: (record: Record<string, unknown>, index: number) => unknown): void {
  const changed = (body: string) => {
    const answer = JSON.parse(body)
    return JSON.stringify({ ...answer, stream: answer.stream.map(change) })
  }
  app.fleep.planFault(method, { kind: 'changed', change: changed })
}

const mailbox = {
  address: 'marten@meadow.example',
  username: 'marten',
  password: 'mailbox-secret',
  host: 'mail.meadow.example',
  port: 465,
  encryption: 'tls',
} as const
const onServer = () => app.fleep.state.accountByLogin('marten')?.smtp ?? []
const shown = () => app.store.state.mailServers ?? []

describe('a server that does not tell which mail server is the default', () => {
  beforeEach(async () => {
    app.fleep.state.quirks.add('smtp-without-default')
    await signIn(marten)
  })

  const addTwo = async () => {
    await app.mailServers.add(app.context, mailbox)
    await app.mailServers.add(app.context, { ...mailbox, address: 'm@harbour.example' })
    return shown().map(({ id }) => id) as [string, string]
  }

  test('it is not known, until the app makes one the default, and then it stays known', async () => {
    const [first, second] = await addTwo()
    expect(shown().map(({ isDefault }) => isDefault)).toEqual([null, null])
    await app.mailServers.makeDefault(app.context, second)
    await app.mailServers.refresh(app.context)
    expect(shown().map(({ id, isDefault }) => [id, isDefault])).toEqual([
      [first, false],
      [second, true],
    ])
  })

  test.each(['known', 'not known'])('after a replacement there is a default, if it was %s', async (what) => {
    const [first] = await addTwo()
    if (what === 'known') await app.mailServers.makeDefault(app.context, first)
    await app.mailServers.change(app.context, { id: first, ...mailbox, port: 587, encryption: 'starttls' })
    expect(onServer().filter(({ is_default }) => is_default)).toMatchObject([{ smtp_connection: 'starttls' }])
  })

  test('a settings file names no default', async () => {
    await addTwo()
    app.files.areSaved = true
    const saved = await app.runner.run('profiles.save', {})
    const { name } = (saved as { value: { name: string } }).value
    const { settings } = JSON.parse(readFileSync(join(app.folder, name), 'utf8'))
    expect(settings.mailServers.map(({ isDefault }: { isDefault: boolean }) => isDefault)).toEqual([false, false])
  })
})

describe('a server that changes the mail server of an address in place', () => {
  beforeEach(async () => {
    app.fleep.state.quirks.add('smtp-updates-in-place')
    await signIn(marten)
    await app.mailServers.add(app.context, mailbox)
  })

  const passwords = () => [...app.keychain.items.values()].filter((item) => item.includes('"password"'))

  test('adding it again stores the new password, once', async () => {
    await app.mailServers.add(app.context, { ...mailbox, password: 'another-secret' })
    expect(onServer()).toMatchObject([{ smtp_password: 'another-secret' }])
    expect(app.fleep.inputsOf('account/smtp/store')).toHaveLength(2)
    expect(passwords()).toEqual([expect.stringContaining('another-secret')])
  })

  test('a change of the encryption leaves it there, with its password', async () => {
    const [before] = shown()
    await app.mailServers.change(app.context, {
      id: before?.id ?? '',
      ...mailbox,
      port: 587,
      encryption: 'starttls',
    })
    expect(shown()).toMatchObject([{ id: before?.id, encryption: 'starttls', port: 587, isDefault: true }])
    expect(passwords()).toEqual([expect.stringContaining('"starttls"')])
  })

  test('after a lost answer, the next try finds it', async () => {
    app.fleep.planFault('account/smtp/store', { kind: 'drop-after' })
    const changed = { ...mailbox, username: 'm.kask', password: 'another-secret' }
    await expect(app.mailServers.add(app.context, changed)).rejects.toMatchObject({ code: 'offline' })
    await app.mailServers.add(app.context, changed)
    expect(app.fleep.inputsOf('account/smtp/store')).toHaveLength(2)
    expect(passwords()).toEqual([expect.stringContaining('another-secret')])
  })
})

test('a status that the app does not know is not "waiting"', async () => {
  await signIn(marten)
  await app.mailServers.add(app.context, mailbox)
  planRecords('account/smtp/list', (record) => ({ ...record, mk_smtp_status: 'smtp_paused' }))
  await app.mailServers.refresh(app.context)
  expect(shown()).toMatchObject([{ fleepCheck: { status: 'unknown' } }])
})

describe('records that are not understood are counted:', () => {
  beforeEach(() => signIn(liis))
  const count = () => app.store.state.notUnderstood

  test('mail servers', async () => {
    planRecords('account/smtp/list', (record, index) => (index === 0 ? { ...record, smtp_id: {} } : record))
    await app.mailServers.refresh(app.context)
    expect(count()).toMatchObject({ mailServers: 1 })
    await app.mailServers.refresh(app.context)
    expect(count()).toMatchObject({ mailServers: 0 })
  })

  test('addresses, also one without an address', async () => {
    const own = app.context.account?.accountId
    planRecords('alias/sync', (record) => (record.account_id === own ? record : { ...record, email: null }))
    expect(await app.runner.run('addresses.refresh', {})).toMatchObject({ ok: true })
    expect(app.store.state.aliases).toEqual([])
    expect(count().addresses).toBeGreaterThan(0)
  })

  test('people; records of another kind are none', async () => {
    const lookUp = { addresses: ['marten.kask@meadow.example', 'kai.newcomer@meadow.example'], excludedIds: [] }
    planRecords('account/lookup', (record, index) => (index === 0 ? { ...record, account_id: null } : record))
    expect(await app.runner.run('people.lookUp', lookUp)).toMatchObject({ ok: true })
    expect([app.store.state.people?.length, count().people]).toEqual([1, 1])
    planRecords('account/lookup', (record, index) => (index === 0 ? { ...record, mk_rec_type: 'team' } : record))
    expect(await app.runner.run('people.lookUp', lookUp)).toMatchObject({ ok: true })
    expect([app.store.state.people?.length, count().people]).toEqual([1, 0])
  })

  test('entries of a board; a number as text is understood', async () => {
    const conversationId = app.fleep.state.accountByLogin('liis')?.conversations[0]?.id ?? ''
    const odd = ['7', {}]
    planRecords('account/sync_pinboard', (record, index) => ({
      ...record,
      message_nr: odd[index] ?? record.message_nr,
    }))
    expect(await app.runner.run('data.readBoard', { conversationId, sectionId: null })).toMatchObject({ ok: true })
    expect(app.store.state.board?.items[0]?.number).toBe(7)
    expect(count()).toMatchObject({ board: 1 })
  })

  test('the diagnostics tell it', async () => {
    planRecords('account/smtp/list', (record) => ({ ...record, smtp_id: [] }))
    await app.mailServers.refresh(app.context)
    const versions = { app: 'App 1', electron: 'Electron 1', chromium: 'Chromium 1' }
    const report = new Diagnostics(app.store, versions, async () => undefined).show()
    expect(report).toMatch(/^Not understood: [1-9] of mailServers$/m)
  })
})

describe('lists do not end too early:', () => {
  test('a board that comes 30 at a time', async () => {
    const account = app.fleep.state.accountByLogin('liis')
    const pins = Array.from({ length: 75 }, (_none, index) => `pin ${index}`)
    const conversation = createConversation({ topic: 'Many', pins }, account?.id ?? '')
    account?.conversations.push(conversation)
    app.fleep.state.quirks.add('small-boards')
    await signIn(liis)
    const board = { conversationId: conversation.id, sectionId: null }
    expect(await app.runner.run('data.readBoard', board)).toMatchObject({ ok: true })
    expect(app.store.state.board?.items).toHaveLength(75)
  })

  test('conversations whose batches are empty in between', async () => {
    await signIn(liis)
    const batch = (horizon: number, ...ids: string[]) => {
      const stream = ids.map((id) => ({ mk_rec_type: 'conv', conversation_id: id, topic: id }))
      const body = JSON.stringify({ event_horizon: horizon, stream })
      app.fleep.planFault('account/poll', { kind: 'body', body })
    }
    batch(1, 'a')
    batch(2)
    batch(3, 'b')
    batch(4, 'c')
    batch(4)
    expect(await app.runner.run('data.refresh', {})).toMatchObject({ ok: true })
    expect(app.store.state.conversations?.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  })
})
