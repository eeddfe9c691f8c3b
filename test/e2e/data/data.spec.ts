import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import Papa from 'papaparse'
import { createConversation } from '../../fleep-server/conversations'
import { advanceExport } from '../../fleep-server/data-calls'
import { type Computer, expect, liis, onServer, test } from '../support/app'

const topic = 'Harvest festival'

async function openPanel(computer: Computer): Promise<Page> {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'Your data' }).click()
  await expect(page.getByLabel('Conversation', { exact: true }).getByRole('option')).not.toHaveCount(1)
  return page
}

const choose = (page: Page, name: string) => page.getByLabel('Conversation', { exact: true }).selectOption(name)
const history = (page: Page) => page.getByRole('region', { name: 'History' })
const board = (page: Page) => page.getByRole('region', { name: 'Pins and tasks' })
const items = (page: Page) => board(page).getByRole('listitem')

/** Where the next file is saved. */
async function willSaveAs(computer: Computer, name: string): Promise<string> {
  const target = join(computer.home, name)
  await computer.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, target)
  return target
}

/** The bytes of the one file that the server has gathered. */
function gathered(computer: Computer): Buffer {
  const [file] = computer.server.state.exportFiles.values()
  if (!file) throw new Error('nothing was exported')
  return file.bytes
}

/** What is gathered then waits for {@link advanceExport}. */
async function beginExport(computer: Computer, page: Page): Promise<void> {
  computer.server.state.exportStep = null
  await history(page).getByRole('button', { name: 'Export' }).click()
  await expect(history(page).getByRole('progressbar', { name: 'Gathered' })).toBeVisible()
}

async function exportAll(computer: Computer, page: Page) {
  await beginExport(computer, page)
  advanceExport(computer.server.state, onServer(computer, liis), null, 1)
  return history(page).getByRole('button', { name: 'Download… history.zip' })
}

test('the history of all conversations is gathered, told when it is there, and downloaded', async ({ computer }) => {
  const page = await openPanel(computer)
  await beginExport(computer, page)
  expect(computer.server.inputsOf('account/export/start')).toEqual([{ export_action: 'history_all' }])
  advanceExport(computer.server.state, onServer(computer, liis), null, 0.4)
  await expect(history(page)).toContainText('40')
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  advanceExport(computer.server.state, onServer(computer, liis), null, 1)
  const notices = () => computer.app.evaluate(() => Reflect.get(globalThis, 'standIn').notifications)
  await expect.poll(notices).toMatchObject([{ title: 'Your export is ready' }])
  await computer.app.evaluate(() => Reflect.get(globalThis, 'standIn').notifications[0].emit('click'))

  const target = await willSaveAs(computer, 'my history.zip')
  await history(page).getByRole('button', { name: 'Download… history.zip' }).click()
  await expect(page.getByText('Downloaded as my history.zip')).toBeVisible()
  expect(await readFile(target)).toEqual(gathered(computer))
})

test('the history of one conversation alone', async ({ computer }) => {
  const page = await openPanel(computer)
  await choose(page, topic)
  await history(page).getByRole('button', { name: 'Export' }).click()
  await expect(history(page).getByRole('button', { name: `Download… ${topic}.zip` })).toBeVisible()
  await choose(page, 'All conversations')
  await expect(history(page).getByRole('button', { name: 'Export' })).toBeVisible()
  await expect(history(page).getByRole('button', { name: /Download/ })).toHaveCount(0)
  // After a restart it is still known.
  await computer.untilRemembered()
  await computer.quit()
  const again = await computer.start()
  await again.getByRole('button', { name: 'Your data' }).click()
  await choose(again, topic)
  await expect(history(again).getByRole('button', { name: `Download… ${topic}.zip` })).toBeVisible()
})

test('a download that breaks off goes on where it stopped, also after a restart', async ({ computer }) => {
  const page = await openPanel(computer)
  const download = await exportAll(computer, page)
  const target = await willSaveAs(computer, 'history.zip')
  const progress = page.getByRole('progressbar', { name: 'Downloaded' })
  const whole = gathered(computer)
  computer.server.next('export/download', { kind: 'stall-at', fraction: 0.5 })
  computer.server.next('export/download', { kind: 'stall-at', fraction: 0.75 })
  await download.click()
  await expect(progress).toHaveJSProperty('value', whole.length * 0.5)
  await computer.server.goAway()
  await expect(history(page).getByRole('button', { name: 'Retry' })).toBeVisible()
  await computer.server.comeBack()
  await history(page).getByRole('button', { name: 'Retry' }).click()
  await expect(progress).toHaveJSProperty('value', whole.length * 0.75)
  expect(await readdir(computer.home)).not.toContain('history.zip')

  await computer.untilRemembered()
  await computer.quit()
  const again = await computer.start()
  await again.getByRole('button', { name: 'Your data' }).click()
  await willSaveAs(computer, 'history.zip')
  await history(again).getByRole('button', { name: 'Download… history.zip' }).click()
  await expect(again.getByText('Downloaded as history.zip')).toBeVisible()
  expect(computer.server.inputsOf('export/download')).toEqual([
    { range: undefined },
    { range: `bytes=${whole.length * 0.5}-` },
    { range: `bytes=${whole.length * 0.75}-` },
  ])
  expect(await readFile(target)).toEqual(whole)
  expect((await readdir(computer.home)).filter((name) => name.endsWith('.part'))).toEqual([])
})

