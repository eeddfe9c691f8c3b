import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig } from '@playwright/test'

// Playwright asks Electron's package for the executable, in this process and in its workers.
if (!existsSync('node_modules/electron/path.txt')) {
  process.env.ELECTRON_OVERRIDE_DIST_PATH ??= resolve('out/electron-stand-in')
}

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
    { name: 'e2e', testDir: 'test/e2e' },
  ],
})
