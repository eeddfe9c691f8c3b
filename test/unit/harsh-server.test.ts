import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { paceDefaults } from '../../main/features/session/poll-pace'
import { seededPeople } from '../fleep-server/accounts'
import { advanceExport } from '../fleep-server/data-calls'
import type { Quirk } from '../fleep-server/quirks'
import { sendRegistrationEmail } from '../fleep-server/registration-calls'
import { type RunningApp, startApp } from './start-app'

/** That the app holds under each quirk of the local Fleep server. Those about mail servers and boards are in odd-records.test.ts. */

const [liis, marten] = seededPeople
let app: RunningApp
const { minInterval } = paceDefaults

beforeEach(() => {
  paceDefaults.minInterval = 5
})
afterEach(async () => {
  paceDefaults.minInterval = minInterval
  expect(app.defects).toEqual([])
  await app.stop()
})

async function startWith(...quirks: Quirk[]): Promise<void> {
  app = await startApp({ quirks })
}

const signIn = (person = liis) => app.session.signIn(app.fleep.url, person?.email ?? '', person?.password ?? '')
const onServer = () => {
  const account = app.fleep.state.accountByLogin('liis')
  if (!account) throw new Error('no account')
  return account
}
const until = (isReached: () => boolean) => app.until(isReached)
const png = (side: number, background: string) =>
  sharp({ create: { width: side, height: side, channels: 3, background } })
    .png()
    .toBuffer()

describe('polls:', () => {
  const changeElsewhere = (display_name: string) => {
    onServer().displayName = display_name
    app.fleep.state.announce(onServer(), { display_name })
  }

  test.each<Quirk[][]>([
    [['whole-records']],
    [['empty-batches']],
    [['standing-horizon']],
    [['zero-horizon']],
    [['whole-records', 'empty-batches', 'standing-horizon', 'zero-horizon', 'others-see-changes']],
  ])('with %j, a change elsewhere is shown', async (quirks) => {
    await startWith(...quirks)
    await signIn()
    changeElsewhere('First')
    await until(() => app.store.state.account?.displayName === 'First')
    changeElsewhere('Second')
    await until(() => app.store.state.account?.displayName === 'Second')
  })

  test('a change of somebody else is none of one’s own', async () => {
    await startWith('others-see-changes')
    await signIn()
    const other = app.fleep.state.accountByLogin('marten')
    if (other) app.fleep.state.announce(other, { display_name: 'M' })
    changeElsewhere('L')
    await until(() => app.store.state.account?.displayName === 'L')
    expect(app.store.state.account).toMatchObject({ id: onServer().id, email: liis?.email, fleepAddress: 'liis' })
  })

  test('after a new start, lists that were shown are loaded again', async () => {
    await startWith('zero-horizon')
    await signIn()
    for (const command of ['smtp.refresh', 'addresses.refresh', 'data.refresh'] as const) {
      expect(await app.runner.run(command, {})).toMatchObject({ ok: true })
    }
    // Nothing tells of these changes: they are made while the server has no poll to answer.
    onServer().smtp.pop()
    onServer().aliases.pop()
    onServer().conversations.pop()
    onServer().journal.push({})
    app.fleep.state.emit('changed', onServer())
    await until(() => {
      const { mailServers, aliases, conversations } = app.store.state
      return [mailServers, aliases, conversations].every((list) => list?.length === 1)
    })
  })

  test('the conversations of a long first sync are all there', async () => {
    await startWith('long-sync')
    await signIn()
    expect(await app.runner.run('data.refresh', {})).toMatchObject({ ok: true })
    expect(app.store.state.conversations?.map(({ topic }) => topic)).toEqual(['Harvest festival', 'Meadow board'])
  })

  test('a negative horizon of a poll is sent back, and the next change is shown', async () => {
    await startWith('long-sync')
    app.fleep.planFault('account/sync', { kind: 'body', body: '{"event_horizon":-3}' })
    for (const horizon of [-4, -5]) {
      const body = JSON.stringify({ event_horizon: horizon, stream: [] })
      app.fleep.planFault('account/poll', { kind: 'body', body })
    }
    app.fleep.planFault('account/poll', { kind: 'body', body: '{"event_horizon":1,"stream":[]}' })
    await signIn()
    await expect.poll(() => app.fleep.inputsOf('account/poll').length).toBeGreaterThan(3)
    const horizons = app.fleep.inputsOf('account/poll').map(({ event_horizon }) => event_horizon)
    expect(horizons.slice(0, 4)).toEqual([-3, -4, -5, 1])
  })
})

