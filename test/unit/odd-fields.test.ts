import { describe, expect, test } from 'vitest'
import { contactInfo, mergeContact } from '../../main/fleep/records'

const record = {
  account_id: '2b1e8a2e-0000-4000-8000-000000000001',
  email: 'liis.tamm@meadow.example',
  display_name: 'Liis Tamm',
  phone_nr: '+372 5555 0101',
  mk_email_interval: 'daily',
  is_full_privacy: true,
  is_newsletter_disabled: true,
  is_automute_enabled: false,
  fleep_address: 'liis.tamm',
  has_password: false,
  client_settings: '{"theme":"dark"}',
  client_flags: ['a', 'b'],
  avatar_urls: '{"size_50":"/a"}',
}
const read = (sent: object) => mergeContact(null, contactInfo.parse(sent))

describe('the same value in another encoding is understood:', () => {
  test.each([
    ['is_full_privacy', ['true', 'True', '1', 1]],
    ['is_automute_enabled', ['false', '0', 0]],
    ['client_settings', [{ theme: 'dark' }]],
    ['client_flags', ['["a","b"]']],
    ['avatar_urls', [{ size_50: '/a' }]],
  ] as const)('%s', (field, encodings) => {
    for (const sent of encodings) expect(read({ ...record, [field]: sent })).toEqual(read(record))
  })

  test('a number where text is documented', () => {
    expect(read({ ...record, account_id: 17, phone_nr: 5 })).toMatchObject({ id: '17', phoneNumber: '5' })
  })
})

test('a field of any other JSON value leaves the rest readable, and itself as it was', () => {
  const known = read(record)
  const odd = [
    {},
    [],
    { toString: 1, valueOf: null },
    JSON.parse('{"__proto__":1}'),
    { a: [1] },
    [null],
    'maybe',
    2,
    -1,
    '1e400',
    '{',
    true,
  ]
  for (const field of Object.keys(record).filter((name) => name !== 'account_id')) {
    for (const sent of odd) {
      const merged = mergeContact(known, contactInfo.parse({ ...record, [field]: sent }))
      const differing = Object.entries(merged).filter(
        ([name, value]) => JSON.stringify(value) !== JSON.stringify(known[name as keyof typeof known]),
      )
      expect(differing.length, `${field} is ${JSON.stringify(sent)}`).toBeLessThanOrEqual(1)
    }
  }
})
