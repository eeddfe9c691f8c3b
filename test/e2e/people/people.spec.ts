import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import Papa from 'papaparse'
import { fleepIdOf } from '../../../contract/fleep-id'
import { type Computer, expect, kai, liis, marten, serverAccount, test } from '../support/app'
import { dropFile } from '../support/drop-file'

async function openPanel(computer: Computer): Promise<Page> {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'People' }).click()
  return page
}

async function lookUp(page: Page, text: string): Promise<void> {
  await page.getByLabel('Email addresses or Fleep IDs').fill(text)
  await page.getByRole('button', { name: 'Look up' }).click()
  await expect(page.getByText('Looked up', { exact: true })).toBeVisible()
}

/** Saves the listed people as CSV. @returns the rows of the file */
async function saveAsCsv(computer: Computer, page: Page): Promise<Record<string, string>[]> {
  const target = join(computer.home, 'people.csv')
  await computer.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, target)
  await page.getByRole('button', { name: 'Save as CSV…' }).click()
  await expect(page.getByText('Saved as people.csv')).toBeVisible()
  const text = (await readFile(target, 'utf8')).replace(/^\ufeff/, '')
  return Papa.parse<Record<string, string>>(text, { header: true }).data
}

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

test('people are looked up from a pasted list in any common format', async ({ computer }) => {
  const page = await openPanel(computer)
  const fleepId = fleepIdOf('marten', computer.server.url)
  await lookUp(
    page,
    `Marten <${marten.email}>; ${fleepId}, ${marten.email.toUpperCase()}\n"Nobody" nobody@harbour.example.`,
  )
  expect(computer.server.inputsOf('account/lookup')).toEqual([
    { lookup_list: [marten.email, fleepId, 'nobody@harbour.example'], ignore_list: [] },
  ])
  await expect(row(page, 'Marten Kask')).toContainText('On Fleep')
  await expect(row(page, 'nobody@harbour.example')).toContainText('Not on Fleep yet')
  // One person was found by two addresses and has one row.
  await expect(page.getByRole('row')).toHaveCount(3)
})

test('a person who is left out is excluded from look-ups until shown again', async ({ computer }) => {
  const page = await openPanel(computer)
  const both = `${marten.email} ${kai.email}`
  await lookUp(page, both)
  const leaveOut = page.getByRole('button', { name: 'Leave out: Marten Kask' })
  await leaveOut.click()
  // The row keeps its place until the next look-up.
  await expect(leaveOut).toHaveAttribute('aria-pressed', 'true')
  await lookUp(page, both)
  await expect
    .poll(() => computer.server.inputsOf('account/lookup').at(-1))
    .toMatchObject({ ignore_list: [serverAccount(computer, marten).id] })
  await expect(page.getByRole('row')).toHaveCount(2)
  await page.getByRole('button', { name: 'Show all' }).click()
  await lookUp(page, both)
  await expect(row(page, 'Marten Kask')).toHaveCount(1)
})

test('anybody can be left out by account ID, and a name and organisation are shown', async ({ computer }) => {
  const page = await openPanel(computer)
  const ignored = serverAccount(computer, kai)
  Object.assign(serverAccount(computer, marten).own, { full_name: 'Marten K. Kask', organisation_name: 'Meadow Works' })
  await page.getByText('Leave people out').click()
  await page.getByLabel('Account IDs to leave out').fill(`Kai,${ignored.id.toUpperCase()},active`)
  await lookUp(page, `${marten.email} ${kai.email}`)
  expect(computer.server.inputsOf('account/lookup')).toEqual([
    { lookup_list: [marten.email, kai.email], ignore_list: [ignored.id] },
  ])
  await expect(row(page, 'Marten Kask')).toContainText('Marten K. Kask · Meadow Works')
  await expect(page.getByRole('row')).toHaveCount(2)
})

