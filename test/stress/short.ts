import { expect, test } from 'vitest'
import { areas } from './areas'

/** In milliseconds. On two busy cores, an area takes several times as long as alone. */
const timeout = 600_000

/** A tenth of the cases, the same in every run. `npm run test:trust` runs all. */
const short = { isFull: false, seed: 1 }

/** In how many files the areas are tested, so that they run beside each other. */
const files = 3

/** Tests every third area. @param file from 0 */
export function testAreas(file: number): void {
  const own = areas.filter((_area, index) => index % files === file)
  test.each(own)('a tenth of the stress tests passes: $name', { timeout }, async (area) => {
    const { cases, failures } = await area.run(short)
    expect(failures).toEqual([])
    // The processes of another system than Linux are not killed.
    if (area.name !== 'kills' || process.platform === 'linux') expect(cases).toBeGreaterThan(0)
  })
}
