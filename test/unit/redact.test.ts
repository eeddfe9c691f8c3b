import fc from 'fast-check'
import { expect, test } from 'vitest'
import { redact } from '../../main/core/redact'

const hidden = '•••'

test.each([
  [null, null],
  [undefined, undefined],
  [42, 42],
  ['plain words', 'plain words'],
  [{ password: 'canary' }, { password: hidden }],
  [
    { old_password: 'canary', smtpPassword: { deep: 'canary' } },
    { old_password: hidden, smtpPassword: hidden },
  ],
  [
    { ticket: 'canary', tokenId: 'canary', notification_id: 'canary' },
    { ticket: hidden, tokenId: hidden, notification_id: hidden },
  ],
  [
    'https://fleep.io/api/avatar/upload?ticket=canary&_method=PUT',
    `https://fleep.io/api/avatar/upload?ticket=${hidden}&_method=PUT`,
  ],
  ['cookie: token_id=canary; Path=/', `cookie: token_id=${hidden}; Path=/`],
  ['the id 0f8fad5b-d9cb-469f-a165-70867728950e', `the id ${hidden}`],
  ['the ticket 0123456789abcdef0123', `the ticket ${hidden}`],
  ['for liis.tamm@meadow.example, twice', '•••@•••, twice'.replace('•••@•••', 'for •••@•••')],
  [{ list: [{ secret: 'canary' }, 'a@b.example'] }, { list: [{ secret: hidden }, '•••@•••'] }],
  [new Map([['password', 'canary']]), { password: hidden }],
  [new Uint8Array(3), '[3 bytes]'],
  [
    { name: 'smtp.add', code: 'keychain-no-answer' },
    { name: 'smtp.add', code: 'keychain-no-answer' },
  ],
  [{ code: 'ECONNREFUSED' }, { code: 'ECONNREFUSED' }],
  [{ code: 'UND_ERR_HEADERS_TIMEOUT' }, { code: 'UND_ERR_HEADERS_TIMEOUT' }],
  [{ code: '123456' }, { code: hidden }],
  [{ code: 'ABC-DEF' }, { code: hidden }],
  [{ code: 'abc-def' }, { code: hidden }],
  [{ registration_code: 'refused' }, { registration_code: hidden }],
])('%j is redacted to %j', (value, redacted) => {
  expect(redact(value)).toEqual(redacted)
})

test('errors keep their names and stack traces but no secrets, nested errors too', () => {
  const cause = Object.assign(new Error('for a@b.example'), { ticket: 'canary' })
  const redacted = JSON.stringify(redact(new TypeError('https://fleep.io/?ticket=canary', { cause })))
  expect(redacted).toContain('TypeError')
  expect(redacted).toContain('redact.test.ts')
  expect(redacted).not.toContain('canary')
  expect(redacted).not.toContain('a@b.example')
})

test('a circular reference is cut off', () => {
  const circular: Record<string, unknown> = { password: 'canary' }
  circular.again = circular
  expect(redact(circular)).toEqual({ password: hidden, again: '…' })
})

test('a secret is redacted by its name, however deep it is', () => {
  const name = fc.constantFrom('password', 'ticket', 'token_id', 'Cookie', 'smtp_password', 'confirm_id', 'code')
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'list', 'input'), { maxLength: 6 }), name, (path, secret) => {
      const value = path.reduce<unknown>((inner, key) => (key === 'list' ? [inner] : { [key]: inner }), {
        [secret]: 'the canary',
      })
      expect(JSON.stringify(redact(value))).not.toContain('canary')
    }),
  )
})