test('people who are left out are not in the saved file', async ({ computer }) => {
  const page = await openPanel(computer)
  await lookUp(page, `${marten.email} ${kai.email}`)
  const leaveOut = page.getByRole('button', { name: 'Leave out: Marten Kask' })
  await leaveOut.click()
  await expect(leaveOut).toHaveAttribute('aria-pressed', 'true')
  expect((await saveAsCsv(computer, page)).map(({ address }) => address)).toEqual([kai.email])
})

test('a dropped CSV file fills the list, and the result can be saved as CSV', async ({ computer }) => {
  const page = await openPanel(computer)
  const path = join(computer.home, 'colleagues.csv')
  await writeFile(path, `name;mail\n"Kask, Marten";${marten.email}\nKai;${kai.email}\n`)
  // A name that a spreadsheet would evaluate as a formula.
  serverAccount(computer, kai).displayName = '=HYPERLINK("https://elsewhere.example")'
  await dropFile(page, path)
  await expect(page.getByText('2 addresses.')).toBeVisible()
  await page.getByRole('button', { name: 'Look up' }).click()
  await expect(row(page, 'Marten Kask')).toBeVisible()

  expect(await saveAsCsv(computer, page)).toMatchObject([
    {
      name: 'Marten Kask',
      address: marten.email,
      'fleep id': fleepIdOf('marten', computer.server.url),
      state: 'active',
    },
    { name: `'=HYPERLINK("https://elsewhere.example")`, address: kai.email },
  ])
})

test('lines without an address are counted, and addresses are cleaned', async ({ computer }) => {
  const page = await openPanel(computer)
  const path = join(computer.home, 'colleagues.txt')
  // As Excel saves "Unicode Text", without a byte order mark.
  await writeFile(path, Buffer.from(`name\tmail\r\nMarten\t${marten.email}\r\nKai\t\r\n`, 'utf16le'))
  await dropFile(page, path)
  await expect(page.getByText('1 address. 2 lines have no address.')).toBeVisible()
  const field = page.getByLabel('Email addresses or Fleep IDs')
  await field.fill(`o'brien@x.example|${marten.email.replace('@', '\u200b@')}、\u202a${kai.email}\u202c\nnobody`)
  await expect(page.getByText('3 addresses. 3 lines have no address.')).toBeVisible()
  await page.getByRole('button', { name: 'Look up' }).click()
  await expect(row(page, 'Marten Kask')).toBeVisible()
  expect(computer.server.inputsOf('account/lookup')).toMatchObject([
    { lookup_list: ["o'brien@x.example", marten.email, kai.email] },
  ])
  await field.fill('')
  await expect(page.getByText('lines have no address')).toHaveCount(0)
})

test('a long list is looked up in batches, with progress', async ({ computer }) => {
  const page = await openPanel(computer)
  const addresses = Array.from({ length: 250 }, (_none, index) => `person${index}@harbour.example`)
  computer.server.planFault('account/lookup', { kind: 'delay-answer', milliseconds: 4000 })
  await page.getByLabel('Email addresses or Fleep IDs').fill(addresses.join('\n'))
  await page.getByRole('button', { name: 'Look up' }).click()
  await expect(page.getByRole('progressbar', { name: 'Looked up' })).toBeVisible()
  await expect(page.getByRole('row')).toHaveCount(251)
  expect(computer.server.inputsOf('account/lookup').map(({ lookup_list }) => (lookup_list as string[]).length)).toEqual(
    [100, 100, 50],
  )
})

test('a failed look-up keeps the list and can be retried', async ({ computer }) => {
  const page = await openPanel(computer)
  computer.server.planFault('account/lookup', { kind: 'status', status: 500 }, 3)
  await page.getByLabel('Email addresses or Fleep IDs').fill(marten.email)
  await page.getByRole('button', { name: 'Look up' }).click()
  await expect(page.locator('#people-note')).toContainText('isn’t working right now')
  await expect(page.getByLabel('Email addresses or Fleep IDs')).toHaveValue(marten.email)
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(row(page, 'Marten Kask')).toBeVisible()
})
