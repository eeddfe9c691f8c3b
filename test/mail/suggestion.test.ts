import { expect, test } from 'vitest'
import type { MailSuggestion } from '../../contract'
import { parseMailAddress } from '../../main/mail/mail-address'
import { isOtherDomain } from '../../main/mail/other-domain'
import { providerName } from '../../main/mail/provider-name'
import { findProvider } from '../../main/mail/providers'
import { findSrvRecord } from '../../main/mail/srv-record'
import { type SuggestionSource, suggestMailServer } from '../../main/mail/suggestion'

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
