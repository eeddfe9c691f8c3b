import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../contract'
import { readValue, writeValue } from '../../renderer/panels/account/client-setting-value'

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
  expect(writeValue(value)).toBe(typed)
  expect(readValue(typed)).toEqual(value)
})

test('every value survives being shown and read again', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // JSON itself has no -0.
      const json = JSON.parse(JSON.stringify(value)) as Json
      expect(readValue(writeValue(json).trim())).toEqual(json)
    }),
  )
})
