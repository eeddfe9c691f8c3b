import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { preferStandIn } from './test/electron-host'

preferStandIn()

/** The stress tests take longest, so the other files run beside them. By itself, vitest begins with the largest file. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => moduleId.includes('/test/stress/')
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    include: [
      'test/unit/**/*.test.ts',
      'test/keychain/*.test.ts',
      'test/fleep-server/*.test.ts',
      'test/mail/*.test.ts',
      'test/stress/*.test.ts',
    ],
    testTimeout: 20_000,
    // Many tests wait for time-outs and processes. By itself, vitest uses one of two cores.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    // Each keychain test has the address of its own D-Bus session in its environment. Threads would share one environment.
    pool: 'forks',
  },
})
