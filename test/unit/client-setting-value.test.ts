import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../contract'
import { formatValue, parseValue } from '../../renderer/panels/account/client-setting-value'

test.each<[Json, string]>([
  ['dark', 'dark'],
  ['true', '"true"'],
  ['3', '"3"'],
  [' padded ', '" padded "'],
  [true, 'true'],
  [3, '3'],
  [{ a: [1] }, '{"a":[1]}'],
  ['', ''],
])('%j is typed as %s', (value, typed) => {
  expect(formatValue(value)).toBe(typed)
  expect(parseValue(typed)).toEqual(value)
})

test('every value survives being shown and read again', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // JSON itself has no -0.
      const json = JSON.parse(JSON.stringify(value)) as Json
      expect(parseValue(formatValue(json).trim())).toEqual(json)
    }),
  )
})
