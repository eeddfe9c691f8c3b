import { defineConfig } from '@playwright/test'
import { preferStandIn } from './test/electron-host'

// Playwright asks Electron's package for the executable, in this process and in its workers.
preferStandIn()

export default defineConfig({
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: process.env.CI ? [['dot'], ['json', { outputFile: 'test-results/e2e.json' }]] : [['list']],
  outputDir: 'test-results/e2e',
  projects: [
    { name: 'stand-in', testDir: 'test/electron-stand-in' },
    { name: 'packed', testDir: 'test/packed' },
    { name: 'e2e', testDir: 'test/e2e' },
  ],
})
