import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FleepSession } from '../../main/fleep/fleep-session'
import { login } from '../../main/fleep/sign-in-api'
import {
  configureMailServer,
  listMailServers,
  makeDefaultMailServer,
  type NewMailServer,
  removeMailServer,
  storeMailServer,
} from '../../main/fleep/smtp-api'
import { Transport } from '../../main/fleep/transport'
import { seededPeople } from '../fleep-server/accounts'
import { FleepServer } from '../fleep-server/server'

let fleep: FleepServer
let transport: Transport
let session: FleepSession
const [, marten] = seededPeople

const mailbox: NewMailServer = {
  address: 'liis@meadow.example',
  username: 'liis',
  password: 'mailbox-secret',
  host: 'mail.meadow.example',
  port: 465,
  encryption: 'tls',
}
const secondMailbox: NewMailServer = { ...mailbox, address: 'l@harbour.example', port: null, encryption: null }

beforeEach(async () => {
  fleep = await FleepServer.start()
  transport = new Transport({ server: fleep.url, retryDelay: 1 })
  session = (await login(transport, marten?.email ?? '', marten?.password ?? '')).session
})

afterEach(async () => {
  await transport.close()
  await fleep.stop()
})

const onServer = () => fleep.state.accountByLogin('marten')?.smtp ?? []

async function storeBoth() {
  const { accounts } = await storeMailServer(session, () => [], mailbox)
  return (await storeMailServer(session, () => accounts, secondMailbox)).accounts
}

test('a stored mail server is listed without its password', async () => {
  const { accounts, id } = await storeMailServer(session, () => [], mailbox)
  const { password: _password, ...rest } = mailbox
  const stored = { ...rest, id, isDefault: true, fleepCheck: { status: 'waiting', description: '' } }
  expect(accounts).toEqual([stored])
  expect(await listMailServers(session, () => [])).toEqual({ accounts: [stored], unreadCount: 0 })
  expect(onServer()[0]).toMatchObject({ smtp_password: 'mailbox-secret', smtp_connection: 'ssl', smtp_port: 465 })
})

test('fields that are not given are not sent', async () => {
  await storeMailServer(session, () => [], secondMailbox)
  expect(Object.keys(fleep.inputsOf('account/smtp/store')[0] ?? {}).sort()).toEqual([
    'smtp_address',
    'smtp_host',
    'smtp_password',
    'smtp_username',
  ])
})

test('store finds the new mail server in the list if the answer is empty', async () => {
  fleep.planFault('account/smtp/store', { kind: 'body', body: '{}' })
  const { accounts, id } = await storeMailServer(session, () => [], mailbox)
  expect(accounts.map((account) => account.id)).toEqual([id])
})

test('store is not repeated if the answer is lost', async () => {
  fleep.planFault('account/smtp/store', { kind: 'drop-after' })
  await expect(storeMailServer(session, () => [], mailbox)).rejects.toMatchObject({ code: 'offline' })
  expect(onServer()).toHaveLength(1)
})

test('the same address can be stored twice', async () => {
  const { accounts } = await storeMailServer(session, () => [], mailbox)
  expect((await storeMailServer(session, () => accounts, mailbox)).accounts).toHaveLength(2)
})

test('configure sends only the changed fields, and can remove the port', async () => {
  const known = await storeBoth()
  const id = known[0]?.id ?? ''
  const changed = await configureMailServer(session, () => known, id, { host: 'smtp.meadow.example' })
  expect(changed[0]).toEqual({ ...known[0], host: 'smtp.meadow.example' })
  expect((await configureMailServer(session, () => changed, id, { port: null }))[0]?.port).toBeNull()
  expect(fleep.inputsOf('account/smtp/configure')).toEqual([
    { smtp_id: id, smtp_host: 'smtp.meadow.example' },
    { smtp_id: id, smtp_port: -1 },
  ])
})

test('only one mail server is the default', async () => {
  const known = await storeBoth()
  expect(known.map(({ isDefault }) => isDefault)).toEqual([true, false])
  const changed = await makeDefaultMailServer(session, () => known, known[1]?.id ?? '')
  expect(changed.map(({ isDefault }) => isDefault)).toEqual([false, true])
  expect((await listMailServers(session, () => [])).accounts).toEqual(changed)
})

test('the last one made default is the default if the answer does not say', async () => {
  const known = await storeBoth()
  fleep.planFault('account/smtp/configure', { kind: 'body', body: '{"stream":[]}' })
  const changed = await makeDefaultMailServer(session, () => known, known[1]?.id ?? '')
  expect(changed.map(({ isDefault }) => isDefault)).toEqual([false, true])
})

test('a removed mail server is no longer listed', async () => {
  const known = await storeBoth()
  const left = await removeMailServer(session, () => known, known[0]?.id ?? '')
  expect(left).toEqual([known[1]])
  expect((await listMailServers(session, () => [])).accounts).toEqual(left)
})

test('an internationalised host is returned in Unicode', async () => {
  await storeMailServer(session, () => [], { ...mailbox, host: 'xn--bcher-kva.example' })
  expect((await listMailServers(session, () => [])).accounts[0]?.host).toBe('bücher.example')
})

test('an invalid record is skipped, and counted', async () => {
  const stream = [
    { mk_rec_type: 'smtp', smtp_id: 'a' },
    { mk_rec_type: 'smtp', smtp_id: {} },
  ]
  fleep.planFault('account/smtp/list', { kind: 'body', body: JSON.stringify({ stream }) })
  const { accounts, unreadCount } = await listMailServers(session, () => [])
  expect(accounts.map(({ id }) => id)).toEqual(['a'])
  expect(unreadCount).toBe(1)
})

test('an unknown mail server and an invalid port are refused', async () => {
  await expect(configureMailServer(session, () => [], 'unknown', {})).rejects.toMatchObject({ code: 'refused' })
  await expect(storeMailServer(session, () => [], { ...mailbox, port: 70_000 })).rejects.toMatchObject({
    code: 'refused',
  })
})

test.each([
  ['smtp_confirmed', 'working'],
  ['smtp_failed', 'failed'],
  ['smtp_added', 'waiting'],
] as const)('the state %s of Fleep’s own check is read as %s', async (sent, status) => {
  await storeMailServer(session, () => [], mailbox)
  Object.assign(onServer()[0] ?? {}, { mk_smtp_status: sent, smtp_status_description: 'Details' })
  expect((await listMailServers(session, () => [])).accounts[0]?.fleepCheck).toEqual({ status, description: 'Details' })
})

test('the password is removed from the message of an error', async () => {
  const body = JSON.stringify({ error_message: 'cannot use mailbox-secret' })
  fleep.planFault('account/smtp/store', { kind: 'status', status: 431, body })
  const message = await storeMailServer(session, () => [], mailbox).catch((failure) => failure.message)
  expect(message).toBe('cannot use •••')
})
