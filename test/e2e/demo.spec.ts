import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { chromium, expect, test } from '@playwright/test'
import { liis } from './support/computer'
import { mailServerRows } from './support/smtp-form'

let demo: ChildProcess

test.beforeEach(() => {
  const script = ['--import', 'tsx', 'test/demo/demo.ts', '--remote-debugging-port=0']
  demo = spawn(process.execPath, script, { stdio: ['ignore', 'pipe', 'pipe'] })
})

test.afterEach(async () => {
  demo.kill('SIGINT')
  if (demo.exitCode === null) await once(demo, 'exit')
})

/** The DevTools URL of the demo's app. */
function devToolsUrl(): Promise<string> {
  return new Promise((resolve, reject) => {
    for (const stream of [demo.stdout, demo.stderr]) {
      if (!stream) continue
      createInterface(stream).on('line', (line) => {
        const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
        if (address) resolve(address)
      })
    }
    demo.once('exit', () => reject(new Error('the demo has exited')))
  })
}

test('the demo starts signed in, with two mail servers that pass the check', async () => {
  const browser = await chromium.connectOverCDP(await devToolsUrl())
  const [context] = browser.contexts()
  const page = context?.pages()[0] ?? (await context?.waitForEvent('page'))
  if (!page) throw new Error('no window')
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
  await page.getByRole('button', { name: 'Mail servers' }).click()
  await expect(mailServerRows(page)).toHaveCount(2)
  for (const row of await mailServerRows(page).all()) {
    await row.getByRole('button', { name: /^Check:/ }).click()
    await expect(row).toContainText(/Works( · checked at| from this computer)/)
  }
  await browser.close()
})
