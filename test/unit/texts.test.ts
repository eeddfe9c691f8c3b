import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { parseSync } from 'vite'
import { describe, expect, test } from 'vitest'
import { compile } from '../../texts/compile'
import { en } from '../../texts/en'
import { et } from '../../texts/et'
import { formatText } from '../../texts/format'
import { matchLanguage, type Translation } from '../../texts/languages'
import { translations } from '../../texts/translations'
import { pseudoLanguage } from '../pseudo-language'

describe('compile refuses a catalogue', () => {
  const { 'common.saved': _omitted, ...incomplete } = en
  test.each([
    ['with a missing text', incomplete, 'The text common.saved is missing.'],
    ['with an empty text', { ...en, 'common.saved': '' }, 'The text common.saved is missing.'],
    ['with an unknown text', { ...en, 'common.svaed': 'Saved' }, 'No such text: common.svaed'],
    [
      'with an invalid ICU message',
      { ...en, 'common.savedAs': 'Saved as {name' },
      'common.savedAs is not a valid ICU message',
    ],
    ['with a wrong argument', { ...en, 'common.savedAs': 'Saved as {nmae}' }, 'has the arguments nmae, not name.'],
    ['with a missing argument', { ...en, 'common.savedAs': 'Saved' }, 'has the arguments none, not name.'],
    ['with a missing tag', { ...en, 'signIn.mailed': 'To {email}' }, 'has the arguments email, not email, strong.'],
    [
      'with an argument that is missing in a branch',
      { ...en, 'smtp.someFail': '{failed, plural, other {#}}' },
      'not failed, total.',
    ],
  ])('%s', (_name, translation, message) => {
    expect(() => compile(translation as Translation)).toThrow(message)
  })
})

describe.each(Object.entries(translations))('in %s', (language, translation) => {
  test('every plural has exactly the forms of the language', () => {
    const expected = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort()
    const plurals = Object.entries(translation).filter(([, message]) => message.includes(', plural,'))
    expect(plurals.length).toBeGreaterThan(2)
    for (const [key, message] of plurals) {
      const forms = [...message.matchAll(/\b(zero|one|two|few|many|other) \{/g)].map(([, form]) => form)
      expect(forms.sort(), key).toEqual(expected)
    }
  })

  test('every text ends with the same punctuation as in English', () => {
    const endOf = (message: string) => message.match(/[.:?…](?=\}*$)/)?.[0] ?? ''
    // A text that ends with an example has no punctuation at its end.
    for (const [key, message] of Object.entries(translation)) {
      expect({ key, end: endOf(message) }).toEqual({ key, end: endOf(en[key as keyof typeof en]) })
    }
  })
})

test('one thing has one name, and nothing is shouted', () => {
  const unfit = {
    en: /!|SMTP accounts?|Fleep address|\bmails\b|\b(?:a|the|this) mail\b(?! server)|Secret Service|\bcannot\b/i,
    et: /!|SMTP-kon|Fleepi aadress|e-posti server|\bmeil(?:i|id|e)\b|Secret Service/i,
  }
  for (const [language, translation] of Object.entries(translations)) {
    const shown = Object.entries(translation).filter(([key]) => !/\.find$|^find\./.test(key))
    expect(shown.filter(([, message]) => unfit[language as keyof typeof unfit].test(message))).toEqual([])
  }
})

test('the name of the keychain, in lower case on some systems, starts no sentence', () => {
  for (const [language, translation] of Object.entries(translations)) {
    const messages = Object.values(translation).filter((message) => message.includes('{keychain}'))
    expect(messages.length).toBeGreaterThan(10)
    const unfit = language === 'en' ? /(?<!\b[Tt]he )\{keychain\}/ : /(?:^|[.?] )\{keychain\}/
    expect(messages.filter((message) => unfit.test(message))).toEqual([])
  }
})

const files = execFileSync('git', ['ls-files', 'contract', 'main', 'preload', 'renderer'], { encoding: 'utf8' })
  .trim()
  .split('\n')
const sources = files
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, source: readFileSync(file, 'utf8') }))

test('every text is used', () => {
  const all = sources.map(({ source }) => source).join('\n')
  // Keys that are built at run time: `prefix.${name}`.
  const prefixes = [...all.matchAll(/`([a-zA-Z]+\.(?:[a-zA-Z]+\.)?)\$\{[^`]*`/g)].map(([, prefix = '']) => prefix)
  const unused = Object.keys(en).filter(
    (key) => !all.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)),
  )
  expect(unused).toEqual([])
})

test('no module formats a text while it is loaded, before the language is known', () => {
  const early = sources
    .filter(({ source }) => /import \{[^}]*\b(text|rich)\b[^}]*\} from '[./]+\/text'/.test(source))
    .flatMap(({ file, source }) => callsAtLoad(parseSync(file, source).program.body).map((call) => `${file}: ${call}`))
  expect(early).toEqual([])
})

/** Finds the calls of `text` and `rich` outside of functions. */
function callsAtLoad(node: unknown): string[] {
  if (!node || typeof node !== 'object') return []
  if (Array.isArray(node)) return node.flatMap(callsAtLoad)
  const { type, callee, ...parts } = node as { type?: string; callee?: { name?: string } }
  if (/Function|MethodDefinition/.test(type ?? '')) return []
  const isCall = type === 'CallExpression' && /^(text|rich)$/.test(callee?.name ?? '')
  return isCall ? [JSON.stringify(parts)] : Object.values({ callee, ...parts }).flatMap(callsAtLoad)
}

test.each([
  [['et-EE', 'en-GB'], null, { id: 'et', locale: 'et-EE' }],
  [['fi-FI', 'en-GB', 'et'], null, { id: 'en', locale: 'en-GB' }],
  [['fi-FI'], null, { id: 'en', locale: 'en' }],
  [['et-EE', 'en-GB'], 'en', { id: 'en', locale: 'en-GB' }],
  [['fi-FI'], 'et', { id: 'et', locale: 'et' }],
  [['C', '', 'c.utf-8', 'en_US'], null, { id: 'en', locale: 'en' }],
  [[], null, { id: 'en', locale: 'en' }],
] as const)('of the languages %j, with %j chosen, the app uses %j', (preferred, chosen, language) => {
  expect(matchLanguage([...preferred], chosen)).toEqual(language)
})

test('numbers and plurals are formatted for the language', () => {
  const english = { locale: 'en', direction: 'ltr', catalogue: compile(en) } as const
  const estonian = { locale: 'et', direction: 'ltr', catalogue: compile(et) } as const
  expect(formatText(english, 'people.count', { count: 1234 })).toBe('1,234 addresses.')
  expect(formatText(estonian, 'people.count', { count: 12_345 })).toBe('12\u00a0345 aadressi.')
  expect(formatText(estonian, 'profile.changed', { count: 1 })).toBe('1 seade muudetud')
  expect(formatText(english, 'common.percent', { part: 0.5 })).toBe('50%')
  expect(formatText(estonian, 'common.percent', { part: 0.5 })).toBe('50%')
})

test('the pseudo-language contains no plain English vowel', () => {
  const language = pseudoLanguage()
  const values = { count: 2, keys: '', failed: 2, total: 3 }
  for (const key of ['profile.changed', 'search.title', 'smtp.someFail', 'common.saved'] as const) {
    expect(formatText(language, key, values), key).not.toMatch(/[aeiou]/)
  }
})
