import { defineConfig } from '@playwright/test'
import { documentedSpecs } from './test/e2e/support/documented-specs'
import { preferStandIn } from './test/electron-host'
import type { Quirk } from './test/fleep-server/quirks'

// Playwright gets the path of the executable from Electron's package, in this process and in its workers.
preferStandIn()

/** Tests in them that ask nothing of Fleep: framing pictures, and wrong input. */
const withoutFleep =
  /framing|enlarged|own pixels|in its frame|wheel zooms|metadata|detected|unusable|dragged|refused|cleaned|without a keyring/

export default defineConfig<{ quirks: readonly Quirk[] }>({
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
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
    // At a server with all quirks of test/fleep-server/quirks.ts.
    { name: 'e2e', testDir: 'test/e2e' },
    {
      name: 'documented',
      testDir: 'test/e2e',
      testMatch: documentedSpecs().map((file) => `test/e2e/${file}`),
      grepInvert: withoutFleep,
      use: { quirks: [] },
    },
  ],
})
