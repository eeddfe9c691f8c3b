import { expect, test } from 'vitest'
import { areas } from './areas'

/** In milliseconds. On two busy cores, an area takes several times as long as alone. */
const timeout = 600_000

/** A tenth of the cases, the same in every run. `npm run test:trust` runs all. */
const short = { isFull: false, seed: 1 }

test.each(areas)('a tenth of the stress tests passes: $name', { timeout }, async (area) => {
  const { cases, failures } = await area.run(short)
  expect(failures).toEqual([])
  expect(cases).toBeGreaterThan(0)
})
