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
    // Each keychain test has its own D-Bus session in its environment, which a thread could not have.
    pool: 'forks',
  },
})
