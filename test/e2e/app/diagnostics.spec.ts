import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Computer, expect, liis, openThisApp, serverAccount, test } from '../support/app'
import { answerNextDialog, dialogCount, readClipboard } from '../support/electron-record'

const readLog = (computer: Computer) => readFile(join(computer.dataFolder, 'logs/main.log'), 'utf8').catch(() => '')

test('diagnostics show the last errors and nothing personal, and are copied only on request', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.planFault('account/configure', { kind: 'status', status: 431 })
  await page.getByRole('switch', { name: 'Full privacy' }).click()
  await expect(page.getByText('Planned failure')).toBeVisible()
  await openThisApp(page)
  await page.getByRole('button', { name: 'View…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Diagnostics' })
  const textField = dialog.getByLabel('Diagnostics')
  await expect(textField).toHaveValue(/^Fleep Settings \d+\.\d+\.\d+\n/)
  const text = await textField.inputValue()
  expect(text).toContain('account.change: refused')
  expect(text).toContain('Session: signed-in, online, another server')
  for (const privateText of [
    liis.email,
    liis.displayName,
    computer.server.url,
    computer.home,
    serverAccount(computer, liis).id,
  ]) {
    expect(text).not.toContain(privateText)
  }
  expect(await readClipboard(computer)).toBe('')
  await dialog.getByRole('button', { name: 'Copy' }).click()
  await expect.poll(() => readClipboard(computer)).toBe(text)
})

test('the log names the failed command, without personal data', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const body = JSON.stringify({ error_message: `Not for ${liis.email}` })
  computer.server.planFault('account/configure', { kind: 'status', status: 431, body })
  await page.getByRole('switch', { name: 'Full privacy' }).click()
  await expect(page.getByText('Not for')).toBeVisible()
  await expect.poll(() => readLog(computer)).toContain('account.change')
  expect(await readLog(computer)).toContain('start')
  expect(await readLog(computer)).not.toContain(liis.email)
})

test('an uncaught exception is logged, and the app can continue', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await answerNextDialog(computer, 1)
  await computer.app.evaluate(() => {
    setTimeout(() => {
      throw new RangeError(`of ${'liis.tamm@meadow.example'}`)
    })
  })
  await expect.poll(() => dialogCount(computer)).toBe(1)
  await expect.poll(() => readLog(computer)).toContain('RangeError')
  expect(await readLog(computer)).not.toContain(liis.email)
  await page.getByRole('switch', { name: 'Full privacy' }).click()
  await expect(page.getByText('Saved')).toBeVisible()
})

test('"Restart" after a defect starts the AppImage again, with its window and without its link', async ({
  computer,
}) => {
  test.skip(process.platform !== 'linux', 'an AppImage')
  const appImage = join(computer.home, 'Fleep-Settings.AppImage')
  const arguments_ = join(computer.home, 'arguments')
  await writeFile(appImage, `#!/bin/sh\nprintf '%s\\n' "$@" > '${arguments_}'\n`)
  await chmod(appImage, 0o755)
  computer.extraEnv = { APPIMAGE: appImage }
  await computer.launch('--hidden', 'fleep-settings:open')
  await answerNextDialog(computer, 0)
  await computer.waitForExit(() =>
    computer.app.evaluate(() => {
      setTimeout(() => {
        throw new RangeError('broken')
      })
    }),
  )
  const started = () => readFile(arguments_, 'utf8').catch(() => '')
  await expect.poll(started).toContain('--server=')
  expect(await started()).not.toMatch(/--hidden|fleep-settings:/)
})

test('a crashed window is reopened, without what was asked of it before', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await computer.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('diagnostics')?.click())
  await expect(page.getByRole('dialog')).toBeVisible()
  await answerNextDialog(computer, 0)
  const devTools = await page.context().newCDPSession(page)
  void devTools.send('Page.crash').catch(() => undefined)
  await expect.poll(() => dialogCount(computer)).toBe(1)
  const title = () =>
    computer.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.querySelector("h1")?.textContent'),
    )
  await expect.poll(() => title().catch(() => '')).toBe('Account')
  const dialogs = await computer.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.querySelectorAll("dialog").length'),
  )
  expect(dialogs).toBe(0)
})
