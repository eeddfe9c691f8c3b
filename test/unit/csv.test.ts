import fc from 'fast-check'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { toCsv } from '../../main/core/csv'

test('text of several lines that begins like a formula is escaped', async () => {
  expect(await toCsv([{ text: '=1+1\nsecond line' }])).toContain(`"'=1+1\nsecond line"`)
})

test('any name is written as text that no spreadsheet reads as a formula', async () => {
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
