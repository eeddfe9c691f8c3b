import { afterEach, beforeEach, expect, test } from 'vitest'
import { seededPeople } from './accounts'
import { FleepServer } from './server'

let fleep: FleepServer
const [liis] = seededPeople

beforeEach(async () => {
  fleep = await FleepServer.start()
})
afterEach(() => fleep.stop())

async function post(method: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${fleep.url}/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: JSON.parse(text), cookie: response.headers.get('set-cookie') }
}

async function signIn() {
  const { body, cookie } = await post('account/login', { email: liis?.email, password: liis?.password })
  return { id: body.account_id as string, ticket: body.ticket as string, cookie: String(cookie).split(';')[0] ?? '' }
}

test('cookie and ticket have the documented shapes', async () => {
  const { body, cookie } = await post('account/login', {
    email: liis?.email,
    password: liis?.password,
    remember_me: true,
  })
  expect(cookie).toMatch(/^token_id=[0-9a-f-]{36};/)
  expect(body.ticket).toMatch(/^[0-9a-f]{20}$/)
  expect(body.profiles).toHaveLength(1)
})

test('a wrong password gives 431, and only a missing, wrong or ended session gives 401', async () => {
  expect(await post('account/login', { email: liis?.email, password: 'no' })).toMatchObject({
    status: 431,
    body: { error_id: expect.any(String), error_message: expect.any(String) },
  })
  const { id, ticket, cookie } = await signIn()
  const contact_id = id
  expect((await post('contact/sync', { contact_id, ticket }, { cookie })).status).toBe(200)
  expect((await post('contact/sync', { contact_id, ticket })).status).toBe(401)
  expect((await post('contact/sync', { contact_id }, { cookie })).status).toBe(401)
  expect((await post('contact/sync', { contact_id, ticket: 'other' }, { cookie })).status).toBe(401)
  await post('account/logout', { ticket }, { cookie })
  expect((await post('contact/sync', { contact_id, ticket }, { cookie })).status).toBe(401)
})

test.each([1, 2, 4])('api_version %i is accepted', async (api_version) => {
  const { ticket, cookie } = await signIn()
  expect((await post('account/sync', { ticket, api_version }, { cookie })).status).toBe(200)
})

test('a body that is not a JSON object gives 400, an unknown call 404, and GET 405', async () => {
  expect((await post('account/login', '[]')).status).toBe(400)
  expect((await post('account/login', 'not JSON')).status).toBe(400)
  expect((await post('account/login', {}, { 'content-type': 'text/plain' })).status).toBeGreaterThanOrEqual(400)
  const { ticket, cookie } = await signIn()
  expect((await post('account/nothing', { ticket }, { cookie })).status).toBe(404)
  expect((await fetch(`${fleep.url}/api/account/login`)).status).toBe(405)
})

test('null leaves a field unchanged, and an unknown interval gives 400', async () => {
  const { ticket, cookie } = await signIn()
  const { body } = await post('account/configure', { ticket, display_name: null, phone_nr: '1' }, { cookie })
  expect(body).toMatchObject({ display_name: liis?.displayName, phone_nr: '1' })
  expect((await post('account/configure', { ticket, email_interval: 'weekly' }, { cookie })).status).toBe(400)
  expect((await post('account/configure', { ticket, client_settings: '[]' }, { cookie })).status).toBe(400)
})

test('client_settings and avatar_urls are compact JSON text', async () => {
  const { ticket, cookie } = await signIn()
  const { body } = await post('account/configure', { ticket, client_settings: '{ "a": 1 }' }, { cookie })
  expect(body.client_settings).toBe('{"theme":"light","sound":true,"a":1}')
  expect(body.avatar_urls).toBe('{}')
})

test('alias/sync lists confirmed and unconfirmed aliases and the own record', async () => {
  const { id, ticket, cookie } = await signIn()
  const { body } = await post('alias/sync', { ticket }, { cookie })
  expect(body.failed).toBeNull()
  const states = body.stream.map((record: Record<string, string>) => [record.email, record.mk_account_status])
  expect(states).toEqual([
    ['liis@meadow.example', 'alias'],
    ['l.tamm@harbour.example', 'new'],
    [liis?.email, 'active'],
  ])
  expect(body.stream.at(-1).account_id).toBe(id)
})
