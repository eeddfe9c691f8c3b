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
