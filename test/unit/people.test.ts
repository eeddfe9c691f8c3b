import fc from 'fast-check'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { toCsv } from '../../main/core/csv'
import { addressesIn } from '../../renderer/panels/people/addresses-in'

test.each([
  ['Marten <marten@meadow.example>; KAI@meadow.example', ['marten@meadow.example', 'KAI@meadow.example']],
  ['"a@b.example","A@B.EXAMPLE"', ['a@b.example']],
  ['Write to täht@täht.example.', ['täht@täht.example']],
  ['mailto:a@b.example', ['a@b.example']],
  ['nobody here, and @neither', []],
])('in %j there are %j', (text, addresses) => {
  expect(addressesIn(text)).toEqual(addresses)
})

test('a text of several lines that begins like a formula stays a text', async () => {
  expect(await toCsv([{ text: '=1+1\nand more' }])).toContain(`"'=1+1\nand more"`)
})

test('whatever a person is called, a CSV file holds it as text, and no spreadsheet takes it for a formula', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (displayName) => {
      const csv = (await toCsv([{ name: displayName, address: 'a@b.example' }])).replace(/^\ufeff/, '')
      const [row] = Papa.parse<Record<string, string>>(csv, { header: true }).data
      const name = row?.name ?? ''
      expect(name.startsWith("'") ? name.slice(1) : name).toBe(
        displayName.startsWith("'") ? displayName.slice(1) : displayName,
      )
      expect(name).not.toMatch(/^[=+\-@\t\r]/)
    }),
  )
})
