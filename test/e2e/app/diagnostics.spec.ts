import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Computer, expect, liis, onServer, test } from '../support/app'

const log = (computer: Computer) => readFile(join(computer.dataFolder, 'logs/main.log'), 'utf8').catch(() => '')
const copied = (computer: Computer) =>
  computer.app.evaluate(() => Reflect.get(globalThis, 'standIn').clipboard as string)

/** Answers the app's next question with the button at this place. */
const willAnswer = (computer: Computer, response: number) =>
  computer.app.evaluate((_electron, answer) => {
    Reflect.get(globalThis, 'standIn').dialogAnswers.push({ response: answer, checkboxChecked: false })
  }, response)
const questions = (computer: Computer) => computer.app.evaluate(() => Reflect.get(globalThis, 'standIn').dialogs.length)

test('diagnostics are shown before they are copied, with the last errors and nothing personal', async ({
  computer,
}) => {
  const page = await computer.startSignedIn(liis)
  computer.server.next('account/configure', { kind: 'status', status: 431 })
  await page.getByRole('switch', { name: 'Full privacy' }).click()
  await expect(page.getByText('Planned failure')).toBeVisible()
  await page.getByRole('button', { name: 'View…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Diagnostics' })
  const shown = dialog.getByLabel('Diagnostics')
  await expect(shown).toHaveValue(/^Fleep Settings \d+\.\d+\.\d+\n/)
  const text = await shown.inputValue()
  expect(text).toContain('account.change: refused')
  expect(text).toContain('Session: signed-in, online, another server')
  for (const personal of [
    liis.email,
    liis.displayName,
    computer.server.url,
    computer.home,
    onServer(computer, liis).id,
  ]) {
    expect(text).not.toContain(personal)
  }
  expect(await copied(computer)).toBe('')
  await dialog.getByRole('button', { name: 'Copy' }).click()
  await expect.poll(() => copied(computer)).toBe(text)
})

test('the log says what failed, without what it was about', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const body = JSON.stringify({ error_message: `Not for ${liis.email}` })
  computer.server.next('account/configure', { kind: 'status', status: 431, body })
  await page.getByRole('switch', { name: 'Full privacy' }).click()
  await expect(page.getByText('Not for')).toBeVisible()
  await expect.poll(() => log(computer)).toContain('account.change')
  expect(await log(computer)).toContain('start')
  expect(await log(computer)).not.toContain(liis.email)
})

test('a defect that reached nobody is noted, and the person chooses how to go on', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await willAnswer(computer, 1)
  await computer.app.evaluate(() => {
    setTimeout(() => {
      throw new RangeError(`of ${'liis.tamm@meadow.example'}`)
    })
  })
  await expect.poll(() => questions(computer)).toBe(1)
  await expect.poll(() => log(computer)).toContain('RangeError')
  expect(await log(computer)).not.toContain(liis.email)
  await page.getByRole('switch', { name: 'Full privacy' }).click()
  await expect(page.getByText('Saved')).toBeVisible()
})

test('a window whose process is gone is opened again', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await willAnswer(computer, 0)
  const devTools = await page.context().newCDPSession(page)
  void devTools.send('Page.crash').catch(() => undefined)
  await expect.poll(() => questions(computer)).toBe(1)
  const title = () =>
    computer.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.querySelector("h1")?.textContent'),
    )
  await expect.poll(() => title().catch(() => '')).toBe('Account')
})
