import { expect, liis, onServer, test } from './app'

test('a name is changed and shows as saved', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.screenshot({ path: '/tmp/a.png' })
  await page.getByLabel('Name', { exact: true }).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saved')).toBeVisible()
  expect(onServer(computer, liis).displayName).toBe('Liis Saar')
  await page.screenshot({ path: '/tmp/b.png' })
})
