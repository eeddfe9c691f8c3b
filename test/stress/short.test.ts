import { expect, test } from 'vitest'
import { areas } from './areas'

/** A tenth of the cases, the same in every run. `npm run test:trust` runs all. */
const short = { isFull: false, seed: 1 }

test.each(areas)('a tenth of the stress tests passes: $name', { timeout: 180_000 }, async (area) => {
  const { cases, failures } = await area.run(short)
  expect(failures).toEqual([])
  expect(cases).toBeGreaterThan(0)
})
