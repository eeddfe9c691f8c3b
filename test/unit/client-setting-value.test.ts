import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../contract'
import { commands } from '../../contract'
import { formatValue, parseValue, typedProblem } from '../../contract/client-setting-value'

test.each<[Json, string]>([
  ['dark', 'dark'],
  ['true', '"true"'],
  ['3', '"3"'],
  [' padded ', '" padded "'],
  ['two\nlines', '"two\\nlines"'],
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

test.each([
  ['__proto__', '1', 'name'],
  ['a', '{"__proto__":1}', 'value'],
  ['a', '[{"b":{"__proto__":1}}]', 'value'],
  ['a', '['.repeat(200) + ']'.repeat(200), 'value'],
  ['a', '{', 'value'],
])('what cannot be stored is refused before it is sent, and by the command: %s=%s', (name, typed, field) => {
  const value = parseValue(typed)
  expect(typedProblem(name, value)?.field).toBe(field)
  const { input } = commands['account.changeClientSettings']
  if (value !== undefined) expect(input.safeParse({ changed: { [name]: value } }).success).toBe(false)
})

test('text that starts like JSON is shown with quotation marks, so that it stays text', () => {
  expect(formatValue('{bad json')).toBe('"{bad json"')
  expect(parseValue('"{bad json"')).toBe('{bad json')
})
