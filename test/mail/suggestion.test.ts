import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import type { MailObstacle, MailSuggestion } from '../../contract'
import { passwordPages, passwordRuleOf } from '../../contract/password-rules'
import { describePasswordRule } from '../../main/command-line/suggested-mail-server'
import { parseMailAddress } from '../../main/mail/mail-address'
import { isOtherDomain } from '../../main/mail/other-domain'
import { providerName } from '../../main/mail/provider-name'
import { findProvider } from '../../main/mail/providers'
import { findSrvRecord } from '../../main/mail/srv-record'
import { type SuggestionSource, suggestMailServer } from '../../main/mail/suggestion'
import { privateHosts } from './autoconfig-files'

const notAborted = new AbortController().signal
const address = (whole: string) => parseMailAddress(whole) ?? { whole: '', local: '', domain: '' }
const liis = address('liis@meadow.example')

const suggestion: MailSuggestion = {
  host: 'mail.meadow.example',
  port: 465,
  encryption: 'tls',
  username: 'liis@meadow.example',
  source: 'Meadow Mail',
  isOtherDomain: false,
  passwordRule: null,
}

test('findProvider knows large providers and their rules for passwords', () => {
  expect(findProvider(address('liis@gmail.com'))).toEqual({
    host: 'smtp.gmail.com',
    port: 465,
    encryption: 'tls',
    username: 'liis@gmail.com',
    source: 'Gmail',
    isOtherDomain: false,
    passwordRule: { kind: 'app-password', page: 'https://myaccount.google.com/apppasswords' },
  })
  expect(findProvider(address('liis@icloud.com'))).toMatchObject({ port: 587, encryption: 'starttls' })
  expect(findProvider(address('liis@outlook.com'))).toMatchObject({ passwordRule: { kind: 'no-passwords' } })
  expect(findProvider(liis)).toBeNull()
})

test.each([
  ['proton.me', { host: 'smtp.protonmail.ch', passwordRule: { kind: 'smtp-token' } }],
  ['protonmail.com', { host: 'smtp.protonmail.ch', passwordRule: { kind: 'smtp-token' } }],
  ['tutanota.com', { obstacle: 'no-smtp', provider: 'Tuta' }],
  ['tuta.com', { obstacle: 'no-smtp', provider: 'Tuta' }],
  ['tutamail.com', { obstacle: 'no-smtp', provider: 'Tuta' }],
  ['outlook.com', { passwordRule: { kind: 'no-passwords' } }],
  ['live.com', { host: 'smtp-mail.outlook.com', passwordRule: { kind: 'no-passwords' } }],
  ['qq.com', { passwordRule: { kind: 'app-password' } }],
  ['163.com', { host: 'smtp.163.com', passwordRule: { kind: 'app-password' } }],
  ['zoho.com', { passwordRule: { kind: 'app-password-with-2fa' } }],
  ['zohomail.eu', { host: 'smtp.zoho.eu', passwordRule: { kind: 'app-password-with-2fa' } }],
  ['yandex.com', { host: 'smtp.yandex.com', passwordRule: { kind: 'app-password' } }],
  ['YANDEX.ru', { passwordRule: { kind: 'app-password' } }],
])('findProvider knows what %s takes', (domain, expected) => {
  expect(findProvider(address(`liis@${domain}`))).toMatchObject(expected)
})

test.each([
  ['smtp.office365.com', 'administrator'],
  ['SMTP.Office365.COM', 'administrator'],
  ['smtp-mail.outlook.com', 'no-passwords'],
  [' smtp.gmail.com. ', 'app-password'],
  ['SMTP.PROTONMAIL.CH', 'smtp-token'],
  ['smtp.tutanota.com', 'no-smtp'],
  ['smtp.qq.com', 'app-password'],
  ['smtp.exmail.qq.com', 'app-password-with-2fa'],
  ['smtp.qiye.163.com', 'app-password-with-2fa'],
  ['notgmail.com', undefined],
  ['smtp.gmail.com.evil.example', undefined],
  ['', undefined],
])('the rule of the host %j is %s', (host, kind) => {
  expect(passwordRuleOf(host)?.kind).toBe(kind)
})

test('the window may open the page of every rule, and a rule without a page has a sentence alone', () => {
  expect(passwordPages.length).toBeGreaterThan(10)
  for (const page of passwordPages)
    expect(new URL(page)).toMatchObject({ protocol: 'https:', href: page, search: expect.not.stringContaining('@') })
  expect(describePasswordRule('smtp.qq.com')).toEqual([expect.any(String), 'https://service.mail.qq.com/detail/0/75'])
  expect(describePasswordRule('smtp.exmail.qq.com')).toEqual([expect.stringContaining('smtp.exmail.qq.com')])
})

