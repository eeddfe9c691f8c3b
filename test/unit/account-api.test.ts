import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fleepIdOf } from '../../contract/fleep-id'
import {
  changePassword,
  configure,
  configureClientSettings,
  configurePrimaryEmail,
  poll,
  readEventHorizon,
  readOwnRecord,
  setFlag,
} from '../../main/fleep/account-api'
import { addAliases, confirmAlias, listAliases, removeAliases } from '../../main/fleep/alias-api'
import type { FleepSession } from '../../main/fleep/fleep-session'
import { mergeContact } from '../../main/fleep/records'
import { login, logout } from '../../main/fleep/sign-in-api'
import { Transport } from '../../main/fleep/transport'
import { seededPeople } from '../fleep-server/accounts'
import { FleepServer } from '../fleep-server/server'

let fleep: FleepServer
let transport: Transport
let session: FleepSession
const [liis, marten, kai] = seededPeople.map((person) => person)
const notAborted = new AbortController().signal

beforeEach(async () => {
  fleep = await FleepServer.start()
  transport = new Transport({ server: fleep.url, retryDelay: 1 })
  session = (await login(transport, liis?.email ?? '', liis?.password ?? '')).session
})

afterEach(async () => {
  await transport.close()
  await fleep.stop()
})

test('login by email or Fleep ID returns a session and the own record', async () => {
  for (const name of [liis?.email, 'liis', fleepIdOf('liis', fleep.url)]) {
    const { session: newSession, profile } = await login(transport, name ?? '', liis?.password ?? '')
    expect(profile?.display_name).toBe(liis?.displayName)
    expect(newSession.accountId).toBe(session.accountId)
    expect((await readOwnRecord(newSession)).email).toBe(liis?.email)
  }
})

test('login refuses a wrong password', async () => {
  await expect(login(transport, liis?.email ?? '', 'no')).rejects.toMatchObject({ code: 'refused' })
})

test('logout ends the session', async () => {
  await logout(session)
  await expect(readOwnRecord(session)).rejects.toMatchObject({ code: 'signed-out' })
})

test('configure sends only the changed fields and returns the whole record', async () => {
  const record = await configure(session, { display_name: 'Liis Saar', is_full_privacy: true })
  expect(mergeContact(null, record)).toMatchObject({
    displayName: 'Liis Saar',
    fullPrivacy: true,
    fleepAddress: 'liis',
  })
  expect(fleep.inputsOf('account/configure')).toEqual([{ display_name: 'Liis Saar', is_full_privacy: true }])
})

test('configure reads the record if the answer has none', async () => {
  fleep.planFault('account/configure', { kind: 'body', body: '{}' })
  expect((await configure(session, { display_name: 'Liis Saar' })).display_name).toBe('Liis Saar')
})

test('configureClientSettings merges the settings key by key, and null removes a key', async () => {
  const record = await configureClientSettings(session, { theme: 'dark', sound: null })
  expect(mergeContact(null, record).clientSettings).toEqual({ theme: 'dark' })
})

test('configure refuses a Fleep address that is taken, and a second address', async () => {
  const kaiSession = (await login(transport, kai?.email ?? '', kai?.password ?? '')).session
  await expect(configure(kaiSession, { fleep_address: marten?.fleepAddress ?? '' })).rejects.toMatchObject({
    code: 'refused',
  })
  await configure(kaiSession, { fleep_address: 'kai' })
  await expect(configure(kaiSession, { fleep_address: 'kai2' })).rejects.toMatchObject({ code: 'refused' })
})

test('a new password requires the old one and ends all other sessions', async () => {
  const otherSession = (await login(transport, liis?.email ?? '', liis?.password ?? '')).session
  await expect(configure(session, { password: 'new', old_password: 'no' })).rejects.toMatchObject({ code: 'refused' })
  await configure(session, { password: 'new', old_password: liis?.password ?? '' })
  await expect(readOwnRecord(otherSession)).rejects.toMatchObject({ code: 'signed-out' })
  expect((await readOwnRecord(session)).email).toBe(liis?.email)
})

test('setFlag sets and clears a flag', async () => {
  const flags = fleep.state.accountByLogin('liis')?.flags
  await setFlag(session, 'no_avatar_in_flow_mobile', true)
  expect(flags).toContain('no_avatar_in_flow_mobile')
  await setFlag(session, 'no_avatar_in_flow_mobile', false)
  expect(flags).not.toContain('no_avatar_in_flow_mobile')
})

