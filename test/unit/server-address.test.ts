import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Failure } from '../../main/core/failure'
import { parseServerAddress } from '../../main/fleep/server-address'

test.each([
  ['https://fleep.io', 'https://fleep.io'],
  [' fleep.io/ ', 'https://fleep.io'],
  ['FLEEP.io:8443', 'https://fleep.io:8443'],
  ['http://127.0.0.1:8099', 'http://127.0.0.1:8099'],
  ['http://localhost:1/', 'http://localhost:1'],
  ['http://[::1]:2', 'http://[::1]:2'],
])('%s gives the origin %s', (input, origin) => {
  expect(parseServerAddress(input)).toBe(origin)
})

test.each([
  'http://fleep.io',
  'http://127.0.0.1.evil.example',
  'ftp://fleep.io',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'https://me:secret@fleep.io',
  'https://fleep.io/api',
  'https://fleep.io?x',
  'https://',
  '',
  'two words',
])('%j is refused, with the name of the field', (input) => {
  expect(() => parseServerAddress(input)).toThrow(expect.objectContaining({ code: 'invalid-input', field: 'server' }))
})

test.each([
  ['htps://fleep.io', 'https://fleep.io'],
  ['HTPS://Fleep.io', 'https://fleep.io'],
  ['htpps://fleep.io', 'https://fleep.io'],
  ['htttps://fleep.io', 'https://fleep.io'],
  ['ttps://fleep.io', 'https://fleep.io'],
  ['hptts://fleep.io', 'https://fleep.io'],
  ['httpd://fleep.io', 'https://fleep.io'],
  ['https//fleep.io', 'https://fleep.io'],
  ['https:/fleep.io', 'https://fleep.io'],
  ['https:fleep.io', 'https://fleep.io'],
  ['https;//fleep.io', 'https://fleep.io'],
  ['https:\\\\fleep.io', 'https://fleep.io'],
  ['https:///fleep.io', 'https://fleep.io'],
  ['htps://fleep.io:8443/api?ticket=secret', 'https://fleep.io:8443'],
  ['htps://me:secret@fleep.io', 'https://fleep.io'],
])('%s is a slip of %s', (input, meant) => {
  expect(() => parseServerAddress(input)).toThrow(
    expect.objectContaining({ code: 'invalid-input', field: 'server', message: `Did you mean ${meant}?` }),
  )
})

test.each([
  ['ftp://fleep.io', 'Use an https:// address. Others aren’t safe for a password.'],
  ['smtp://fleep.io', 'Use an https:// address. Others aren’t safe for a password.'],
  ['ws://fleep.io', 'Use an https:// address. Others aren’t safe for a password.'],
  ['htps://', 'Use an https:// address. Others aren’t safe for a password.'],
  ['https://fleep.io/api', 'Enter only the server, like https://fleep.io, without a path.'],
])('%s is no slip', (input, message) => {
  expect(() => parseServerAddress(input)).toThrow(expect.objectContaining({ message }))
})

test('a name that looks a little like https is a name', () => {
  expect(parseServerAddress('host:8099')).toBe('https://host:8099')
  expect(parseServerAddress('that:8099')).toBe('https://that:8099')
  expect(parseServerAddress('https.example')).toBe('https://https.example')
  expect(parseServerAddress('http.example:1')).toBe('https://http.example:1')
})

test('any input gives a safe origin or a Failure', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain()), (input) => {
      try {
        expect(parseServerAddress(input)).toMatch(/^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$))/)
      } catch (reason) {
        expect(reason).toBeInstanceOf(Failure)
      }
    }),
  )
})
