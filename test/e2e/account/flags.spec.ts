import { expect, liis, serverAccount, test } from '../support/app'

test('a known flag is a switch with a plain name and Undo', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const { flags } = serverAccount(computer, liis)
  await page.getByText('Advanced').click()
  await expect(page.getByRole('switch', { name: 'Old emoticons' })).toBeChecked()
  await page.getByRole('switch', { name: 'No sounds on the desktop' }).check()
  await expect(page.getByText('Saved')).toBeVisible()
  expect(flags).toContain('desktop_sounds_disabled')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => [...flags]).not.toContain('desktop_sounds_disabled')
  await expect(page.getByRole('switch', { name: 'No sounds on the desktop' })).not.toBeChecked()
})

test('another flag can be set by its name and cleared again', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const { flags } = serverAccount(computer, liis)
  await page.getByText('Advanced').click()
  const field = page.getByLabel('Another flag')
  await field.fill('no spaces')
  await page.keyboard.press('Enter')
  await expect(field).toHaveAccessibleDescription(/Use letters, digits/)
  await field.fill('test_flag')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('switch', { name: 'test_flag' })).toBeChecked()
  expect(flags).toContain('test_flag')
  // Undo, then undo the undo. The switch keeps its place.
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('switch', { name: 'test_flag' })).not.toBeChecked()
  // The next Undo has just appeared under the pointer.
  await page.mouse.move(1, 1)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('switch', { name: 'test_flag' })).toBeChecked()
  await page.getByRole('switch', { name: 'test_flag' }).click()
  await expect(page.getByRole('switch', { name: 'test_flag' })).not.toBeChecked()
  await expect.poll(() => [...flags]).not.toContain('test_flag')
  expect(flags).not.toContain('test_flag')
})
