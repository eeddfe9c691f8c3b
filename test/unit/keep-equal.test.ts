import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keepEqual } from '../../renderer/keep-equal'

test('an equal value keeps its identity', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (before) => {
      expect(keepEqual(before, structuredClone(before))).toBe(before)
    }),
  )
})

test('the result equals the new value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      expect(keepEqual(before, structuredClone(after))).toStrictEqual(after)
    }),
  )
})

test('the unchanged items of a list keep their identity', () => {
  const before = [
    { id: 'a', tags: ['x'] },
    { id: 'b', tags: ['y'] },
  ]
  const after = keepEqual(before, [
    { id: 'a', tags: ['x', 'z'] },
    { id: 'b', tags: ['y'] },
  ])
  expect(after).toEqual([
    { id: 'a', tags: ['x', 'z'] },
    { id: 'b', tags: ['y'] },
  ])
  expect(after[0]).not.toBe(before[0])
  expect(after[1]).toBe(before[1])
})

test('a shorter or longer list is a new list with the same items', () => {
  const before = [{ id: 'a' }, { id: 'b' }]
  const shorter = keepEqual(before, [{ id: 'a' }])
  expect(shorter).toEqual([{ id: 'a' }])
  expect(shorter[0]).toBe(before[0])
  const longer = keepEqual(shorter, [{ id: 'a' }, { id: 'b' }])
  expect(longer).toHaveLength(2)
  expect(longer[0]).toBe(before[0])
})
