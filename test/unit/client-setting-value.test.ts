import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../contract'
import { formatValue, parseValue } from '../../contract/client-setting-value'

test.each<[Json, string]>([
  ['dark', 'dark'],
  ['true', '"true"'],
  ['3', '"3"'],
  [' padded ', '" padded "'],
  [true, 'true'],
  [3, '3'],
  [{ a: [1] }, '{"a":[1]}'],
  ['', ''],
])('%j is shown as %s and parsed back', (value, text) => {
  expect(formatValue(value)).toBe(text)
  expect(parseValue(text)).toEqual(value)
})

test('every JSON value is unchanged after writing and reading it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // JSON has no -0.
      const json = JSON.parse(JSON.stringify(value)) as Json
      expect(parseValue(formatValue(json).trim())).toEqual(json)
    }),
  )
})

test.each(['{bad json', '[1, 2', ' {"a": 1,}', '{}}'])(
  '%j is refused, since it starts like an object or a list',
  (typed) => {
    expect(parseValue(typed)).toBeUndefined()
  },
)

test('text that starts like JSON is shown with quotation marks, so that it stays text', () => {
  expect(formatValue('{bad json')).toBe('"{bad json"')
  expect(parseValue('"{bad json"')).toBe('{bad json')
})
