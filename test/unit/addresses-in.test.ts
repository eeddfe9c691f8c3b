import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressesIn } from '../../renderer/panels/people/addresses-in'

test.each([
  ['Marten <marten@meadow.example>; KAI@meadow.example', ['marten@meadow.example', 'KAI@meadow.example']],
  ['"a@b.example","A@B.EXAMPLE"', ['a@b.example']],
  ['Write to täht@täht.example.', ['täht@täht.example']],
  ['mailto:a@b.example', ['a@b.example']],
  ['no address here, and @neither', []],
  // Marks that belong to an address, and marks around one.
  ["o'brien@x.example", ["o'brien@x.example"]],
  ['o’brien@x.example', ["o'brien@x.example"]],
  ["'a@b.example'", ['a@b.example']],
  ['a+tag@b.example first_last-1@b-c.example', ['a+tag@b.example', 'first_last-1@b-c.example']],
  ['[a@b.example] {c@d.example} `e@f.example` *g@h.example* **i@j.example**', ['a', 'c', 'e', 'g', 'i']],
  ['a@b.example! c@d.example? e@f.example... (g@h.example) i@j.example:', ['a', 'c', 'e', 'g', 'i']],
  ['„a@b.example“ «c@d.example» “e@f.example” ‘g@h.example’', ['a', 'c', 'e', 'g']],
  ['[a@b.example](mailto:a@b.example)', ['a@b.example']],
  // Separators.
  ['a@b.example|c@d.example、e@f.example；g@h.example，i@j.example·k@l.example', ['a', 'c', 'e', 'g', 'i', 'k']],
  ['a@b.example\tc@d.example e@f.example,g@h.example;i@j.example\nk@l.example', ['a', 'c', 'e', 'g', 'i', 'k']],
  ['a@b.example\u00a0c@d.example\u3000e@f.example', ['a', 'c', 'e']],
  ['邮箱：a@b.example（家）', ['a@b.example']],
  ['pol@col·leccio.example', ['pol@col·leccio.example']],
  // Names and tables.
  [
    '"Kask, Marten" <marten@meadow.example>, Kai Tamm<kai@meadow.example>',
    ['marten@meadow.example', 'kai@meadow.example'],
  ],
  ['"old@meadow.example" <new@meadow.example>', ['new@meadow.example']],
  ['Kask, Marten <marten@meadow.example>', ['marten@meadow.example']],
  ['Marten Kask (marten@meadow.example)', ['marten@meadow.example']],
  ['<a@b.example><c@d.example>', ['a', 'c']],
  ['"Kask ""M"" Marten";a@b.example;+372 5555', ['a@b.example']],
  ['6" ruler, a@b.example, c@d.example', ['a', 'c']],
  ['"a@b.example, c@d.example"', ['a', 'c']],
  ['"<a@b.example>"', ['a@b.example']],
  ['Team: a@b.example, c@d.example; e@f.example', ['a', 'c', 'e']],
  // Links.
  ['mailto:a@b.example?subject=me@x.example&cc=x, c@d.example', ['a', 'c']],
  ['<a href="mailto:a@b.example?subject=x">a@b.example</a>', ['a@b.example']],
  // Invisible characters, which no address can contain.
  ['\ufeffa\u200b@b\u00ad.example, \u202ac@d.example\u202c \u2066e@f.\u200dexample\u2069', ['a', 'c', 'e']],
  // Fleep IDs, IP addresses and other scripts.
  ['kai@fleep.io marten@127.0.0.1 用户@例子.example почта@пример.example', ['kai', 'marten', '用户', 'почта']],
  // Two addresses in one, or an address with a broken letter, are not guessed.
  ['a@b@c.example', []],
  ['a@t\ufffdht.example', []],
])('finds in %j the addresses %j', (text, expected) => {
  const found = addressesIn(text).addresses
  expect(found.map((one, index) => (expected[index]?.includes('@') ? one : one.split('@')[0]))).toEqual(expected)
  expect(found.every((one) => /^[^\s@]+@[^\s@]+\w$|^[^\s@]+@[^\s@]+\p{L}$/u.test(one))).toBe(true)
})

test('lines without an address are counted', () => {
  expect(addressesIn('name;mail\n\n  \nMarten;marten@meadow.example\r\nKai;\nkai at meadow.example\n\u200b\n')).toEqual(
    {
      addresses: ['marten@meadow.example'],
      linesWithout: 3,
    },
  )
  expect(addressesIn('')).toEqual({ addresses: [], linesWithout: 0 })
})

const letters = 'abcxyz0189äõ用п'
const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 12 })
const anAddress = fc.tuple(word, word).map(([local, domain]) => `${local}@${domain}.example`)

test('each address of a list is found, whatever separates or surrounds them', () => {
  const wrap = fc.constantFrom(
    ['', ''],
    ['<', '>'],
    ['[', ']'],
    ['"', '",'],
    ['*', '*'],
    ['Some Body <', '>'],
    ["'", "'"],
  )
  const between = fc.constantFrom(', ', '; ', '\n', '\t', ' ', ' | ', '、', '；', '，', ' · ')
  const list = fc.array(fc.tuple(anAddress, wrap, between), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(list, (entries) => {
      const text = entries.map(([one, [open, close], gap]) => `${open}${one}${close}${gap}`).join('')
      expect(addressesIn(text)).toEqual({ addresses: [...new Set(entries.map(([one]) => one))], linesWithout: 0 })
    }),
  )
})

test('any text is read without an error, and reading what was found finds the same', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.oneof(fc.constantFrom(...'@@.,;<>"\'()[]:\\| \n'), fc.string({ unit: 'binary', maxLength: 1 })),
      }),
      (text) => {
        const { addresses } = addressesIn(text)
        expect(addressesIn(addresses.join('\n'))).toEqual({ addresses, linesWithout: 0 })
      },
    ),
  )
})
