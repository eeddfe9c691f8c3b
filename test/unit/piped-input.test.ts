import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { LineReader } from '../../main/command-line/line-reader'
import { nextPipedLine, standardInput } from '../../main/command-line/piped-input'

const { platform, stdin } = process
const pretend = (system: NodeJS.Platform) => Object.defineProperty(process, 'platform', { value: system })
afterEach(() => {
  pretend(platform)
  Object.defineProperty(process, 'stdin', { value: stdin })
})

test('on Windows, where Electron replaces the standard input, a pipe is read by its descriptor', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'input-'))
  const file = join(folder, 'input')
  writeFileSync(file, 'correct horse\r\n123456\r\n')
  const descriptor = openSync(file, 'r')
  pretend('win32')
  const lines = new LineReader(standardInput(descriptor))
  expect([await lines.next(), await lines.next(), await lines.next()]).toEqual(['correct horse', '123456', null])
  closeSync(descriptor)
  rmSync(folder, { recursive: true })
  // A program with a window that was started in a console has no such descriptor.
  expect(await new LineReader(standardInput(2 ** 20)).next()).toBeNull()
  pretend('linux')
  expect(standardInput()).toBe(process.stdin)
})

test('an input without a line says so, and on Windows what works there', async () => {
  const { PassThrough } = await import('node:stream')
  Object.defineProperty(process, 'stdin', { value: new PassThrough().end() })
  await expect(nextPipedLine('Nothing.')).rejects.toMatchObject({ code: 'invalid-input', message: 'Nothing.' })
  pretend('win32')
  await expect(nextPipedLine('Nothing.')).rejects.toMatchObject({
    message: 'Nothing. On Windows, send it through a pipe, or use the window: commands have the same session.',
  })
})
