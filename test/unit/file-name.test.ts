import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeFileName } from '../../main/core/file-name'

const nameOf = (name: string) => safeFileName(name, 'fleep-history')

test.each([
  ['history.zip', 'history.zip'],
  ['/etc/../passwd', 'passwd'],
  ['C:\\Users\\x\\a.zip', 'a.zip'],
  ['.hidden', 'hidden'],
  ['..', 'fleep-history'],
  ['', 'fleep-history'],
  ['\u200b\u202e', 'fleep-history'],
  ['a\u0000b\nc\u202Egpj.exe', 'abcgpj.exe'],
  ['\ud83dhalf.zip', 'half.zip'],
  ['what? <a|b>: "c"*.zip', 'what ab c.zip'],
  ['x.', 'x'],
  ['x ', 'x'],
  ['x. . .', 'x'],
  ['x .zip', 'x.zip'],
  ['CON', '_CON'],
  ['con.', '_con'],
  ['nul.zip', '_nul.zip'],
  ['NUL .tar.gz', '_NUL .tar.gz'],
  ['COM¹.zip', '_COM¹.zip'],
  ['lpt9', '_lpt9'],
  ['CONOUT$', '_CONOUT$'],
  ['console.zip', 'console.zip'],
  ['com10.zip', 'com10.zip'],
  ['No extension: 3. Mai', 'No extension 3. Mai'],
])('%j becomes %j', (name, expected) => {
  expect(nameOf(name)).toBe(expected)
})

test.each([
  ['日'.repeat(90), '.zip'],
  ['я'.repeat(130), '.html'],
  ['x'.repeat(5000), '.zip'],
  ['👩‍👩‍👧‍👦'.repeat(60), '.zip'],
])('a long name keeps its extension and whole characters, and has room for what is added', (stem, extension) => {
  const name = nameOf(stem + extension)
  expect(name.endsWith(extension)).toBe(true)
  expect(Buffer.byteLength(name)).toBeGreaterThan(100)
  expect(name).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/)
  const folder = mkdtempSync(join(tmpdir(), 'names-'))
  const longest = join(folder, `${name.replace(extension, '')} (1)${extension}.0123456789abcdef.part.tag`)
  writeFileSync(longest, '')
  expect(existsSync(longest)).toBe(true)
  rmSync(folder, { recursive: true })
})

test('a letter is not cut from its accents', () => {
  const name = nameOf(`${'ab\u0301\u0323'.repeat(200)}.zip`)
  expect(name).toMatch(/^(ab\u0323\u0301|aḅ́)+a?\.zip$/u)
})

test('any name is one that every system takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'names-'))
  const anyName = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc
      .array(fc.constantFrom('con', 'nul', 'COM1', 'lpt²', '.', ' ', '/', '日', '.zip', '\u202e', '\ud83d', 'a'))
      .map((all) => all.join('')),
  )
  fc.assert(
    fc.property(anyName, (name) => {
      const safe = nameOf(name)
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(220)
      expect(safe).not.toMatch(/^[.\s]|[.\s]$|[/\\<>:"|?*\p{Cc}\p{Cf}\p{Cs}]/u)
      expect(safe).not.toMatch(/^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i)
      // The same name again.
      expect(nameOf(safe)).toBe(safe)
      writeFileSync(join(folder, safe), '')
      expect(readdirSync(folder)).toEqual([safe])
      rmSync(join(folder, safe))
    }),
    { numRuns: 2000 },
  )
  rmSync(folder, { recursive: true })
})
