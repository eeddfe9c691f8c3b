import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { en } from '../../../texts/en'
import { quadrants } from '../../pictures'
import { expect, kai, liis, marten, serverAccount, signIn, test } from '../support/app'
import { dropFile } from '../support/drop-file'

const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement } = document
    return activeElement === document.body ? 'the page' : ((activeElement?.textContent || activeElement?.id) ?? '')
  })

test('the focus is on the heading after signing in, and in the form after signing out', async ({ computer }) => {
  const page = await computer.start()
  await signIn(page, liis)
  await page.locator('#displayName').waitFor()
  await expect.poll(() => focused(page)).toBe(en['panel.account'])
  await page.getByRole('button', { name: en['session.signOut'] }).click()
  await page.locator('#password').waitFor()
  await expect(page.locator('#password')).toBeFocused()
})

test('the focus stays in the row whose button disappears', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('switch', { name: en['setting.fullPrivacy'] }).check()
  const undo = page.locator('#fullPrivacy-note').getByRole('button', { name: en['common.undo'] })
  await undo.focus()
  computer.server.latency = 100
  await page.keyboard.press('Tab')
  await page.keyboard.press('Shift+Tab')
  await expect(undo).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('switch', { name: en['setting.fullPrivacy'] })).not.toBeChecked()
  await expect.poll(() => focused(page)).not.toBe('the page')
  const isInRow = await page.evaluate(() =>
    Boolean(document.activeElement?.closest('.row')?.querySelector('#fullPrivacy')),
  )
  expect(isInRow).toBe(true)
})

test('the focus stays in the row if the focused button that disappears is clicked', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const privacy = page.getByRole('switch', { name: en['setting.fullPrivacy'] })
  await privacy.check()
  const undo = page.locator('#fullPrivacy-note').getByRole('button', { name: en['common.undo'] })
  await undo.focus()
  // As a screen reader presses it, too: no focus event comes with the pointer's.
  await undo.click()
  await expect(privacy).not.toBeChecked()
  await expect(page.locator('.row', { has: page.locator('#fullPrivacy') }).locator(':focus')).toHaveCount(1)
})

test('the focus never falls to the page: removals, framing, leaving out', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const expectFocus = () => expect.poll(() => focused(page)).not.toBe('the page')
  const press = async (name: string | RegExp) => {
    const button = page.getByRole('button', { name }).first()
    await button.click()
  }
  await page.getByText('l.tamm@harbour.example').first().waitFor()
  await press(`${en['aliases.makePrimary']}: liis@meadow.example`)
  await expect(page.locator('header')).toContainText('liis@meadow.example')
  await expectFocus()
  await press(/l\.tamm@harbour\.example$/)
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expectFocus()

  const path = join(computer.home, 'picture.png')
  await writeFile(path, await quadrants(400, 300).png().toBuffer())
  await dropFile(page, path)
  await page.locator('cropper-image').waitFor()
  await press(en['common.cancel'])
  await expectFocus()
  await dropFile(page, path)
  await page.locator('cropper-image').waitFor()
  await press(en['avatar.use'])
  await page.locator('#avatar-note .saved').waitFor()
  await expectFocus()
  await press(en['common.remove'])
  await page.locator('#avatar-note').getByText(en['avatar.isRemoved']).waitFor()
  await expectFocus()

  await press(en['panel.people'])
  await page.locator('#people-addresses').fill(`${kai.email} ${marten.email}`)
  await page.locator('button[type=submit]').click()
  await page.locator('tbody tr').nth(1).waitFor()
  await press(/Kai/)
  await expectFocus()
  await press(en['people.showAgain'])
  await expectFocus()
})

test('the focus returns to the control whose change waited for the password', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.state.endSessions(serverAccount(computer, liis))
  await page.locator('#newsletter').click()
  await page.getByRole('dialog').getByLabel(en['common.password'], { exact: true }).fill(liis.password)
  await page.keyboard.press('Enter')
  await expect(page.locator('#newsletter-note .saved')).toBeVisible()
  await expect(page.locator('#newsletter')).toBeFocused()
})
