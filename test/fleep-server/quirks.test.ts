import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seededPeople } from './accounts'
import type { Quirk } from './quirks'
import { sendRegistrationEmail } from './registration-calls'
import { FleepServer } from './server'

let fleep: FleepServer
const [liis, marten] = seededPeople

beforeEach(async () => {
  fleep = await FleepServer.start()
})
afterEach(() => fleep.stop())

const use = (...quirks: Quirk[]) => {
  for (const quirk of quirks) fleep.state.quirks.add(quirk)
}

async function post(method: string, input: object, cookie = '') {
  const response = await fetch(`${fleep.url}/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(input),
  })
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) }
}

async function signIn(person = liis) {
  const { body, headers } = await post('account/login', { email: person?.email, password: person?.password })
  const cookie = headers.getSetCookie().findLast((sent) => sent.startsWith('token_id=')) ?? ''
  const call = async (method: string, input: object = {}) =>
    post(method, { ...input, ticket: body.ticket }, cookie.split(';')[0])
  return { call, id: body.account_id as string, ticket: body.ticket as string, cookie: cookie.split(';')[0] ?? '' }
}

describe('always:', () => {
  test.each(['fleep_address/add', 'file_address/add', 'client/check', 'account/listen', 'contact/describe'])(
    '%s is not there',
    async (method) => {
      const { call } = await signIn()
      expect(await call(method)).toMatchObject({ status: 404 })
    },
  )

  test('primary_email of account/configure is taken and changes nothing', async () => {
    const { call } = await signIn()
    const { status, body } = await call('account/configure', { primary_email: 'liis@meadow.example' })
    expect([status, body.email]).toEqual([200, liis?.email])
  })

  test('an interval of "default" and a registration without a name are taken', async () => {
    const { call } = await signIn()
    expect((await call('account/configure', { email_interval: 'default' })).status).toBe(200)
    const registration = { email: 'a@b.example', password: 'x', display_name: null }
    expect((await post('account/register', registration)).status).toBe(200)
  })

  test('an avatar comes as a form, too', async () => {
    const { ticket, cookie } = await signIn()
    const picture = { width: 40, height: 40, channels: 3, background: '#0b6b8f' } as const
    const bytes = await sharp({ create: picture }).png().toBuffer()
    const form = new FormData()
    form.set('files', new File([new Uint8Array(bytes)], 'a.png', { type: 'image/png' }))
    const url = `${fleep.url}/api/avatar/upload?ticket=${ticket}`
    const response = await fetch(url, { method: 'POST', headers: { cookie }, body: form })
    expect(await response.json()).toMatchObject({ files: [{ name: 'a.png', size: bytes.length }] })
  })

  test('a poll is held for as long as it is said', async () => {
    expect(fleep.state.pollHeldMs).toBe(90_000)
    fleep.state.pollHeldMs = 1
    const { call } = await signIn()
    expect((await call('account/poll', { event_horizon: 1 })).body).toMatchObject({ event_horizon: 1, stream: [] })
  })

  test('records of aliases have the keys of real ones', async () => {
    const { call } = await signIn()
    const [alias] = (await call('alias/sync')).body.stream
    expect(alias).toMatchObject({ is_hidden_for_add: true, sort_rank: 0 })
  })
})

describe('with its quirk:', () => {
  test('polls bring whole records, and others see a change', async () => {
    use('whole-records', 'others-see-changes')
    const [mine, other] = [await signIn(), await signIn(marten)]
    await mine.call('account/configure', { display_name: 'L.' })
    const { stream } = (await mine.call('account/poll', { event_horizon: 1 })).body
    expect(stream[0]).toMatchObject({ display_name: 'L.', export_progress: '1', client_flags: expect.any(Array) })
    const seen = (await other.call('account/poll', { event_horizon: 1 })).body.stream
    expect(seen).toMatchObject([{ account_id: mine.id, display_name: 'L.' }])
  })

  test('an earlier code is taken, and refused where the account is made', async () => {
    use('earlier-codes', 'newsletter-not-told')
    const email = 'new@meadow.example'
    const codes = [1, 2].map(() => sendRegistrationEmail(fleep.state, { email, by: 'code' }).code)
    const prepare = async (code: string | null | undefined) =>
      post('account/prepare/v2', { registration_code: code, registration_mail: email })
    const setUp = { display_name: 'N', password: 'p', fleep_address: 'new.meadow' }
    const { body } = await prepare(codes[1])
    const made = await post('account/confirm/v2', { ...setUp, notification_id: body.notification_id })
    expect(made.body.profiles[0]).not.toHaveProperty('is_newsletter_disabled')
    const earlier = await prepare(codes[0])
    expect(earlier.status).toBe(200)
    const again = { ...setUp, fleep_address: 'new.meadow2', notification_id: earlier.body.notification_id }
    expect(await post('account/confirm/v2', again)).toMatchObject({ status: 431, body: { error_id: 'account_active' } })
  })

  test('there are several cookies, and the one of the session comes first or last', async () => {
    use('many-cookies')
    const places: number[] = []
    for (let count = 0; count < 2; count += 1) {
      const { headers } = await post('account/login', { email: liis?.email, password: liis?.password })
      const cookies = headers.getSetCookie()
      expect(cookies.length).toBeGreaterThan(2)
      places.push(cookies.findIndex((cookie) => /^token_id=[-0-9a-f]{36};/.test(cookie)) / (cookies.length - 1))
    }
    expect(places).toEqual([0, 1])
  })

  test('the first sync has negative horizons and an empty batch, and ends where nothing is new', async () => {
    use('long-sync')
    const { call } = await signIn()
    const horizons = [0]
    let [count, emptyCount] = [0, 0]
    while (horizons.at(-1) !== horizons.at(-2)) {
      const { event_horizon, stream } = (await call('account/poll', { event_horizon: horizons.at(-1), wait: false }))
        .body
      horizons.push(event_horizon)
      count += stream.length
      if (stream.length === 0) emptyCount += 1
    }
    expect(horizons).toEqual([0, -1, -2, -3, 1, 1])
    expect([count, emptyCount]).toEqual([5, 2])
  })

  test('polls bring nothing, stand still, and ask for a new start', async () => {
    use('standing-horizon', 'zero-horizon', 'empty-batches')
    const { call } = await signIn()
    const poll = async (event_horizon: number) => (await call('account/poll', { event_horizon })).body
    expect(await poll(1)).toMatchObject({ event_horizon: 1, stream: [{ mk_rec_type: 'lastseen' }] })
    expect(await poll(1)).toMatchObject({ event_horizon: 0, stream: [] })
    await call('account/configure', { phone_nr: '5' })
    expect(await poll(1)).toMatchObject({ event_horizon: 2, stream: [] })
    expect(await poll(2)).toMatchObject({ event_horizon: 3, stream: [{ phone_nr: '5' }] })
  })

  test('a Fleep ID has 6 to 30 characters, and the seeded one stays', async () => {
    use('fleep-id-length')
    const { call } = await signIn(seededPeople[2])
    for (const fleep_address of ['short', 'x'.repeat(31)]) {
      expect((await call('account/configure', { fleep_address })).status).toBe(431)
    }
    expect((await call('account/configure', { fleep_address: 'longer' })).status).toBe(200)
    expect((await post('account/login', { email: 'liis', password: liis?.password })).status).toBe(200)
  })
})