test('a download is stopped, and what is not whole never takes the place of a file', async ({ computer }) => {
  const page = await openPanel(computer)
  const download = await exportAll(computer, page)
  await willSaveAs(computer, 'history.zip')
  computer.server.next('export/download', { kind: 'stall-at', fraction: 0.5 })
  await download.click()
  await expect(page.getByRole('progressbar', { name: 'Downloaded' })).toBeVisible()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('The download was stopped.')).toBeVisible()
  computer.server.next('export/download', { kind: 'status', status: 404 })
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(page.getByText('This file is not there any more.')).toBeVisible()
  await expect(page.getByText('Offline.')).toBeHidden()
  expect(await readdir(computer.home)).not.toContain('history.zip')
})

test('pins are read to the end, shown, and saved as CSV in which nothing is a formula', async ({ computer }) => {
  const account = onServer(computer, liis)
  const texts = Array.from({ length: 250 }, (_none, index) => `=1+${index} &amp; more`)
  account.conversations.push(createConversation({ topic: 'Many', pins: texts }, account.id))
  const page = await openPanel(computer)
  await choose(page, 'Many')
  await board(page).getByRole('button', { name: 'Show' }).click()
  await expect(items(page)).toHaveCount(250)
  await expect(items(page).first()).toContainText('=1+0 & more')
  await expect(items(page).first()).toContainText('Liis Tamm')
  const asked = computer.server.inputsOf('account/sync_pinboard')
  expect(asked.map(({ pin_limit }) => pin_limit)).toEqual([100, 100, 100])
  expect(asked.map(({ pin_weight }) => pin_weight)).toEqual([null, 150, 300])

  const target = await willSaveAs(computer, 'pins.csv')
  await board(page).getByRole('button', { name: 'Save as CSV…' }).click()
  await expect(page.getByText('Saved as pins.csv')).toBeVisible()
  const text = (await readFile(target, 'utf8')).replace(/^\ufeff/, '')
  const { data } = Papa.parse<Record<string, string>>(text, { header: true })
  expect(data).toHaveLength(250)
  expect(data[249]).toMatchObject({ state: 'pinned', author: 'Liis Tamm', text: `'=1+249 & more` })
})

test('the tasks of a section are shown with what is done, and saved as JSON', async ({ computer }) => {
  const page = await openPanel(computer)
  await choose(page, topic)
  await board(page).getByLabel('What to show').selectOption('Tasks: Tasks')
  await board(page).getByRole('button', { name: 'Show' }).click()
  await expect(items(page)).toHaveCount(3)
  await expect(items(page).nth(1)).toContainText('Order the tents')
  await expect(items(page).nth(1)).toContainText('Done')
  const target = await willSaveAs(computer, 'tasks.json')
  await board(page).getByRole('button', { name: 'Save as JSON…' }).click()
  await expect(page.getByText('Saved as tasks.json')).toBeVisible()
  expect(JSON.parse(await readFile(target, 'utf8'))).toMatchObject([
    { text: 'Ask the band', state: 'open', author: 'Liis Tamm', posted: expect.stringMatching(/^2026-.*Z$/) },
    { text: 'Order the tents', state: 'done' },
    { text: 'Print the programme', state: 'open' },
  ])
  await board(page).getByLabel('What to show').selectOption('Tasks: On the day')
  await board(page).getByRole('button', { name: 'Show' }).click()
  await expect(items(page)).toHaveText([/Put up the tents/, /Light the lanterns/])
})

test('a board that cannot be read says why, and reading a slow one is stopped', async ({ computer }) => {
  const page = await openPanel(computer)
  await choose(page, topic)
  computer.server.next('account/sync_pinboard', { kind: 'status', status: 500 }, 3)
  await board(page).getByRole('button', { name: 'Show' }).click()
  await expect(board(page)).toContainText('has a problem of its own')
  computer.server.next('account/sync_pinboard', { kind: 'never-answers' })
  await board(page).getByRole('button', { name: 'Retry' }).click()
  await board(page).getByRole('button', { name: 'Stop' }).click()
  await expect(board(page)).toContainText('Reading was stopped.')
  await choose(page, 'Meadow board')
  await board(page).getByRole('button', { name: 'Show' }).click()
  await expect(board(page)).toContainText('There is nothing here.')
})
