import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { configure } from '../../main/fleep/account-api'
import { type RunningApp, startApp } from './start-app'

/** Values of a record that fit a schema which only says "number" or "text", and no use. */
let app: RunningApp

beforeEach(async () => {
  app = await startApp()
  await app.session.signIn(app.fleep.url, 'liis.tamm@meadow.example', account().password)
})

afterEach(async () => {
  expect(app.defects).toEqual([])
  await app.stop()
})

function account() {
  const found = app.fleep.state.accountByLogin('liis')
  if (!found) throw new Error('no account')
  return found
}

/** Changes the JSON of the next answer of a method. */
function planText(method: string, replace: string | RegExp, by: string) {
  app.fleep.planFault(method, { kind: 'changed', change: (sent) => sent.replace(replace, () => by) })
}

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

test.each(['1e20', '-1e20', '8640000000001', '1e400', '"tomorrow"'])(
  'a pin of the time %s has no date, on the page and in both files',
  async (time) => {
    const [conversation] = account().conversations
    app.files.areSaved = true
    planText('account/sync_pinboard', /"posted_time":[\d.]+/, `"posted_time":${time}`)
    const board = { conversationId: conversation?.id ?? '', sectionId: null }
    expect(await app.runner.run('data.readBoard', board)).toMatchObject({ ok: true })
    const items = app.store.state.board?.items ?? []
    expect(items.length).toBeGreaterThan(1)
    expect(items.filter(({ postedAt }) => postedAt === null)).toHaveLength(1)
    for (const format of ['csv', 'json'] as const) {
      expect(await app.runner.run('data.saveBoard', { format })).toMatchObject({ ok: true })
    }
  },
)

test.each([101, 3000, 20_000, 100_000])(
  'a client setting of %i levels is left out, and the others are not',
  async (depth) => {
    const settings = `{"deep":${nested(depth)},"theme":"dark","list":${nested(50)}}`
    planText('contact/sync', /"client_settings":"(?:[^"\\]|\\.)*"/, `"client_settings":${JSON.stringify(settings)}`)
    expect(await app.runner.run('account.refresh', {})).toMatchObject({ ok: true })
    expect(Object.keys(app.store.state.account?.clientSettings ?? {}).sort()).toEqual(['list', 'theme'])
  },
)