test('findSrvRecord prefers TLS to STARTTLS, then the lowest priority, and skips "."', async () => {
  const record = (name: string, port: number, priority = 0) => ({ name, port, priority, weight: 0 })
  const zone: Record<string, ReturnType<typeof record>[]> = {
    '_submissions._tcp.both.example': [record('second.both.example', 465, 20), record('first.both.example', 465, 10)],
    '_submission._tcp.both.example': [record('other.both.example', 587)],
    '_submissions._tcp.later.example': [record('.', 0)],
    '_submission._tcp.later.example': [record('mail.later.example', 587)],
  }
  const resolve = async (name: string) => {
    const records = zone[name]
    if (!records) throw new Error('ENOTFOUND')
    return records
  }
  expect(await findSrvRecord(address('a@both.example'), resolve)).toMatchObject({
    host: 'first.both.example',
    encryption: 'tls',
  })
  expect(await findSrvRecord(address('a@later.example'), resolve)).toMatchObject({
    host: 'mail.later.example',
    port: 587,
  })
  expect(await findSrvRecord(address('a@none.example'), resolve)).toBeNull()
})

const record = (name: string, port: number, priority = 0, weight = 0) => ({ name, port, priority, weight })
/** @param plain under `_submission`, the others are under `_submissions` */
const zoneOf =
  (records: ReturnType<typeof record>[], plain: ReturnType<typeof record>[] = []) =>
  async (name: string) =>
    name.startsWith('_submissions.') ? records : plain

test.each([
  ['port 0', [record('mail.meadow.example', 0)], null],
  ['a name with an underscore', [record('mail_1.meadow.example', 465)], null],
  ['an empty label', [record('mail..example', 465)], null],
  ['a label that is too long', [record(`${'x'.repeat(64)}.example`, 465)], null],
  ['a dot at the end', [record('Mail.Meadow.Example.', 465)], { host: 'mail.meadow.example' }],
  [
    'an unusable record before a usable one',
    [record('mail.meadow.example', 0, 0), record('second.meadow.example', 465, 10)],
    { host: 'second.meadow.example' },
  ],
])('of SRV records with %s, the right one is suggested', async (_name, records, expected) => {
  const found = await findSrvRecord(liis, zoneOf(records))
  if (expected) expect(found).toMatchObject(expected)
  else expect(found).toBeNull()
})

test.each([...privateHosts, '198.51.100.25', '8.8.8.8', '2a00:1450::6d'])(
  'an SRV record that leads to %s is not suggested',
  async (name) => {
    expect(await findSrvRecord(liis, zoneOf([record(name, 465)]))).toBeNull()
    const beside = zoneOf([record(name, 465), record('mail.meadow.example', 465, 10)])
    expect(await findSrvRecord(liis, beside)).toMatchObject({ host: 'mail.meadow.example' })
  },
)

test('an SRV record for port 465 means TLS under both names', async () => {
  const found = findSrvRecord(liis, zoneOf([], [record('mail.meadow.example', 465)]))
  expect(await found).toMatchObject({ port: 465, encryption: 'tls' })
})

test('SRV records of one priority are chosen by their weight', async () => {
  const records = [
    record('light.example', 465, 1, 0),
    record('heavy.example', 465, 1, 9),
    record('mid.example', 465, 1, 3),
  ]
  const counts: Record<string, number> = {}
  for (let index = 0; index < 1300; index += 1) {
    const host = (await findSrvRecord(liis, zoneOf(records)))?.host ?? ''
    counts[host] = (counts[host] ?? 0) + 1
  }
  // Of 13: 1 for weight 0, 3 and 9 for the others. Limits that one run in a billion passes.
  expect(counts['light.example']).toBeGreaterThan(30)
  expect(counts['light.example']).toBeLessThan(200)
  expect(counts['mid.example']).toBeGreaterThan(180)
  expect(counts['heavy.example']).toBeGreaterThan(700)
})

test('suggestMailServer ends at its limit, also if garbage is collected meanwhile', async () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const collecting = setInterval(collect, 5)
  const start = performance.now()
  const signals: AbortSignal[] = []
  const silent: SuggestionSource = (_address, signal) => {
    signals.push(signal)
    return new Promise(() => undefined)
  }
  expect(await suggestMailServer(liis.whole, new AbortController().signal, [silent], 200)).toBeNull()
  clearInterval(collecting)
  expect(performance.now() - start).toBeLessThan(1500)
  expect(signals.map(({ aborted }) => aborted)).toEqual([true])
})

