import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import Papa from 'papaparse'
import { createConversation } from '../../fleep-server/conversations'
import { advanceExport } from '../../fleep-server/data-calls'
import { type Computer, expect, liis, marten, serverAccount, test } from '../support/app'
import { clickNotification, notifications } from '../support/electron-record'

const topic = 'Harvest festival'

async function openPanel(computer: Computer): Promise<Page> {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'Your data' }).click()
  await expect(page.getByLabel('Conversation', { exact: true }).getByRole('option')).not.toHaveCount(1)
  return page
}

const chooseConversation = (page: Page, name: string) =>
  page.getByLabel('Conversation', { exact: true }).selectOption(name)
const historyRegion = (page: Page) => page.getByRole('region', { name: 'History' })
const boardRegion = (page: Page) => page.getByRole('region', { name: 'Pins and tasks' })
const items = (page: Page) => boardRegion(page).getByRole('listitem')

/** Sets the path that the save dialog returns. */
async function setSavePath(computer: Computer, name: string): Promise<string> {
  const target = join(computer.home, name)
  await computer.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, target)
  return target
}

/** The bytes of the server's only export file. */
function exportedFile(computer: Computer): Buffer {
  const [file] = computer.server.state.exportFiles.values()
  if (!file) throw new Error('the server has no export file')
  return file.bytes
}

/** Starts an export, which progresses only through {@link advanceExport}. */
async function startExport(computer: Computer, page: Page): Promise<void> {
  computer.server.state.exportStepMs = null
  await historyRegion(page).getByRole('button', { name: 'Export' }).click()
  await expect(historyRegion(page).getByRole('progressbar', { name: 'Export progress' })).toBeVisible()
}

async function completeExport(computer: Computer, page: Page) {
  await startExport(computer, page)
  advanceExport(computer.server.state, serverAccount(computer, liis), null, 1)
  return historyRegion(page).getByRole('button', { name: 'Download… history.zip' })
}

test('the history of all conversations is exported, with a notification, and downloaded', async ({ computer }) => {
  const page = await openPanel(computer)
  await startExport(computer, page)
  expect(computer.server.inputsOf('account/export/start')).toEqual([{ export_action: 'history_all' }])
  advanceExport(computer.server.state, serverAccount(computer, liis), null, 0.4)
  await expect(historyRegion(page)).toContainText('40')
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  advanceExport(computer.server.state, serverAccount(computer, liis), null, 1)
  await expect.poll(() => notifications(computer)).toMatchObject([{ title: 'Your export is ready' }])
  await clickNotification(computer)

  const target = await setSavePath(computer, 'my history.zip')
  await historyRegion(page).getByRole('button', { name: 'Download… history.zip' }).click()
  await expect(page.getByText('Downloaded as my history.zip')).toBeVisible()
  expect(await readFile(target)).toEqual(exportedFile(computer))
})

test('the history of a single conversation can be exported', async ({ computer }) => {
  const page = await openPanel(computer)
  await chooseConversation(page, topic)
  await historyRegion(page).getByRole('button', { name: 'Export' }).click()
  await expect(historyRegion(page).getByRole('button', { name: `Download… ${topic}.zip` })).toBeVisible()
  await chooseConversation(page, 'All conversations')
  await expect(historyRegion(page).getByRole('button', { name: 'Export' })).toBeVisible()
  await expect(historyRegion(page).getByRole('button', { name: /Download/ })).toHaveCount(0)
  // The finished export survives a restart.
  await computer.waitForStoredSession()
  await computer.quit()
  const restartedPage = await computer.start()
  await restartedPage.getByRole('button', { name: 'Your data' }).click()
  await chooseConversation(restartedPage, topic)
  await expect(historyRegion(restartedPage).getByRole('button', { name: `Download… ${topic}.zip` })).toBeVisible()
})

