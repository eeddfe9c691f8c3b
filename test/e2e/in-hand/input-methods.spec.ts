import type { Page } from '@playwright/test'
import { expect, liis, serverAccount, test } from '../support/app'

/** Types with an input method that has a candidate open, as Chromium reports it. */
async function compose(page: Page, text: string) {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  /** A key that the input method handles itself. */
  const press = (key: string) =>
    devTools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, windowsVirtualKeyCode: 229 })
  return { press, commit: (final: string) => devTools.send('Input.insertText', { text: final }) }
}

test('the Enter that takes a candidate saves nothing, and Escape keeps what is typed', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const name = page.locator('#displayName')
  await name.fill('')
  const { press, commit } = await compose(page, '田中たろう')
  await press('Enter')
  await press('Escape')
  await expect(name).toHaveValue('田中たろう')
  expect(computer.server.inputsOf('account/configure')).toEqual([])
  await commit('田中太郎')
  await page.keyboard.press('Enter')
  await expect.poll(() => serverAccount(computer, liis).displayName).toBe('田中太郎')
  expect(computer.server.inputsOf('account/configure')).toEqual([{ display_name: '田中太郎' }])
})

test('the Enter and the Escape of an input method leave the search open', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const search = page.getByRole('combobox')
  await search.focus()
  const { press } = await compose(page, 'avatar')
  await expect(page.getByRole('option').first()).toBeVisible()
  await press('Enter')
  await press('Escape')
  await expect(search).toHaveValue('avatar')
  await expect(page.getByRole('option').first()).toBeVisible()
})
