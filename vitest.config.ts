import { defineConfig } from 'vitest/config'
import { preferStandIn } from './test/electron-host'

preferStandIn()

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
    // Each keychain test has the address of its own D-Bus session in its environment. Threads would share one environment.
    pool: 'forks',
  },
})