test('what is in the way counts before what a worse source has', async () => {
  const obstacle: MailObstacle = { obstacle: 'other-sign-in', provider: 'Meadow Mail', methods: ['OAuth2'], page: null }
  const sources = [async () => obstacle, async () => suggestion]
  expect(await suggestMailServer(liis.whole, notAborted, sources)).toEqual(obstacle)
})

test('suggestMailServer returns the answer of the first source in order and aborts the rest', async () => {
  let isAborted = false
  const slow: SuggestionSource = () => new Promise((resolve) => setImmediate(() => resolve(suggestion)))
  const quick: SuggestionSource = async () => ({ ...suggestion, host: 'guess.example' })
  const broken: SuggestionSource = async () => Promise.reject(new Error('offline'))
  const endless: SuggestionSource = (_address, signal) =>
    new Promise(() => {
      signal.addEventListener('abort', () => {
        isAborted = true
      })
    })
  expect(await suggestMailServer(liis.whole, notAborted, [broken, slow, quick, endless])).toEqual(suggestion)
  expect(isAborted).toBe(true)
  expect(await suggestMailServer(liis.whole, notAborted, [broken, async () => null])).toBeNull()
})

test('suggestMailServer returns null as soon as it is aborted', async () => {
  const controller = new AbortController()
  const result = suggestMailServer(liis.whole, controller.signal, [() => new Promise(() => undefined)])
  controller.abort()
  expect(await result).toBeNull()
})

test.each([
  '',
  'liis',
  'liis@',
  '@meadow.example',
  'liis@meadow',
  'a b@c.example',
  'a@b.example/x',
  'a@b.example:443',
  'a@b@c.example',
])('%j is no email address, so no source is asked', async (whole) => {
  let calls = 0
  const source: SuggestionSource = async () => {
    calls += 1
    return suggestion
  }
  expect(await suggestMailServer(whole, notAborted, [source])).toBeNull()
  expect(calls).toBe(0)
})

test.each([
  ['mail.meadow.example', 'meadow.example', false],
  ['MAIL.Meadow.Example.', 'meadow.example', false],
  ['meadow.example', 'mail.meadow.example', false],
  ['smtp.attacker.example', 'bank.example', true],
  ['meadow.example.attacker.example', 'meadow.example', true],
  ['attackermeadow.example', 'meadow.example', true],
  ['other.co.uk', 'meadow.co.uk', true],
  ['smtp.meadow.co.uk', 'meadow.co.uk', false],
  ['evil.github.io', 'me.github.io', true],
  ['localhost', 'meadow.example', true],
  ['localhost', 'localhost', true],
  ['mail', 'meadow.example', true],
  ['127.0.0.1', 'meadow.example', true],
  ['::1', 'meadow.example', true],
  ['xn--mets-soa.ee', 'mets\u00e4.ee', true],
  ['mail.xn--mets-ooa.ee', 'mets\u00e4.ee', false],
])('%s belongs to another domain than %s: %j', (host, domain, expected) => {
  expect(isOtherDomain(host, domain)).toBe(expected)
})

test('findSrvRecord says that a host is of another domain, and takes no host that is none', async () => {
  const of = (name: string) => async () => [{ name, port: 465, priority: 0, weight: 0 }]
  expect(await findSrvRecord(liis, of('smtp.attacker.example'))).toMatchObject({ isOtherDomain: true })
  expect(await findSrvRecord(liis, of('mail.meadow.example'))).toMatchObject({ isOtherDomain: false })
  expect(await findSrvRecord(liis, of('mail.meadow.example\u001b[2J'))).toBeNull()
})

test.each([
  ['Meadow Mail', 'Meadow Mail'],
  ['1&1 Internet Inc', '1&1 Internet Inc'],
  ['mail.ru', 'mail.ru'],
  ['Bank. Your password will be sent to smtp.bank.example', 'Bank'],
  ['Bank”. Your password will be sent to “smtp.bank.example', 'Bank'],
  ['Bank”, sent to “bank.example', 'Bank, sent to bank.example'],
  ['Bank\u202egnp\r\nand more', 'Bank gnp and more'],
  ['x'.repeat(500), `${'x'.repeat(39)}…`],
  ['. . .', ''],
])('a provider’s name %j is shown as %j', (name, shown) => {
  expect(providerName(name)).toBe(shown)
})
