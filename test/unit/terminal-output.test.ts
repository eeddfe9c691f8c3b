import { PassThrough, Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { formatJsonFailure, formatJsonResult } from '../../main/command-line/json-output'
import { LineReader } from '../../main/command-line/line-reader'
import { ProgressLine } from '../../main/command-line/progress-line'
import { formatTable } from '../../main/command-line/text-table'
import { Failure } from '../../main/core/failure'

const unprintable = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const hostile = 'a\u001b[31m\u009b31m\u007f\u202eb\u2066c\u2028d\u{e0041}e\u200df\r\n'

test('columns are aligned by what a terminal shows', () => {
  const rows = ['Marten', '田中太郎', 'ｐａｓｓ', '👩‍👩‍👧 x', 'é'].map((name) => [name, 'x'])
  expect(formatTable(rows)).toEqual(['Marten    x', '田中太郎  x', 'ｐａｓｓ  x', '👩‍👩‍👧 x      x', 'é         x'])
})

test('JSON holds no character that a terminal obeys, and reads back the same', () => {
  const result = { name: hostile, [hostile]: 1 }
  const line = formatJsonResult('status', result)
  expect(line).not.toMatch(unprintable)
  expect(JSON.parse(line).result).toEqual(result)
  expect(formatJsonFailure(new Failure('refused', hostile))).not.toMatch(unprintable)
})

test('a line is read as soon as it is complete, however it arrives', async () => {
  const input = new PassThrough()
  const lines = new LineReader(input)
  input.write('first\r\nsec')
  expect(await lines.next()).toBe('first')
  input.write(Buffer.from([0x6f, 0xc3]))
  input.write(Buffer.from([0xb5, 0x0a, 0x0a]))
  expect(await lines.next()).toBe('secoõ')
  expect(await lines.next()).toBe('')
  input.end('last\rone')
  expect(await lines.next()).toBe('last\rone')
  expect(await lines.next()).toBeNull()
})

test('an endless line is refused, and an input that cannot be read has none', async () => {
  const zeros = new Readable({ read: (size) => zeros.push(Buffer.alloc(size)) })
  await expect(new LineReader(zeros).next()).rejects.toMatchObject({ code: 'invalid-input' })
  zeros.destroy()
  const folder = new Readable({ read: () => folder.destroy(new Error('EISDIR')) })
  expect(await new LineReader(folder).next()).toBeNull()
})

test('progress is one line in a terminal, of no more than its width, and each line once elsewhere', () => {
  const written = (isTerminal: boolean) => {
    let all = ''
    const progress = new ProgressLine((text) => {
      all += text
    }, isTerminal)
    for (const line of ['one', 'one', `two\u001b[31m ${'田'.repeat(100)}`]) progress.show(line)
    progress.end()
    return all
  }
  expect(written(false)).toBe(`one\ntwo [31m ${'田'.repeat(100)}\n`)
  // A terminal of 0 columns, as one without a size says, counts as 80.
  const columns = Object.getOwnPropertyDescriptor(process.stderr, 'columns')
  Object.defineProperty(process.stderr, 'columns', { value: 0, configurable: true })
  expect(written(true)).toBe(`\r\u001b[Kone\r\u001b[Ktwo [31m ${'田'.repeat(35)}\n`)
  Object.defineProperty(process.stderr, 'columns', columns ?? { value: undefined, configurable: true })
})
