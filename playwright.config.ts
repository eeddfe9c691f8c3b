import { defineConfig } from '@playwright/test'
import { preferStandIn } from './test/electron-host'

// Playwright asks Electron's package for the executable, in this process and in its workers.
preferStandIn()

export default defineConfig({
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  timeout: 60_000,
  expect: {
    timeout: 15_000,
    // Another version of Chromium smooths an edge otherwise; a control that moved is more than this.
    toHaveScreenshot: { maxDiffPixelRatio: 0.001, threshold: 0.25, animations: 'disabled', caret: 'hide' },
  },
  // Approved anew by `npx playwright test looks --update-snapshots`, and then looked at.
  snapshotPathTemplate: 'test/e2e/looks/{arg}{ext}',
  reporter: process.env.CI ? [['dot'], ['json', { outputFile: 'test-results/e2e.json' }]] : [['list']],
  outputDir: 'test-results/e2e',
  projects: [
    { name: 'stand-in', testDir: 'test/electron-stand-in' },
    { name: 'packed', testDir: 'test/packed' },
    { name: 'e2e', testDir: 'test/e2e' },
  ],
})