test.each([101, 20_000])('an answer of %i levels is not understood', async (depth) => {
  planText('contact/sync', /^\{/, `{"other":${nested(depth)},`)
  expect(await app.runner.run('account.refresh', {})).toMatchObject({ ok: false, error: { code: 'bad-answer' } })
})

test('a client setting that the user enters has as few levels', async () => {
  const value = (depth: number) => JSON.parse(nested(depth))
  const change = (depth: number) => app.runner.run('account.changeClientSettings', { changed: { deep: value(depth) } })
  expect(await change(100)).toMatchObject({ ok: false, error: { code: 'invalid-input', field: 'changed' } })
  expect(await change(99)).toMatchObject({ ok: true })
  expect(app.store.state.account?.clientSettings.deep).toEqual(value(99))
})

test('300,001 records in one answer are read', async () => {
  const conversation = '{"mk_rec_type":"conv","conversation_id":"the-last","topic":"Last"}'
  const stream = `[${'{},'.repeat(300_000)}${conversation}]`
  planText('account/poll', /.*/s, `{"event_horizon":7,"stream":${stream}}`)
  app.fleep.planFault('account/poll', { kind: 'body', body: '{"event_horizon":7,"stream":[]}' })
  // The waiting poll would take the planned answers.
  app.session.stopPolling()
  expect(await app.runner.run('data.refresh', {})).toMatchObject({ ok: true })
  expect(app.store.state.conversations).toEqual([{ id: 'the-last', topic: 'Last', sections: [] }])
})

const records = `"stream":[${Array(300_001).fill('{}')},`

test('300,001 records that a poll brings while a mail server is stored are read', async () => {
  app.fleep.planFault('account/smtp/store', { kind: 'delay', milliseconds: 5000 })
  const mailbox = {
    host: 'mail.meadow.example',
    port: 465,
    encryption: 'tls',
    username: 'a',
    password: 'mailbox-secret',
  }
  const adding = app.runner.run('smtp.add', { address: 'a@meadow.example', ...mailbox })
  await vi.waitFor(() => expect(app.fleep.inputsOf('account/smtp/store')).toHaveLength(1), { interval: 5 })
  const polls = () => app.fleep.inputsOf('account/poll').length
  const before = polls()
  app.fleep.planFault('account/poll', { kind: 'changed', change: (body) => body.replace('"stream":[', records) })
  for (const count of [1, 2]) {
    await app.calls.call(app.context, configure, { display_name: `Liis ${count}` })
    await vi.waitFor(() => expect(polls()).toBeGreaterThanOrEqual(before + count), { timeout: 5000 })
  }
  expect(app.fleep.state.accountByLogin('liis')?.smtp).toHaveLength(2)
  expect(await adding).toMatchObject({ ok: true })
})

test('as many mail servers as no account has do not keep the process busy', async () => {
  const records = Array.from({ length: 100_000 }, (_none, index) => `{"smtp_id":"${index}"}`)
  planText('account/smtp/list', /.*/s, `{"stream":[${records}]}`)
  const start = performance.now()
  expect(await app.runner.run('smtp.refresh', {})).toMatchObject({ ok: true })
  expect(performance.now() - start).toBeLessThan(3000)
  expect(app.store.state.mailServers).toHaveLength(1000)
})

test.each(['0', '-1', '65536', '587.5', '1e300'])('the port %s of a mail server is none', async (port) => {
  planText('account/smtp/list', /"smtp_port":\d+/, `"smtp_port":${port}`)
  expect(await app.runner.run('smtp.refresh', {})).toMatchObject({ ok: true })
  expect(app.store.state.mailServers?.[0]).toMatchObject({ port: null })
})

test('a name of a million characters is shortened, not within a character', async () => {
  planText('contact/sync', /"display_name":"[^"]*"/, `"display_name":"x${'😀'.repeat(500_000)}"`)
  expect(await app.runner.run('account.refresh', {})).toMatchObject({ ok: true })
  const name = app.store.state.account?.displayName ?? ''
  expect(name).toMatch(/^x(?:😀){4999}$/u)
})

test('half of a character is no part of a name, a flag, a setting or an address', async () => {
  const half = 'half \ud800'
  const fields = {
    display_name: half,
    client_flags: ['ok', half],
    client_settings: JSON.stringify({ [half]: 1, ok: 1 }),
  }
  const change = (sent: string) => JSON.stringify({ ...JSON.parse(sent), ...fields })
  app.fleep.planFault('contact/sync', { kind: 'changed', change })
  await app.runner.run('account.refresh', {})
  expect(app.store.state.account).toMatchObject({
    displayName: 'half \ufffd',
    flags: ['ok'],
    clientSettings: { ok: 1 },
  })
  expect(Object.keys(app.store.state.account?.clientSettings ?? {})).toEqual(['ok'])
  planText('alias/sync', /"email":"[^"]*"/g, String.raw`"email":"half \ud800@meadow.example"`)
  await app.runner.run('addresses.refresh', {})
  expect(app.store.state.aliases?.[0]?.email).toBe('half \ufffd@meadow.example')
})

test('sizes of exported files that are absurd are unknown', async () => {
  app.session.stopPolling()
  for (const size of ['1e300', '-1', '1.5', '{}']) {
    const file = `{"file_name":"a.zip","file_size":${size},"file_url":"/export/1/a.zip"}`
    const export_files = JSON.stringify([file])
    const record = `{"account_id":"${account().id}","export_progress":"1","export_files":${export_files}}`
    planText('account/export/start', /.*/s, record)
    expect(await app.runner.run('data.export', { conversationId: null })).toMatchObject({ ok: true })
    expect(app.store.state.exports[0]?.files).toMatchObject([{ name: 'a.zip', size: null }])
  }
})
