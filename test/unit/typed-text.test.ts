import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commands } from '../../contract'
import { confirmationCode } from '../../contract/fields'
import { digitsOf, isVisible, removeInvisible, trimTyped } from '../../contract/typed-text'

/** What the clipboard brings along: spaces, marks of direction, zero-width characters, a soft hyphen, a byte order mark. */
const invisible = [
  ...'\u0020\u0009\u000a\u00a0\u2007\u2009\u202f\u3000\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f',
  ...'\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff',
]
const noise = fc.string({ unit: fc.constantFrom(...invisible), maxLength: 6 })
/** Text of many scripts, with emoji of several characters, and with invisible characters within. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...invisible),
    fc.constantFrom(...'aÕя用ک\u0600\u0301\ufe0f👩🏴'),
    fc.string({ unit: 'grapheme', maxLength: 1 }),
  ),
})
const visibleWord = fc.string({ unit: fc.constantFrom(...'abcÕя用@.-+1👩'), minLength: 1, maxLength: 12 })

const emoji = '👩\u200d💻'
const englishFlag = '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'

test.each([
  ['\u202aLiis Saar\u202c', 'Liis Saar'],
  ['\ufeff\u00a0Liis\u00a0Saar\u200b', 'Liis\u00a0Saar'],
  [`\u200d${emoji}\u200b`, emoji],
  [englishFlag, englishFlag],
  ['❤\ufe0f ', '❤\ufe0f'],
  ['می\u200cخواهم\u200f', 'می\u200cخواهم'],
  // The last letter of this Malayalam name was written with a joiner before Unicode 5.1, and of this Persian word still is.
  ['ശ്രീനിവാസന\u0d4d\u200d', 'ശ്രീനിവാസന\u0d4d\u200d'],
  ['ه\u200d', 'ه\u200d'],
  ['Liis\u200d', 'Liis'],
  ['\u06001', '\u06001'],
  ['\u200b\u2060', ''],
])('%j is trimmed to %j', (typed, trimmed) => {
  expect(trimTyped(typed)).toBe(trimmed)
})

test('what surrounds visible text is dropped, and nothing else', () => {
  fc.assert(
    fc.property(noise, visibleWord, noise, (before, word, after) => {
      expect(trimTyped(before + word + after)).toBe(word)
      expect(removeInvisible(before + word + after)).toBe(word)
    }),
  )
})

test('cleaning again changes nothing', () => {
  fc.assert(
    fc.property(anyText, (typed) => {
      for (const clean of [trimTyped, removeInvisible, digitsOf]) expect(clean(clean(typed))).toBe(clean(typed))
    }),
  )
})

test('all visible characters stay, in their order, and no visible name is emptied', () => {
  const visibleOnly = (text: string) => [...text].filter(isVisible).join('')
  fc.assert(
    fc.property(anyText, (typed) => {
      for (const clean of [trimTyped, removeInvisible]) expect(visibleOnly(clean(typed))).toBe(visibleOnly(typed))
      expect(typed).toContain(trimTyped(typed))
      expect(isVisible(trimTyped(typed))).toBe(isVisible(typed))
    }),
  )
})

test.each([
  '\u200b',
  '\u00a0',
  '\u3164',
  '\u2800',
  '\u115f',
  '\u1160',
  '\uffa0',
  '\u2800\u3164 \u200d',
  '\ufe0f',
  '\u034f',
  '',
])('a name of %j is refused', (displayName) => {
  const { error } = commands['account.change'].input.safeParse({ displayName })
  expect(error?.issues.map(({ message }) => message)).toContain('input.name')
  const setUp = { id: 1, displayName, password: 'a', fleepAddress: 'aaaaaa', phoneNumber: '', newsletter: false }
  expect(commands['links.setUp'].input.safeParse(setUp).error?.issues[0]?.message).toBe('input.name')
})

test.each([
  ['202 046', '202046'],
  ['202-046', '202046'],
  ['２０２０４６', '202046'],
  ['\u200b202\u00a0046\u202c', '202046'],
  ['code: 202046.', '202046'],
  [' abc ', 'abc'],
])('the code %j is read as %j', (typed, code) => {
  expect(confirmationCode.parse(typed)).toBe(code)
})

test('a code of nothing visible is missing', () => {
  expect(confirmationCode.safeParse(' \u200b').error?.issues[0]?.message).toBe('input.code')
})

const dirty = (text: string) => `\u202a\u00a0${text}\u200b\u202c`
/** A zero-width space within. */
const split = (text: string) => dirty(`${text.slice(0, 2)}\u200b${text.slice(2)}`)
const server = 'https://fleep.io'
const mailServer = {
  address: 'liis@x.example',
  host: 'mail.x.example',
  port: 465,
  encryption: 'tls',
  username: 'liis',
} as const

test('every field of what people type is cleaned, and no password is', () => {
  const secret = dirty('a secret')
  const parse = (name: keyof typeof commands, input: unknown) => commands[name].input.parse(input)
  expect(parse('session.signIn', { server: dirty(server), email: split('liis@x.example'), password: secret })).toEqual({
    server,
    email: 'liis@x.example',
    password: secret,
  })
  expect(parse('account.change', { displayName: dirty('Liis'), phoneNumber: '\u202a+372\u2066 55\u202c' })).toEqual({
    displayName: 'Liis',
    phoneNumber: '+372 55',
  })
  expect(parse('addresses.add', { email: split("o'brien@x.example") })).toEqual({ email: "o'brien@x.example" })
  expect(parse('addresses.confirm', { link: dirty('https://fleep.io/a') })).toEqual({ link: 'https://fleep.io/a' })
  expect(parse('account.setFleepAddress', { fleepAddress: split('liis.t') })).toEqual({ fleepAddress: 'liis.t' })
  const { address, host, username } = mailServer
  const typed = { ...mailServer, address: split(address), host: dirty(host), username: split(username) }
  expect(parse('smtp.add', { ...typed, password: secret })).toEqual({ ...mailServer, password: secret })
  expect(parse('people.lookUp', { addresses: [split('kai@x.example')], excludedIds: [] })).toEqual({
    addresses: ['kai@x.example'],
    excludedIds: [],
  })
  expect(parse('links.setPassword', { id: 1, newPassword: secret })).toEqual({ id: 1, newPassword: secret })
})

test('only the ends are trimmed, of any characters', () => {
  const character = fc.constantFrom(
    ' ',
    '\u200b',
    '\u00ad',
    '\u200d',
    '\n',
    'a',
    'न',
    '🏴',
    '\u{e0067}',
    '\u{e007f}',
    '\ud83c',
  )
  fc.assert(
    fc.property(fc.array(character, { maxLength: 8 }), fc.array(character, { maxLength: 8 }), (before, after) => {
      const [start, end] = [before.join(''), after.join('')]
      const long = 'x'.repeat(100)
      expect(trimTyped(`${start}${long}${end}`)).toBe(
        `${trimTyped(`${start}x`).slice(0, -1)}${long}${trimTyped(`x${end}`).slice(1)}`,
      )
      expect(trimTyped(trimTyped(start))).toBe(trimTyped(start))
    }),
  )
})

test('a text of any length is trimmed without reading its middle', () => {
  const long = ` ${'x'.repeat(50_000_000)}\u200b`
  const begin = performance.now()
  for (let count = 0; count < 100; count += 1) expect(trimTyped(long).length).toBe(50_000_000)
  // Splitting it into characters takes more than a second each time.
  expect(performance.now() - begin).toBeLessThan(10_000)
})