test('an alias is added, confirmed by its link, made the primary address, and removed', async () => {
  await addAliases(session, ['liis.new@meadow.example'])
  const added = (await listAliases(session)).aliases.find(({ email }) => email === 'liis.new@meadow.example')
  expect(added?.confirmed).toBe(false)
  await expect(configurePrimaryEmail(session, 'liis.new@meadow.example')).rejects.toMatchObject({ code: 'refused' })

  const notificationId = fleep.state.outbox.at(-1)?.notificationId ?? ''
  await confirmAlias(transport, notificationId)
  await expect(confirmAlias(transport, notificationId)).rejects.toMatchObject({ code: 'refused' })
  expect((await configurePrimaryEmail(session, 'liis.new@meadow.example')).email).toBe('liis.new@meadow.example')
  await removeAliases(session, [liis?.email ?? ''])
  expect((await listAliases(session)).aliases.map(({ email }) => email)).not.toContain(liis?.email)
})

test('addAliases refuses the address of another account', async () => {
  await expect(addAliases(session, [marten?.email ?? ''])).rejects.toMatchObject({ code: 'refused' })
})

test('a new cookie counts on a refused answer, too', async () => {
  const { tokenId } = session.secrets
  fleep.replaceCookieOnNextAnswer(tokenId)
  const cookie = () => session.secrets.tokenId
  await expect(changePassword(session, 'not-her-password', 'seven quiet herons')).rejects.toMatchObject({
    code: 'refused',
  })
  expect(cookie()).not.toBe(tokenId)
  await readOwnRecord(session)
})

test('a call that is on its way while another renews the cookie is sent once more', async () => {
  fleep.planFault('contact/sync', { kind: 'delay', milliseconds: 200 })
  const late = readOwnRecord(session)
  await vi.waitFor(() => expect(fleep.receivedCalls.at(-1)?.method).toBe('contact/sync'))
  fleep.replaceCookieOnNextAnswer(session.secrets.tokenId)
  await configure(session, { phone_nr: '2' })
  expect((await late).phone_nr).toBe('2')
})

test.each([
  ['a clearing one', ['token_id=deleted; Path=/; Max-Age=0']],
  ['one of another shape', ['token_id=x y']],
  ['one of another name', ['xtoken_id=4f1d2a3b-0000-4000-8000-000000000001']],
])('a cookie that is not a session’s stays unused: %s', async (_what, cookies) => {
  const { tokenId } = session.secrets
  fleep.planFault('account/configure', { kind: 'cookies', cookies })
  await configure(session, { phone_nr: '3' })
  fleep.planFault('account/configure', { kind: 'status', status: 431, headers: { 'set-cookie': cookies } })
  await configure(session, { phone_nr: '4' }).catch(() => undefined)
  expect(session.secrets.tokenId).toBe(tokenId)
})

test('a guest network’s page does not count as the end of the session', async () => {
  const page = { kind: 'status', body: '<html>Sign in to the Wi-Fi</html>', contentType: 'text/html' } as const
  for (const status of [401, 403]) {
    fleep.planFault('contact/sync', { ...page, status })
    await expect(readOwnRecord(session)).rejects.toMatchObject({ code: 'bad-answer' })
  }
})

test('a call that is refused with its own cookie is not sent again', async () => {
  fleep.state.sessions.clear()
  const before = fleep.receivedCalls.length
  await expect(readOwnRecord(session)).rejects.toMatchObject({ code: 'signed-out' })
  expect(fleep.receivedCalls.length).toBe(before + 1)
})

test('poll waits for a change and returns only the changed fields', async () => {
  const horizon = await readEventHorizon(session, notAborted)
  const pendingPoll = poll(session, horizon, notAborted)
  await configure(session, { phone_nr: '1' })
  const { eventHorizon, contacts } = await pendingPoll
  expect(contacts).toEqual([{ account_id: session.accountId, phone_nr: '1' }])
  expect(eventHorizon).toBeGreaterThan(horizon)
})

test('a cookie that the server replaces is used for all later calls', async () => {
  const renewed: unknown[] = []
  session.onRenewed = (credentials) => renewed.push(credentials)
  const { ticket, tokenId } = session.secrets
  fleep.replaceCookieOnNextAnswer(tokenId)
  await readOwnRecord(session)
  expect(session.secrets.tokenId).not.toBe(tokenId)
  expect(renewed).toEqual([{ ticket, tokenId: session.secrets.tokenId }])
  await readOwnRecord(session)
})
