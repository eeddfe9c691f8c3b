import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  changeSettings,
  configureClientSettings,
  configurePrimaryEmail,
  readOwnRecord,
  setFlag,
} from '../../main/fleep/account-api'
import { confirmAlias } from '../../main/fleep/alias-api'
import { deleteAvatar } from '../../main/fleep/avatar-api'
import type { FleepSession } from '../../main/fleep/fleep-session'
import { setIntervalByMail, unsubscribeByMail } from '../../main/fleep/notification-api'
import { login, logout } from '../../main/fleep/sign-in-api'
import { storeMailServer } from '../../main/fleep/smtp-api'
import { Transport } from '../../main/fleep/transport'
import { seededPeople } from '../fleep-server/accounts'
import { FleepServer } from '../fleep-server/server'
import type { AnswerForm, ServerFault } from '../fleep-server/server-faults'

const [liis] = seededPeople
let fleep: FleepServer
let transport: Transport
let session: FleepSession

beforeEach(async () => {
  fleep = await FleepServer.start()
  transport = new Transport({ server: fleep.url, retryDelay: 1 })
  session = (await login(transport, liis?.email ?? '', liis?.password ?? '')).session
})

afterEach(async () => {
  await transport.close()
  await fleep.stop()
})

const account = () => {
  const found = fleep.state.accountByLogin('liis')
  if (!found) throw new Error('no account')
  return found
}

test.each<[string, Omit<AnswerForm, 'kind'>]>([
  ['a media type in another case', { contentType: 'Application/JSON' }],
  ['a media type in capitals with a parameter', { contentType: 'APPLICATION/JSON;CHARSET=UTF-8' }],
  ['a media type with spaces', { contentType: ' application/json ; charset=utf-8' }],
  ['a byte order mark', { hasByteOrderMark: true }],
  ['the encoding GZIP', { encoding: 'GZIP' }],
  ['the encoding x-gzip', { encoding: 'x-gzip' }],
  ['100 Continue before it', { continues: true }],
  ['all of that', { continues: true, contentType: 'Application/Json', hasByteOrderMark: true, encoding: 'X-GZIP' }],
])('an answer with %s is read', async (_name, form) => {
  fleep.planFault('contact/sync', { kind: 'form', ...form })
  expect((await readOwnRecord(session)).account_id).toBe(session.accountId)
  expect(fleep.inputsOf('contact/sync')).toHaveLength(1)
})

test.each(['cut-off', 'changed'] as const)('an answer that arrives %s is asked for again', async (damage) => {
  fleep.planFault('contact/sync', { kind: 'form', encoding: 'gzip', damage }, 2)
  expect((await readOwnRecord(session)).account_id).toBe(session.accountId)
  fleep.planFault('contact/sync', { kind: 'form', encoding: 'gzip', damage }, 3)
  await expect(readOwnRecord(session)).rejects.toMatchObject({ code: 'offline' })
})

const nothing: [string, ServerFault][] = [
  ['an empty body', { kind: 'body', body: '' }],
  ['null', { kind: 'body', body: 'null' }],
  ['null with a byte order mark', { kind: 'body', body: '\ufeffnull\n' }],
]
/** Calls whose documentation names no output, with what shows that they took effect. */
const calls: [string, () => Promise<unknown>, () => unknown][] = [
  ['account/configure', () => changeSettings(session, { phoneNumber: '7' }), () => account().own.phone_nr === '7'],
  [
    'account/configure',
    () => configureClientSettings(session, { a: 1 }),
    () => JSON.stringify(account().clientSettings).includes('"a":1'),
  ],
  ['account/set_flag', () => setFlag(session, 'new', true), () => account().flags.has('new')],
  [
    'account/configure_primary_email',
    () => configurePrimaryEmail(session, confirmedAlias()),
    () => account().email === 'liis@second.example',
  ],
  ['avatar/delete', () => deleteAvatar(session), () => account().picture === undefined || account().picture === null],
  [
    'account/smtp/store',
    () => storeMailServer(session, () => [], mailServer),
    () => account().smtp.some(({ smtp_address }) => smtp_address === mailServer.address),
  ],
  ['account/logout', () => logout(session), () => fleep.state.sessions.size === 0],
]
const mailServer = {
  address: 'liis@meadow.example',
  username: 'liis',
  password: 'secret',
  host: 'smtp.meadow.example',
  port: 465,
  encryption: 'tls',
} as const

function confirmedAlias(): string {
  const email = 'liis@second.example'
  account().aliases.push({ ...account().aliases[0], email, confirmed: true } as never)
  return email
}

test.each(nothing.flatMap(([name, fault]) => calls.map((call) => [name, fault, ...call] as const)))(
  '%s is an answer where none is documented: %3$s',
  async (_name, fault, method, call, hasWorked) => {
    fleep.planFault(method, fault)
    await call()
    expect(hasWorked()).toBe(true)
    expect(fleep.inputsOf(method)).toHaveLength(1)
  },
)

test.each(nothing)('%s is no answer where one is documented', async (_name, fault) => {
  for (const method of ['contact/sync', 'account/sync']) {
    fleep.planFault(method, fault)
    const call = transport.call(
      method,
      { contact_id: session.accountId },
      { repeatable: false, credentials: session.secrets },
    )
    await expect(call).rejects.toMatchObject({ code: 'bad-answer' })
  }
  fleep.planFault('account/login', fault)
  await expect(login(transport, liis?.email ?? '', liis?.password ?? '')).rejects.toMatchObject({ code: 'bad-answer' })
})

test('an empty page of a guest network is no answer', async () => {
  fleep.planFault('account/set_flag', { kind: 'status', status: 200, body: '', contentType: 'text/html' })
  await expect(setFlag(session, 'new', true)).rejects.toMatchObject({ code: 'bad-answer' })
})

test.each(nothing)('%s is an answer to what a link from an email does', async (_name, fault) => {
  for (const method of ['account/unsubscribe', 'account/configure_email_interval', 'alias/confirm']) {
    fleep.planFault(method, { ...fault, kind: 'status', status: 200 } as ServerFault)
  }
  await unsubscribeByMail(fleep.url, 'x')
  await setIntervalByMail(fleep.url, 'x', 'daily')
  await confirmAlias(transport, 'x')
})