test('a broken download resumes where it stopped, also after a restart', async ({ computer }) => {
  const page = await openPanel(computer)
  const download = await completeExport(computer, page)
  const target = await setSavePath(computer, 'history.zip')
  const progress = page.getByRole('progressbar', { name: 'Download progress' })
  const content = exportedFile(computer)
  computer.server.planFault('export/download', { kind: 'stall-at', fraction: 0.5 })
  computer.server.planFault('export/download', { kind: 'stall-at', fraction: 0.75 })
  await download.click()
  await expect(progress).toHaveJSProperty('value', content.length * 0.5)
  await computer.server.stop()
  await expect(historyRegion(page).getByRole('button', { name: 'Retry' })).toBeVisible()
  await computer.server.listen()
  await historyRegion(page).getByRole('button', { name: 'Retry' }).click()
  await expect(progress).toHaveJSProperty('value', content.length * 0.75)
  expect(await readdir(computer.home)).not.toContain('history.zip')

  await computer.waitForStoredSession()
  await computer.quit()
  const restartedPage = await computer.start()
  await restartedPage.getByRole('button', { name: 'Your data' }).click()
  await setSavePath(computer, 'history.zip')
  await historyRegion(restartedPage).getByRole('button', { name: 'Download… history.zip' }).click()
  await expect(restartedPage.getByText('Downloaded as history.zip')).toBeVisible()
  expect(computer.server.inputsOf('export/download')).toEqual([
    { range: undefined },
    { range: `bytes=${content.length * 0.5}-` },
    { range: `bytes=${content.length * 0.75}-` },
  ])
  expect(await readFile(target)).toEqual(content)
  expect((await readdir(computer.home)).filter((name) => /\.(part|tag)$/.test(name))).toEqual([])
})

test('a stopped or failed download leaves no file at the chosen path', async ({ computer }) => {
  const page = await openPanel(computer)
  const download = await completeExport(computer, page)
  await setSavePath(computer, 'history.zip')
  computer.server.planFault('export/download', { kind: 'stall-at', fraction: 0.5 })
  await download.click()
  await expect(page.getByRole('progressbar', { name: 'Download progress' })).toBeVisible()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('Download stopped.')).toBeVisible()
  computer.server.planFault('export/download', { kind: 'status', status: 404 })
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(page.getByText('This file no longer exists.')).toBeVisible()
  await expect(page.getByText('Offline.')).toBeHidden()
  expect(await readdir(computer.home)).not.toContain('history.zip')
})

test('all pins are listed and saved as CSV without formulas', async ({ computer }) => {
  // The batches are counted here. That smaller ones are read to their end is in odd-records.test.ts.
  computer.server.state.quirks.delete('small-boards')
  const account = serverAccount(computer, liis)
  const texts = Array.from({ length: 250 }, (_none, index) => `=1+${index} &amp; more`)
  account.conversations.push(createConversation({ topic: 'Many', pins: texts }, account.id))
  const page = await openPanel(computer)
  await chooseConversation(page, 'Many')
  await boardRegion(page).getByRole('button', { name: 'Show' }).click()
  await expect(items(page)).toHaveCount(250)
  await expect(items(page).first()).toContainText('=1+0 & more')
  await expect(items(page).first()).toContainText('Liis Tamm')
  const inputs = computer.server.inputsOf('account/sync_pinboard')
  // The last one brings nothing new.
  expect(inputs.map(({ pin_limit }) => pin_limit)).toEqual([100, 100, 100, 100])
  expect(inputs.map(({ pin_weight }) => pin_weight)).toEqual([null, 150, 300, 375])

  const target = await setSavePath(computer, 'pins.csv')
  await boardRegion(page).getByRole('button', { name: 'Save as CSV…' }).click()
  await expect(page.getByText('Saved as pins.csv')).toBeVisible()
  const text = (await readFile(target, 'utf8')).replace(/^\ufeff/, '')
  const { data } = Papa.parse<Record<string, string>>(text, { header: true })
  expect(data).toHaveLength(250)
  expect(data[249]).toMatchObject({ state: 'pinned', author: 'Liis Tamm', text: `'=1+249 & more` })
})

