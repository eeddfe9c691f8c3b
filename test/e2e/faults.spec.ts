import { expect, liis, serverAccount, test } from './support/app'

const exact = { exact: true } as const

test('a change made offline keeps its text and is saved by Retry', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await computer.server.stop()
  await page.getByLabel('Name', exact).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible()
  await expect(page.getByLabel('Name', exact)).toHaveValue('Liis Saar')
  await expect(page.getByText(/Offline\..*Last updated/)).toBeVisible()

  await computer.server.listen()
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(page.getByText('Saved')).toBeVisible()
  await expect(page.getByText('Offline.')).toBeHidden()
  expect(serverAccount(computer, liis).displayName).toBe('Liis Saar')
})

test('a switch that could not be saved returns to its saved state', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.planFault('account/configure', {
    kind: 'status',
    status: 431,
    body: '{"error_message":"Not on Tuesdays"}',
  })
  await page.getByRole('switch', { name: 'Full privacy' }).click()
  await expect(page.getByText('Not on Tuesdays')).toBeVisible()
  await expect(page.getByRole('switch', { name: 'Full privacy' })).not.toBeChecked()
})

test('a change whose response is lost is retried and saved', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.planFault('account/configure', { kind: 'drop-after' })
  await page.getByLabel('Name', exact).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saved')).toBeVisible()
  expect(serverAccount(computer, liis).displayName).toBe('Liis Saar')
})

for (const [response, fault] of [
  ['HTML', { kind: 'body', body: '<html>Hello</html>', contentType: 'text/html' }],
  ['unexpected JSON', { kind: 'body', body: '[1, 2, 3]' }],
  ['a truncated response', { kind: 'truncated' }],
] as const) {
  test(`${response} shows an error, and the text is kept for Retry`, async ({ computer }) => {
    const page = await computer.startSignedIn(liis)
    computer.server.planFault('account/configure', fault)
    await page.getByLabel('Phone number').fill('+372 5555 0404')
    await page.keyboard.press('Enter')
    await expect(page.locator('#phoneNumber-note').getByText('Unexpected answer from')).toBeVisible()
    await expect(page.getByLabel('Phone number')).toHaveValue('+372 5555 0404')
    await page.getByRole('button', { name: 'Retry' }).click()
    await expect(page.getByText('Saved')).toBeVisible()
  })
}

test('a server error is shown with Retry', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.planFault(
    'account/configure',
    { kind: 'status', status: 502, body: '<html>', contentType: 'text/html' },
    3,
  )
  await page.getByLabel('Name', exact).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(page.locator('#displayName-note').getByText('isn’t working right now (502)')).toBeVisible()
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(page.getByText('Saved')).toBeVisible()
})

test('a slow change shows "Saving…"', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.planFault('account/configure', { kind: 'delay', milliseconds: 2000 })
  await page.getByLabel('Name', exact).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saving…')).toBeVisible()
  await expect(page.getByText('Saved')).toBeVisible()
})

test('starting offline shows a notice, then the account once the network is back', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  await computer.startSignedIn(liis)
  await computer.waitForStoredSession()
  await computer.quit()
  await computer.server.stop()
  const page = await computer.start()
  await expect(page.getByText('Your settings will appear when')).toBeVisible()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('Your settings will appear when')).toBeVisible()
  await computer.server.listen()
  // The app reconnects by itself, with growing waits between attempts.
  await expect(page.getByLabel('Name', exact)).toHaveValue(liis.displayName, { timeout: 40_000 })
})
