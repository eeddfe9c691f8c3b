import { defineConfig } from '@playwright/test'
import { preferStandIn } from './test/electron-host'
import { allQuirks, type Quirk } from './test/fleep-server/quirks'

// Playwright gets the path of the executable from Electron's package, in this process and in its workers.
preferStandIn()

/** The specs that run again at a server with all quirks: together, they call each endpoint from the window and by commands. */
const harshSpecs = [
  'account',
  'addresses',
  'avatar',
  'data',
  'links',
  'people',
  'smtp/smtp.spec',
  'command-line.spec',
].map((spec) => new RegExp(`test/e2e/${spec}`))
/** Tests in them that ask nothing of Fleep, or nothing else than other tests: framing pictures, and wrong input. */
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
    { name: 'e2e', testDir: 'test/e2e' },
    { name: 'harsh', testDir: 'test/e2e', testMatch: harshSpecs, grepInvert: withoutFleep, use: { quirks: allQuirks } },
  ],
})