test('the tasks of a section are listed with their state and saved as JSON', async ({ computer }) => {
  const page = await openPanel(computer)
  await chooseConversation(page, topic)
  await boardRegion(page).getByLabel('What to show').selectOption('Tasks: Tasks')
  await boardRegion(page).getByRole('button', { name: 'Show' }).click()
  await expect(items(page)).toHaveCount(3)
  await expect(items(page).nth(1)).toContainText('Order the tents')
  await expect(items(page).nth(1)).toContainText('Done')
  const target = await setSavePath(computer, 'tasks.json')
  await boardRegion(page).getByRole('button', { name: 'Save as JSON…' }).click()
  await expect(page.getByText('Saved as tasks.json')).toBeVisible()
  expect(JSON.parse(await readFile(target, 'utf8'))).toMatchObject([
    { text: 'Ask the band', state: 'open', author: 'Liis Tamm', posted: expect.stringMatching(/^2026-.*Z$/) },
    { text: 'Order the tents', state: 'done' },
    { text: 'Print the programme', state: 'open' },
  ])
  await boardRegion(page).getByLabel('What to show').selectOption('Tasks: On the day')
  await boardRegion(page).getByRole('button', { name: 'Show' }).click()
  await expect(items(page)).toHaveText([/Put up the tents/, /Light the lanterns/])
})

test('tasks show who is to do them, their subject and attachments, and a file has them with the section', async ({
  computer,
}) => {
  const conversation = serverAccount(computer, liis).conversations[0]
  const [task] = conversation?.tasks ?? []
  Object.assign(task ?? {}, {
    tasked_account_id: serverAccount(computer, marten).id,
    subject: 'Music',
    attachments: [JSON.stringify({ name: 'songs.pdf', size: 5 }), { file_name: 'barn.jpg' }, '/file/x/notes.txt'],
    edited_time: 1_790_100_000,
  })
  const page = await openPanel(computer)
  await chooseConversation(page, topic)
  await boardRegion(page).getByLabel('What to show').selectOption('Tasks: Tasks')
  await boardRegion(page).getByRole('button', { name: 'Show' }).click()
  await expect
    .poll(() => computer.server.inputsOf('account/sync_taskboard')[0])
    .toMatchObject({
      conversation_id: conversation?.id,
      section_id: conversation?.sections[0]?.id,
      task_limit: 100,
    })
  await expect(items(page).first()).toContainText('Music')
  await expect(items(page).first()).toContainText('for Marten Kask')
  await expect(items(page).first()).toContainText('attached: songs.pdf, barn.jpg, notes.txt')
  const target = await setSavePath(computer, 'tasks.json')
  await boardRegion(page).getByRole('button', { name: 'Save as JSON…' }).click()
  await expect(page.getByText('Saved as tasks.json')).toBeVisible()
  const [saved] = JSON.parse(await readFile(target, 'utf8'))
  expect(saved).toMatchObject({
    assignee: 'Marten Kask',
    subject: 'Music',
    section: 'Tasks',
    attachments: ['songs.pdf', 'barn.jpg', 'notes.txt'],
    edited: expect.stringMatching(/^2026-.*Z$/),
  })
})

test('an unreadable board shows the reason, and a slow one can be stopped', async ({ computer }) => {
  const page = await openPanel(computer)
  await chooseConversation(page, topic)
  computer.server.planFault('account/sync_pinboard', { kind: 'status', status: 500 }, 3)
  await boardRegion(page).getByRole('button', { name: 'Show' }).click()
  await expect(boardRegion(page)).toContainText('isn’t working right now')
  computer.server.planFault('account/sync_pinboard', { kind: 'never-answers' })
  await boardRegion(page).getByRole('button', { name: 'Retry' }).click()
  await boardRegion(page).getByRole('button', { name: 'Stop' }).click()
  await expect(boardRegion(page)).toContainText('Loading stopped.')
  await chooseConversation(page, 'Meadow board')
  await boardRegion(page).getByRole('button', { name: 'Show' }).click()
  await expect(boardRegion(page)).toContainText('Nothing here.')
})
