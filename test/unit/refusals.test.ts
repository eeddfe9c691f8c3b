import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readRetryAfter } from '../../main/http/retry-after'
import { seededPeople } from '../fleep-server/accounts'
import type { ServerFault } from '../fleep-server/server-faults'
import { type RunningApp, startApp } from './start-app'

const [liis] = seededPeople
let app: RunningApp
let host: string

beforeEach(async () => {
  app = await startApp()
  host = new URL(app.fleep.url).host
})

afterEach(() => {
  vi.restoreAllMocks()
  return app.stop()
})

type Status = Partial<Extract<ServerFault, { kind: 'status' }>>

const saying = (message: string) => JSON.stringify({ error_id: 'some_id', error_message: message })
const plan = (method: string, status: number, more: Status = {}) =>
  app.fleep.planFault(method, { kind: 'status', status, ...more }, 10)
const signIn = () =>
  app.runner.run('session.signIn', {
    server: app.fleep.url,
    email: liis?.email ?? '',
    password: liis?.password ?? '',
  })
const page = { contentType: 'text/html', body: '<html>Sign in to the Wi-Fi</html>' }

test.each<[string, number, Status, { code: string; message: string; field?: string }]>([
  [
    'a wrong password',
    431,
    { body: saying('Incorrect email or password') },
    { code: 'refused', message: 'Incorrect email or password', field: 'password' },
  ],
  [
    '401 with Fleep’s words',
    401,
    { body: saying('Log in with your new password') },
    { code: 'refused', message: 'Log in with your new password', field: 'password' },
  ],
  [
    '403 with Fleep’s words',
    403,
    { body: saying('This account is closed') },
    { code: 'refused', message: 'This account is closed' },
  ],
  ['429 with Fleep’s words', 429, { body: saying('Too often') }, { code: 'refused', message: 'Too often' }],
  [
    '429 with Fleep’s words and a time',
    429,
    { body: saying('Too often'), headers: { 'retry-after': '30' } },
    { code: 'refused', message: 'Too often. Try again in 30 seconds.' },
  ],
  ...[402, 418, 426, 450].map((status): [string, number, Status, { code: string; message: string }] => [
    `${status} with Fleep’s words`,
    status,
    { body: saying('Update your app') },
    { code: 'refused', message: 'Update your app' },
  ]),
  ['429 of a proxy', 429, page, { code: 'refused', message: 'Too many attempts. Try again in a moment.' }],
  [
    '429 of a proxy with a time',
    429,
    { ...page, headers: { 'retry-after': '600' } },
    { code: 'refused', message: 'Too many attempts. Try again in 10 minutes.' },
  ],
])('a sign-in that is answered with %s', async (_name, status, more, expected) => {
  plan('account/login', status, more)
  const result = await signIn()
  const { code, message, field } = result.ok ? { code: '', message: '', field: undefined } : result.error
  expect({ code, message, field }).toEqual({ field: undefined, ...expected })
})

test.each([403, 429])('%i is not shown beside the password of an ended session either', async (status) => {
  await signIn()
  app.fleep.state.sessions.clear()
  await app.runner.run('account.refresh', {})
  await app.until(({ session }) => session.kind === 'expired')
  plan('account/login', status, { body: saying('Not now') })
  const result = await app.runner.run('session.reauthenticate', { password: liis?.password ?? '' })
  expect(result).toEqual({ ok: false, error: { code: 'refused', message: 'Not now', canRetry: false } })
  // The Fleep ID is not tried after it.
  expect(app.fleep.inputsOf('account/login')).toHaveLength(2)
})

test.each([
  ['an HTML page', page],
  ['no JSON', { contentType: 'text/plain', body: 'Authorization Required' }],
  ['nothing', { contentType: 'text/plain', body: '' }],
  ['JSON of a portal', { body: '{"portal":"https://wifi.example"}' }],
])('401, 403, 407 and 511 with %s come from the network and end no session', async (_name, more) => {
  await signIn()
  for (const status of [401, 403, 407, 511]) {
    for (const method of ['contact/sync', 'account/configure', 'account/poll', 'account/sync'])
      plan(method, status, more)
    const results = [
      await app.runner.run('account.refresh', {}),
      await app.runner.run('account.change', { phoneNumber: '1' }),
    ]
    for (const result of results) {
      expect(result).toMatchObject({
        ok: false,
        error: {
          code: 'bad-answer',
          message: `Something on this network may answer instead of ${host}. Check its address. On hotel or café Wi-Fi, sign in to it in your browser first.`,
        },
      })
    }
    expect(app.store.state.session.kind).toBe('signed-in')
    app.fleep.faults.clear()
  }
  app.session.retryNow()
  expect(await app.runner.run('account.refresh', {})).toMatchObject({ ok: true })
})

