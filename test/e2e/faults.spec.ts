import { expect, liis, onServer, test } from './support/app'

const name = { exact: true } as const

test('offline in the middle of a change: typed text stays, a banner says since when, Retry saves', async ({
  computer,
}) => {
  const page = await computer.startSignedIn(liis)
  await computer.server.goAway()
  await page.getByLabel('Name', name).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible()
  await expect(page.getByLabel('Name', name)).toHaveValue('Liis Saar')
  await expect(page.getByText(/Offline\..*What you see is as of/)).toBeVisible()

  await computer.server.comeBack()
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(page.getByText('Saved')).toBeVisible()
  await expect(page.getByText('Offline.')).toBeHidden()
  expect(onServer(computer, liis).displayName).toBe('Liis Saar')
})

test('a switch that could not be saved shows the truth again', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.next('account/configure', {
    kind: 'status',
    status: 431,
    body: '{"error_message":"Not on Tuesdays"}',
  })
  await page.getByRole('switch', { name: 'Full privacy' }).click()
  await expect(page.getByText('Not on Tuesdays')).toBeVisible()
  await expect(page.getByRole('switch', { name: 'Full privacy' })).not.toBeChecked()
})

test('an answer that was lost after it took effect is repeated and saved once', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.next('account/configure', { kind: 'drop-after' })
  await page.getByLabel('Name', name).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saved')).toBeVisible()
  expect(onServer(computer, liis).displayName).toBe('Liis Saar')
})

for (const [what, misbehaviour] of [
  ['garbage', { kind: 'body', body: '<html>Hello</html>', contentType: 'text/html' }],
  ['JSON of another kind', { kind: 'body', body: '[1, 2, 3]' }],
  ['half an answer', { kind: 'truncated' }],
] as const) {
  test(`${what} instead of an answer is said in plain words, and nothing typed is lost`, async ({ computer }) => {
    const page = await computer.startSignedIn(liis)
    computer.server.next('account/configure', misbehaviour)
    await page.getByLabel('Phone number').fill('+372 5555 0404')
    await page.keyboard.press('Enter')
    await expect(page.locator('#phoneNumber-note').getByText('was not understood')).toBeVisible()
    await expect(page.getByLabel('Phone number')).toHaveValue('+372 5555 0404')
    await page.getByRole('button', { name: 'Retry' }).click()
    await expect(page.getByText('Saved')).toBeVisible()
  })
}

test('a server that is out of order says so, with Retry', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.next(
    'account/configure',
    { kind: 'status', status: 502, body: '<html>', contentType: 'text/html' },
    3,
  )
  await page.getByLabel('Name', name).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(page.locator('#displayName-note').getByText('has a problem of its own right now (502)')).toBeVisible()
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(page.getByText('Saved')).toBeVisible()
})

test('a slow change shows that it is being saved', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.next('account/configure', { kind: 'delay', milliseconds: 2000 })
  await page.getByLabel('Name', name).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saving…')).toBeVisible()
  await expect(page.getByText('Saved')).toBeVisible()
})

test('a start without a network says so, and shows the account when the network is back', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs a keyring of its own')
  await computer.startSignedIn(liis)
  await computer.untilRemembered()
  await computer.quit()
  await computer.server.goAway()
  const page = await computer.start()
  await expect(page.getByText('Your settings will show here as soon as')).toBeVisible()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('Your settings will show here as soon as')).toBeVisible()
  await computer.server.comeBack()
  // The app notices by itself; the waits between its tries grow.
  await expect(page.getByLabel('Name', name)).toHaveValue(liis.displayName, { timeout: 40_000 })
})
