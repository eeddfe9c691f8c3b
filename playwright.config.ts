import { defineConfig } from '@playwright/test'
import { endpointTests } from './test/e2e/support/endpoint-tests'
import { preferStandIn } from './test/electron-host'
import type { Quirk } from './test/fleep-server/quirks'

// Playwright gets the path of the executable from Electron's package, in this process and in its workers.
preferStandIn()

const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
/** Matches the test of each endpoint: its project, file and title. */
const ofEndpoints = endpointTests().map(({ file, title }) => new RegExp(`${literally(file)} ${literally(title)}$`))

export default defineConfig<{ quirks: readonly Quirk[] }>({
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // Two cores are not busy with two: tests wait for processes to start and to end, and for time-outs.
  workers: 3,
  timeout: 60_000,
  expect: {
    timeout: 15_000,
    toHaveScreenshot: {
      // To replace the pictures, run `npx playwright test looks --update-snapshots`, and look at them.
      pathTemplate: 'test/e2e/looks/{arg}{ext}',
      // Versions of Chromium draw edges differently. A control that moved differs by more than this.
      maxDiffPixelRatio: 0.001,
      threshold: 0.25,
      animations: 'disabled',
      caret: 'hide',
    },
  },
  // Other snapshots are beside their tests.
  snapshotPathTemplate: '{testDir}/{testFileDir}/{arg}{ext}',
  reporter: process.env.CI ? [['dot'], ['json', { outputFile: 'test-results/e2e.json' }]] : [['list']],
  outputDir: 'test-results/e2e',
  projects: [
    { name: 'stand-in', testDir: 'test/electron-stand-in' },
    { name: 'packed', testDir: 'test/packed' },
    { name: 'installed', testDir: 'test/installed' },
    // At a server with all quirks of test/fleep-server/quirks.ts.
    { name: 'e2e', testDir: 'test/e2e' },
    // The tests that together call every endpoint, at a server that answers as Fleep's documentation says.
    {
      name: 'documented',
      testDir: 'test/e2e',
      grep: ofEndpoints,
      use: { quirks: [] },
    },
  ],
})
