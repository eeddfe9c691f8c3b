import { expect, test } from 'vitest'
import { initialState } from '../../contract/initial-state'
import { Store } from '../../main/core/store'

test('a listener that throws is a defect, and the other listeners and the change go on', () => {
  const defects: unknown[] = []
  const store = new Store(initialState, (reason) => defects.push(reason))
  const told: string[] = []
  const broken = new Error('broken')
  store.onChange(() => told.push('first'))
  store.onChange(() => {
    throw broken
  })
  store.onChange(() => told.push('last'))
  store.change({ lastEmail: 'a@b.example' })
  expect(store.state.lastEmail).toBe('a@b.example')
  expect(told).toEqual(['first', 'last'])
  expect(defects).toEqual([broken])
})
