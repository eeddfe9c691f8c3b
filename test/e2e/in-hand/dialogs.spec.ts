import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { en } from '../../../texts/en'
import { quadrants } from '../../pictures'
import { expect, kai, liis, test } from '../support/app'
import { dropFile } from '../support/drop-file'

/** Pastes what a spreadsheet puts on the clipboard: the cells as text, and a picture of them. */
function pasteCells(page: Page, selector: string, text: string | null): Promise<void> {
  return page.evaluate(
    ([where, cells]) => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array([1])], 'cells.png', { type: 'image/png' }))
      if (cells !== null) data.setData('text/plain', cells)
      const paste = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data })
      document.querySelector(where)?.dispatchEvent(paste)
    },
    [selector, text] as [string, string | null],
  )
}

test('a picture that is dropped or pasted while a dialog is open changes nothing', async ({ computer }) => {
  const page = await computer.startSignedIn(kai)
  await page.locator('#fleepAddress').click()
  const field = page.locator('#new-fleep-address')
  await field.fill('kai.k')
  const path = join(computer.home, 'picture.png')
  await writeFile(path, await quadrants(40, 30).png().toBuffer())
  await dropFile(page, path, () => expect(page.locator('.drop-target')).toHaveCount(0))
  await pasteCells(page, 'body', null)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en['panel.account'])
  await dropFile(page, path)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en['panel.avatar'])
})

test('cells of a spreadsheet are pasted as text, with or without a focused field', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: en['panel.people'] }).click()
  await pasteCells(page, 'textarea', kai.email)
  await pasteCells(page, 'body', kai.email)
  await page.locator('#people-addresses').fill(kai.email)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en['panel.people'])
  // A picture alone still becomes the avatar.
  await pasteCells(page, 'body', null)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en['panel.avatar'])
})

test('another panel begins at its top', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.locator('#new-address').scrollIntoViewIfNeeded()
  expect(await page.locator('main').evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(0)
  await page.getByRole('button', { name: en['panel.data'] }).click()
  expect(await page.locator('main').evaluate(({ scrollTop }) => scrollTop)).toBe(0)
})

test('words are dropped into a field, and nowhere else', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: en['panel.people'] }).click()
  const devTools = await page.context().newCDPSession(page)
  const dropWords = async (selector: string) => {
    const box = await page.locator(selector).boundingBox()
    if (!box) throw new Error(`${selector} is not shown`)
    const data = { items: [{ mimeType: 'text/plain', data: kai.email }], dragOperationsMask: 1 }
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await devTools.send('Input.dispatchDragEvent', { type, x, y, data })
    }
  }
  await dropWords('h1')
  await dropWords('#people-addresses')
  await expect(page.locator('#people-addresses')).toHaveValue(kai.email)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en['panel.people'])
})
