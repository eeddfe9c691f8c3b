import { expect, test } from 'vitest'
import { execLine } from '../../main/electron/exec-line'

/** Reads the line as the Desktop Entry Specification says: the value's escapes, the quotes, and then the field codes. */
function commandOf(line: string): string[] {
  const escapes: Record<string, string> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' }
  const value = line.replace(/^Exec=/, '').replace(/\\(.)/gs, (all, character) => escapes[character] ?? all)
  const parts = [...value.matchAll(/"((?:[^"\\]|\\.)*)"(?: |$)/gs)].map(([, part = '']) => part)
  return parts.map((part) =>
    part.replace(/\\(["`$\\])/g, '$1').replace(/%(.)/g, (_all, code) => (code === '%' ? '%' : '?')),
  )
}

test.each([
  '/opt/Fleep Settings/fleep-settings',
  '/home/me/100%/50%U/%%/fleep.AppImage',
  '/home/me/a"b/c$d/e`f/g\\h/fleep',
  '/home/me/\\n/\\\\s/fleep',
  '/home/me/new\nline\ttab/fleep',
  '/home/me/日本/ä/fleep',
])('the program %s is started from its own path', (program) => {
  const line = execLine([program, '--hidden'])
  expect(line).not.toMatch(/[\n\r\t]/)
  const command = commandOf(line)
  expect(command[0] === '/usr/bin/env' ? command.slice(1) : command).toEqual([program, '--hidden'])
})

test('a percent sign is written twice', () => {
  expect(execLine(['/opt/fleep', '/home/100%/app'])).toBe('Exec="/opt/fleep" "/home/100%%/app"')
  // For GLib.
  expect(execLine(['/home/100%/fleep'])).toBe('Exec="/usr/bin/env" "/home/100%%/fleep"')
})