test('many cookies: every sign-in and every renewal is understood', async () => {
  await startWith('many-cookies')
  for (const person of [liis, marten]) {
    await signIn(person)
    const [session] = [...app.fleep.state.sessions.values()]
    app.fleep.replaceCookieOnNextAnswer(session?.tokenId ?? '')
    for (const name of ['A', 'B']) {
      expect(await app.runner.run('account.change', { displayName: name })).toMatchObject({ ok: true })
    }
    await app.session.signOut()
  }
})

describe('a new account:', () => {
  const setUp = {
    displayName: 'Tiina',
    password: 'nine warm stones',
    fleepAddress: 'tiina.pold',
    phoneNumber: '',
    newsletter: true,
  }

  test('whether it gets the newsletter is not known until it is changed', async () => {
    await startWith('newsletter-not-told')
    const { notificationId } = sendRegistrationEmail(app.fleep.state, { email: 'tiina@harbour.example', by: 'code' })
    const { setUpAccount } = await import('../../main/fleep/registration-api')
    await app.session.signInWith(app.fleep.url, (transport) => setUpAccount(transport, notificationId, setUp))
    expect(app.store.state.account?.newsletter).toBeNull()
    expect(await app.runner.run('account.change', { newsletter: true })).toMatchObject({ ok: true })
    expect(app.store.state.account?.newsletter).toBe(true)
  })

  test('an earlier code ends with the words of Fleep', async () => {
    await startWith('earlier-codes')
    const email = 'tiina@harbour.example'
    const [earlier, later] = [1, 2].map(() => sendRegistrationEmail(app.fleep.state, { email, by: 'code' }))
    const { prepareAccount, setUpAccount } = await import('../../main/fleep/registration-api')
    const { id } = await prepareAccount(app.fleep.url, { code: earlier?.code ?? '', email })
    await app.session.signInWith(app.fleep.url, (to) => setUpAccount(to, later?.notificationId ?? '', setUp))
    await app.session.signOut()
    const again = app.session.signInWith(app.fleep.url, (to) => setUpAccount(to, id, setUp))
    await expect(again).rejects.toMatchObject({ code: 'refused', message: 'This account is active already' })
  })

  test('a Fleep ID that is too short is refused with the words of Fleep', async () => {
    await startWith('fleep-id-length')
    await signIn(seededPeople[2])
    const { configure } = await import('../../main/fleep/account-api')
    const short = app.calls.change(app.context, configure, { fleep_address: 'short' })
    await expect(short).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('6 to 30') })
  })
})

describe('addresses:', () => {
  test.each([
    ['a text', 'x@y.example', 'x@y.example'],
    ['a list', ['x@y.example'], 'x@y.example'],
    ['reasons', { 'x@y.example': 'in use.' }, 'x@y.example: in use'],
  ])('what failed is refused with its words: %s', async (_name, failed, words) => {
    await startWith()
    await signIn()
    app.fleep.planFault('alias/add', { kind: 'body', body: JSON.stringify({ failed, stream: [] }) })
    expect(await app.runner.run('addresses.add', { email: 'x@y.example' })).toMatchObject({
      ok: false,
      error: { code: 'refused', field: 'email', message: `Fleep didn’t add this address: ${words}.` },
    })
  })

  test.each([null, '', [], {}, false])('nothing failed: %j', async (failed) => {
    await startWith()
    await signIn()
    app.fleep.planFault('alias/add', { kind: 'body', body: JSON.stringify({ failed, stream: [] }) })
    expect(await app.runner.run('addresses.add', { email: 'x@y.example' })).toMatchObject({ ok: true })
  })

  test('one of another account is refused, and one without an email is counted', async () => {
    await startWith('alias-add-failed', 'alias-without-email')
    await signIn()
    const added = await app.runner.run('addresses.add', { email: marten?.email ?? '' })
    expect(added).toMatchObject({ ok: false, error: { code: 'refused' } })
    await app.runner.run('addresses.refresh', {})
    expect(app.store.state.aliases).toHaveLength(2)
    expect(app.store.state.notUnderstood).toMatchObject({ addresses: 1 })
  })
})

