import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readChosenFile } from '../../main/core/read-chosen-file'

test('a file is read with its name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chosen-'))
  writeFileSync(join(folder, 'team.json'), '{}')
  expect(await readChosenFile(join(folder, 'team.json'))).toEqual({
    name: 'team.json',
    bytes: new Uint8Array([123, 125]),
  })
  rmSync(folder, { recursive: true })
})

test.each([
  ['a folder', tmpdir(), 'is a folder'],
  ['a missing file', join(tmpdir(), 'no such file'), 'read'],
])('%s is refused with a message', async (_name, path, message) => {
  const failure = { code: 'invalid-input', message: expect.stringContaining(message) }
  await expect(readChosenFile(path)).rejects.toMatchObject(failure)
})

test.skipIf(process.platform === 'win32')('a file without an end is not read to its end', async () => {
  await expect(readChosenFile('/dev/zero')).rejects.toMatchObject({ code: 'invalid-input' })
})
