import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { AppState } from '../../contract'
import { type Computer, expect, liis, openThisApp, readState, test } from './support/app'

/** Sends the window values that the main process never sends: only they show what a panel does that throws. */
function show(computer: Computer, changes: { [Key in keyof AppState]?: unknown }): Promise<void> {
  return computer.app.evaluate(
    ({ BrowserWindow }, sent) => BrowserWindow.getAllWindows()[0]?.webContents.send('fleep-settings:changes', sent),
    changes,
  )
}

const open = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const sentence = 'Something went wrong, so this page can’t be shown. The other pages still work.'

test('one absurd date takes one panel, which says so, and the rest goes on', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await open(page, 'Your data')
  await page.getByLabel('Conversation', { exact: true }).selectOption('Harvest festival')
  const section = page.getByRole('region', { name: 'Pins and tasks' })
  await section.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByRole('listitem')).toHaveCount(3)
  const { board } = await readState(page)
  const items = board?.items.map((item) => ({ ...item, postedAt: 1e300 }))
  await show(computer, { board: { ...board, items } })

  const panel = page.getByRole('main')
  await expect(panel.getByRole('alert')).toContainText(sentence)
  await expect(panel.getByRole('heading', { level: 1 })).toHaveText('Your data')
  for (const [name, heading] of [
    ['Mail servers', 'Mail servers'],
    ['Account', 'Account'],
    ['This app', 'This app'],
  ] as const) {
    await open(page, name)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
    await expect(page.getByText(sentence)).toBeHidden()
  }
  await open(page, 'Account')
  await page.getByRole('switch', { name: 'Full privacy' }).click()
  await expect.poll(() => computer.server.inputsOf('account/configure').length).toBe(1)

  await open(page, 'Your data')
  await expect(panel.getByRole('alert')).toContainText(sentence)
  // What has just appeared takes no click.
  await page.mouse.move(1, 1)
  await panel.getByRole('button', { name: 'Diagnostics' }).click()
  const report = page.getByRole('dialog').getByRole('textbox')
  await expect(report).toHaveValue(/a defect: RangeError at /)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await show(computer, { board })
  await page.mouse.move(2, 2)
  await panel.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('listitem')).toHaveCount(3)
  await expect(page.getByText(sentence)).toBeHidden()
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false)
  const log = await readFile(join(computer.dataFolder, 'logs', 'main.log'), 'utf8')
  expect(log).toContain('RangeError')
})

for (const [name, changes] of [
  ['Mail servers', { mailServers: [{ id: 7 }] }],
  ['People', { people: [{}] }],
  ['This app', { update: { kind: 'none', checkedAt: 1e300 } }],
] as const) {
  test(`${name}: a panel that throws as it opens leaves the others`, async ({ computer }) => {
    const page = await computer.startSignedIn(liis)
    const before = await readState(page)
    await open(page, name)
    await page.getByRole('heading', { level: 1, name }).waitFor()
    // The list that the panel loads would replace the absurd one.
    if (name === 'Mail servers') await expect.poll(async () => (await readState(page)).mailServers).not.toBeNull()
    await show(computer, changes)
    await expect(page.getByRole('main').getByRole('alert')).toContainText(sentence)
    await open(page, 'Account')
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
    await open(page, name)
    await expect(page.getByRole('main').getByRole('alert')).toContainText(sentence)
    await show(computer, before)
    await page.mouse.move(1, 1)
    await page.getByRole('main').getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText(sentence)).toBeHidden()
  })
}

test('a message, a dialog and the name in the sidebar that throw leave the panels', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const before = await readState(page)
  await show(computer, { connection: { online: false, since: 1e300, explanation: '' } })
  const messages = page.getByRole('complementary', { name: 'Messages' })
  await expect(messages).toContainText('Something went wrong, so this can’t be shown.')
  await show(computer, { connection: before.connection })
  await expect(page.getByText('Something went wrong')).toBeHidden()

  await open(page, 'Your data')
  await show(computer, { profile: { name: 'x.json', accountEmail: '', isOtherAccount: false, changes: null } })
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Something went wrong')
  await page.mouse.move(1, 1)
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your data')

  await openThisApp(page)
  await show(computer, { account: { ...before.account, displayName: 7 } })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This app')
  await page.getByRole('button', { name: 'Mail servers', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mail servers')
})

test('a panel whose script cannot be loaded says so, and loads with the next try', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await computer.app.evaluate(({ app, protocol }) => {
    const { readFile } = process.getBuiltinModule('node:fs/promises')
    let isBroken = true
    // Electron lets a scheme be handled once.
    if ('unhandle' in protocol) protocol.unhandle('app')
    protocol.handle('app', async ({ url }) => {
      const { pathname } = new URL(url)
      if (isBroken && pathname.includes('people-panel')) {
        isBroken = false
        return new Response('Not found', { status: 404 })
      }
      const file = await readFile(`${app.getAppPath()}/out/renderer${pathname}`)
      return new Response(new Uint8Array(file), { headers: { 'content-type': 'text/javascript' } })
    })
  })
  await open(page, 'People')
  const alert = page.getByRole('main').getByRole('alert')
  await expect(alert).toContainText(sentence)
  await page.mouse.move(1, 1)
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByLabel('Email addresses or Fleep IDs')).toBeVisible()
})

test('the page cannot write what it likes into the log', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.evaluate(() => {
    const places = [
      '    at ok (app://settings/index.js:1:2)',
      '    at \u001b[31m red',
      'at x secret words of mine',
      'free text',
    ]
    return window.fleepSettings.run('app.reportDefect', { name: 'My own <name>', places })
  })
  const result = await page.evaluate(() => window.fleepSettings.run('app.showDiagnostics', {}))
  const text = result.ok ? (result.value as { text: string }).text : ''
  expect(text).toMatch(/a defect: Error at ok/)
  const log = await readFile(join(computer.dataFolder, 'logs', 'main.log'), 'utf8')
  expect(log).toContain('at ok')
  expect(log).not.toMatch(/red|secret words|free text|My own/)
})
