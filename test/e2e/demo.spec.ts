import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { type Browser, chromium, expect, type Page, test } from '@playwright/test'
import { isOnPath, noDisplay, startWayland, startX, type VirtualDisplay } from '../displays'
import { liis } from './support/computer'
import { mailServerRows } from './support/smtp-form'

let demo: ChildProcess | undefined

test.afterEach(async () => {
  if (!demo || demo.exitCode !== null) return
  const ended = once(demo, 'exit')
  demo.kill('SIGINT')
  await ended
})

/** Starts the demo. @param env variables that differ from this process's; empty ones are unset */
function startDemo(env: Record<string, string> = {}): ChildProcess {
  const script = ['--import', 'tsx', 'test/demo/demo.ts', '--remote-debugging-port=0']
  const variables = Object.entries({ ...process.env, ...env }).filter(([, value]) => value !== '')
  demo = spawn(process.execPath, script, { stdio: ['ignore', 'pipe', 'pipe'], env: Object.fromEntries(variables) })
  return demo
}

/** The DevTools URL of the demo's app. */
function devToolsUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface(stream).on('line', (line) => {
        printed += `${line}\n`
        const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
        if (address) resolve(address)
      })
    }
    child.once('exit', (code) => reject(new Error(`the demo has ended with ${code}: ${printed}`)))
  })
}

async function openDemo(env?: Record<string, string>): Promise<{ browser: Browser; page: Page }> {
  const browser = await chromium.connectOverCDP(await devToolsUrl(startDemo(env)))
  const [context] = browser.contexts()
  const page = context?.pages()[0] ?? (await context?.waitForEvent('page'))
  if (!page) throw new Error('no window')
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
  return { browser, page }
}

test('the demo starts signed in, with two mail servers that pass the check', async () => {
  // Starts and stops the keyring, Fleep, two mail servers and the app.
  test.slow()
  const { browser, page } = await openDemo()
  await page.getByRole('button', { name: 'Mail servers' }).click()
  await expect(mailServerRows(page)).toHaveCount(2)
  for (const row of await mailServerRows(page).all()) {
    await row.getByRole('button', { name: /^Check:/ }).click()
    await expect(row).toContainText(/Works( · checked at| from this computer)/)
  }
  await browser.close()
})

const displays: [name: string, program: string, start: () => Promise<VirtualDisplay>][] = [
  ['an X display', 'Xvfb', startX],
  ['a Wayland display', 'weston', startWayland],
]
for (const [name, program, start] of displays) {
  test(`the demo opens its window on ${name}, and ends with it`, async () => {
    test.skip(!isOnPath(program), `needs ${program}`)
    test.slow()
    const display = await start()
    try {
      const { browser, page } = await openDemo(display.env)
      const ended = demo ? once(demo, 'exit') : Promise.reject()
      await page.close()
      expect(await ended).toEqual([0, null])
      await browser.close()
    } finally {
      await display.stop()
    }
  })
}

test('if the app cannot start, the demo ends with its exit code', async () => {
  test.skip(process.platform !== 'linux', 'only Linux has displays that can be missing')
  const [code] = await once(startDemo({ ...noDisplay, WAYLAND_DISPLAY: '/nowhere/wayland-0' }), 'exit')
  expect(code).toBeGreaterThan(0)
})