test.each<[string, string | undefined, string]>([
  ['another server', 'https://elsewhere.example/login?ticket=secret#x', 'redirects to elsewhere.example.'],
  ['another port', 'https://elsewhere.example:8443/', 'redirects to elsewhere.example:8443.'],
  ['an unsafe server', 'http://portal.example/secret', 'redirects to http://portal.example.'],
  ['one with a password', 'https://me:secret@elsewhere.example/', 'redirects to elsewhere.example.'],
  ['one without a scheme', '//elsewhere.example/secret', 'redirects to http://elsewhere.example.'],
  ['one in another alphabet', 'https://bücher.example/', 'redirects to xn--bcher-kva.example.'],
  ['another of its pages', '/secret', 'Unexpected answer'],
  ['no server', 'javascript:secret', 'Unexpected answer'],
  ['no address', 'https://[secret', 'Unexpected answer'],
  ['a name that is too long', `https://${'secret.'.repeat(60)}example/`, 'Unexpected answer'],
  ['nothing', undefined, 'Unexpected answer'],
])('a redirect to %s is named, without what may be secret', async (_name, location, expected) => {
  await signIn()
  const headers = location === undefined ? {} : { location: encodeURI(location) }
  for (const status of [301, 302, 303, 307, 308]) {
    plan('account/configure', status, { ...page, headers })
    const result = await app.runner.run('account.change', { phoneNumber: '1' })
    expect(result).toMatchObject({ ok: false, error: { code: 'bad-answer' } })
    const message = result.ok ? '' : result.error.message
    expect(message).toContain(expected)
    expect(message).not.toContain('secret')
    app.fleep.faults.clear()
  }
})

test.each<[number, Status, string, string]>([
  [404, page, 'bad-answer', 'HOST doesn’t know this request (404). Is it a Fleep server?'],
  [
    404,
    { body: saying('No such call') },
    'bad-answer',
    'HOST doesn’t know this request (404). Is it a Fleep server? It says: “No such call”.',
  ],
  [413, page, 'refused', 'This is too large for HOST.'],
  [503, page, 'server-fault', 'HOST isn’t working right now (503). Try again in a moment.'],
  [
    503,
    { body: saying('Fleep is being updated.') },
    'server-fault',
    'HOST isn’t working right now (503). Try again in a moment. It says: “Fleep is being updated”.',
  ],
  [
    503,
    { ...page, headers: { 'retry-after': '90' } },
    'server-fault',
    'HOST isn’t working right now (503). Try again in 90 seconds.',
  ],
  [
    503,
    { headers: { 'retry-after': '86400' }, body: saying('Closed\u202e\n\u0007 today') },
    'server-fault',
    'HOST isn’t working right now (503). Try again in 24 hours. It says: “Closed  today”.',
  ],
  [
    500,
    { body: '{"error_id":"server_error"}' },
    'server-fault',
    'HOST isn’t working right now (500). Try again in a moment.',
  ],
])('status %i of a change is explained', async (status, more, code, message) => {
  await signIn()
  plan('account/configure', status, more)
  const result = await app.runner.run('account.change', { phoneNumber: '1' })
  expect(result).toMatchObject({ ok: false, error: { code, message: message.replaceAll('HOST', host) } })
})

test('the words of a server are short, and repeat no secret', async () => {
  await signIn()
  const body = (sent: string) => saying(`${sent} ${'x'.repeat(1000)}`)
  plan('account/configure', 503, { body })
  const result = await app.runner.run('account.changePassword', {
    oldPassword: 'old-secret',
    newPassword: 'new-secret',
  })
  const message = result.ok ? '' : result.error.message
  expect(message).toContain('•••')
  expect(message).not.toMatch(/old-secret|new-secret/)
  expect(message.length).toBeLessThan(600)
})

test('a picture that is too large says what the user can do', async () => {
  await signIn()
  plan('avatar/upload', 413, page)
  const bytes = Uint8Array.from(
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  )
  expect(await app.runner.run('avatar.upload', { bytes, type: 'image/png' })).toMatchObject({
    ok: false,
    error: {
      code: 'refused',
      message: `This picture is too large for ${host}. Use a smaller part of it, or a smaller picture.`,
    },
  })
})

const date = 'Sun, 29 Nov 2026 04:00:00 GMT'
test.each<[Record<string, string | string[]>, number | undefined]>([
  [{}, undefined],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': ' 30 ' }, 30_000],
  [{ 'retry-after': ['5', '30'] }, 30_000],
  [{ 'retry-after': '99999999999999999999' }, 24 * 3_600_000],
  [{ 'retry-after': '-5' }, undefined],
  [{ 'retry-after': '1.5' }, undefined],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': 'Sun, 29 Nov 2026 04:01:00 GMT', date }, 60_000],
  [{ 'retry-after': 'Sunday, 29-Nov-26 04:01:00 GMT', date }, 60_000],
  [{ 'retry-after': 'Sun, 29 Nov 2026 03:00:00 GMT', date }, 0],
  [{ 'retry-after': 'Sun, 29 Nov 2026 23:00:00 GMT', date }, 19 * 3_600_000],
])('Retry-After of %j is %s ms', (headers, expected) => {
  expect(readRetryAfter(headers as never)).toBe(expected)
})

test('a date counts from this computer’s clock if the answer has none', () => {
  vi.spyOn(Date, 'now').mockReturnValue(Date.parse(date))
  expect(readRetryAfter({ 'retry-after': 'Sun, 29 Nov 2026 04:00:30 GMT' })).toBe(30_000)
})