describe('the avatar:', () => {
  const upload = async (color = 'red') =>
    app.runner.run('avatar.upload', { bytes: new Uint8Array(await png(80, color)), type: 'image/png' })

  test('is sent as a form where nothing else is taken', async () => {
    await startWith('multipart-only')
    await signIn()
    expect(await upload()).toMatchObject({ ok: true })
    expect(app.fleep.inputsOf('avatar/upload')).toMatchObject([
      { http: 'PUT' },
      { http: 'POST', _method: 'PUT' },
      { http: 'POST', isForm: true },
    ])
    expect(onServer().picture).toMatchObject({ bytes: await png(80, 'red'), name: 'avatar.png' })
  })

  test('is sent as a form where another body is invalid, and a file that is no picture is refused as such', async () => {
    await startWith()
    await signIn()
    const refuse = (status: number, body: string) =>
      app.fleep.planFault('avatar/upload', { kind: 'status', status, contentType: 'application/json', body })
    refuse(405, '{}')
    refuse(400, '{"error_message":"No form"}')
    expect(await upload()).toMatchObject({ ok: true })
    for (const status of [405, 431, 405]) refuse(status, '{"error_message":"No picture"}')
    expect(await upload('blue')).toMatchObject({ ok: false, error: { code: 'refused', message: 'No picture' } })
  })

  test('is read again if the answer has the record from before', async () => {
    await startWith('avatar-later')
    await signIn()
    app.session.stopPolling()
    expect(await upload()).toMatchObject({ ok: true })
    expect(app.store.state.account?.avatar).not.toBeNull()
  })

  test('is not called uploaded if the record stays as it was', async () => {
    await startWith()
    await signIn()
    app.session.stopPolling()
    const kept = (body: string) => JSON.stringify({ ...JSON.parse(body), stream: [{ ...keptRecord() }] })
    const keptRecord = () => ({ mk_rec_type: 'contact', account_id: onServer().id, avatar_urls: '{}' })
    app.fleep.planFault('avatar/upload', { kind: 'changed', change: kept })
    app.fleep.planFault('contact/sync', { kind: 'changed', change: () => JSON.stringify(keptRecord()) })
    expect(await upload()).toMatchObject({ ok: false, error: { message: expect.stringContaining('previous one') } })
  })
})

describe('exported files at a store:', () => {
  const startExported = async (...quirks: Quirk[]) => {
    await startWith('files-at-store', ...quirks)
    app.fleep.state.exportStepMs = null
    app.files.areSaved = true
    await signIn()
    advanceExport(app.fleep.state, onServer(), null, 1)
    await app.runner.run('data.refresh', {})
  }
  const exportId = () =>
    app.store.state.exports.find(({ conversationId }) => conversationId === null)?.files[0]?.id ?? ''
  const bytesOnServer = () => [...app.fleep.state.exportFiles.values()].at(-1)?.bytes
  const download = (resume: boolean) => app.runner.run('data.download', { id: exportId(), resume })

  test('the redirect is followed without the session’s secrets, also where a download goes on', async () => {
    await startExported()
    app.fleep.planFault('export/download', { kind: 'stall-at', fraction: 0.5 })
    const stalled = download(false)
    await until(() => (app.store.state.download?.done ?? 0) >= 100_000)
    await app.runner.run('data.stopDownload', {})
    expect(await stalled).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(await download(true)).toMatchObject({ ok: true })
    expect(app.fleep.inputsOf('export/download')).toMatchObject([{}, { range: 'bytes=100000-' }])
    expect(readFileSync(join(app.folder, 'history.zip'))).toEqual(bytesOnServer())
    expect(app.fleep.store.leaks).toEqual([])
  })

  test('a later export at the same address is a new one', async () => {
    await startExported('same-export-address')
    expect(await download(false)).toMatchObject({ ok: true })
    await app.runner.run('data.export', { conversationId: null })
    advanceExport(app.fleep.state, onServer(), null, 1)
    await until(() => app.store.state.exports.some(({ conversationId, progress }) => !conversationId && progress === 1))
    expect(await download(false)).toMatchObject({ ok: true })
    expect(readFileSync(join(app.folder, 'history.zip'))).toEqual(bytesOnServer())
  })

  test.each([
    ['to a second redirect', 'again'],
    ['to no address', 'http://'],
    ['to another protocol', 'file:///etc/hostname'],
  ])('a redirect %s ends with a sentence', async (_name, location) => {
    await startExported()
    app.fleep.state.quirks.delete('files-at-store')
    const fault = { kind: 'status', status: 302, headers: { location }, body: '' } as const
    app.fleep.planFault('export/download', fault, 3)
    expect(await download(false)).toMatchObject({ ok: false, error: { code: 'bad-answer' } })
    expect(app.fleep.requests.filter((request) => request.includes('/export/')).length).toBeLessThanOrEqual(2)
  })
})
