import fc from 'fast-check'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { toCsv } from '../../main/core/csv'

const withoutMark = (csv: string) => csv.replace(/^\ufeff/, '')

/** A cell that a spreadsheet would calculate. */
const formula = /^[\s\p{C}\p{Mn}\u115f\u1160\u3164\uffa0]*[=+\-@＝＋－＠]/u

/**
 * Every way in which a spreadsheet may take the file apart: by each separator, with quotes that it understands, quotes that
 * it drops where they do not enclose a cell, and quotes that it does not know.
 */
function cellsOf(csv: string): string[] {
  const text = withoutMark(csv)
  return [',', ';', '\t', '|'].flatMap((delimiter) => [
    ...Papa.parse<string[]>(text, { delimiter }).data.flat(),
    ...tolerantCells(text, delimiter),
    ...text.split(/\r\n|[\r\n]/).flatMap((line) => line.split(delimiter)),
    ...text.split(/\r\n|[\r\n]/).flatMap((line) => line.split(delimiter).map((cell) => cell.replaceAll('"', ''))),
  ])
}

/** As spreadsheets read: a quote that does not stand at the start of a cell is text, and so is what follows a closed one. */
function tolerantCells(text: string, delimiter: string): string[] {
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? ''
    if (isQuoted && character === '"' && text[index + 1] === '"') {
      cell += '"'
      index += 1
    } else if (isQuoted && character === '"') isQuoted = false
    else if (!isQuoted && cell === '' && character === '"') isQuoted = true
    else if (!isQuoted && (character === delimiter || character === '\n' || character === '\r')) {
      cells.push(cell)
      cell = ''
    } else cell += character
  }
  return [...cells, cell]
}

test.each([
  ['Bob;=1+1', "Bob;'=1+1"],
  ['Bob\t=1+1', "Bob\t'=1+1"],
  ['Bob\n=1+1', "Bob\n'=1+1"],
  ['Bob\r\n+1', "Bob\r\n'+1"],
  ['Bob; "=1+1&"";y', `Bob; "'=1+1&"";y`],
  ['\n=1+1', "\n'=1+1"],
  ['\t@SUM(1)', "\t'@SUM(1)"],
  ['＝1+1', "'＝1+1"],
  ['＋1', "'＋1"],
  ['－1', "'－1"],
  ['＠x', "'＠x"],
  ['\u200b=1+1', "\u200b'=1+1"],
  ...['\0', '\u0001', '\u001f', '\u007f', '\u0080', '\u034f', '\ufe0f', '\u3164'].map((mark) => [
    `${mark}=1`,
    `${mark}'=1`,
  ]),
  ['+372 5123 4567', "'+372 5123 4567"],
  ['-5', "'-5"],
  ['1+1=2, a-b, me@meadow.example', '1+1=2, a-b, me@meadow.example'],
  ['Kask-Tamm; Mari', 'Kask-Tamm; Mari'],
])('%j is written as %j', async (written, expected) => {
  const csv = await toCsv([{ name: written, address: 'a@b.example' }])
  expect(Papa.parse<string[]>(withoutMark(csv)).data[1]?.[0]).toBe(expected)
  expect(cellsOf(csv).filter((cell) => formula.test(cell))).toEqual([])
})

test('every cell is quoted', async () => {
  expect(await toCsv([{ name: 'a', address: '' }])).toBe('\ufeff"name","address"\r\n"a",""')
})

test('no text is a formula, whichever separator a spreadsheet expects', async () => {
  const dangerous = fc.constantFrom(
    '=',
    '+',
    '-',
    '@',
    '＝',
    '＠',
    ';',
    ',',
    '\t',
    '|',
    '\n',
    '\r',
    '"',
    "'",
    ' ',
    'a',
    '1',
    '\u200b',
  )
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(dangerous, { maxLength: 12 }).map((parts) => parts.join('')),
  )
  await fc.assert(
    fc.asyncProperty(anyText, anyText, async (name, text) => {
      const csv = await toCsv([
        { name, text },
        { name: text, text: name },
      ])
      expect(cellsOf(csv).filter((cell) => formula.test(cell))).toEqual([])
      const read = Papa.parse<string[]>(withoutMark(csv)).data[1] ?? []
      // Nothing is lost but what an apostrophe adds.
      expect(read.map((cell) => cell.replaceAll("'", ''))).toEqual([name, text].map((cell) => cell.replaceAll("'", '')))
    }),
    { numRuns: 5000 },
  )
})

test('a long text takes no time', async () => {
  const start = performance.now()
  await toCsv([{ spaces: ' '.repeat(1_000_000), quotes: '"'.repeat(1_000_000), signs: ' =-'.repeat(300_000) }])
  expect(performance.now() - start).toBeLessThan(2000)
})
