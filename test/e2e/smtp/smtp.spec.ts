import { type Computer, expect, giveMailServers, liis, marten, onServer, readState, test } from '../support/app'

async function openPanel(computer: Computer, person = liis) {
  const page = await computer.startSignedIn(person)
  await page.getByRole('button', { name: 'SMTP' }).click()
  return page
}

const rows = (computer: Computer) => onServer(computer, liis).smtp

test('mail servers are listed with server, encryption, default and Fleep’s own check', async ({ computer }) => {
  Object.assign(rows(computer)[1] ?? {}, { smtp_username: 'l.tamm', smtp_port: 587, smtp_connection: 'starttls' })
  const page = await openPanel(computer)
  const [first, second] = [page.getByRole('listitem').nth(0), page.getByRole('listitem').nth(1)]
  await expect(first).toContainText('liis.tamm@meadow.example')
  await expect(first).toContainText('mail.meadow.example, port 465 · TLS')
  await expect(first).toContainText('Default')
  await expect(first).toContainText('Fleep can send through it')
  await expect(first).not.toContainText('as liis')
  await expect(second).toContainText('smtp.harbour.example, port 587 · STARTTLS · as l.tamm')
  await expect(second).toContainText('Fleep cannot send through it: 535 Authentication failed')
})

test('another one is made the default, and Undo takes it back', async ({ computer }) => {
  const page = await openPanel(computer)
  await page.getByRole('button', { name: 'Make default: l.tamm@harbour.example' }).click()
  await expect(page.getByRole('listitem').nth(1)).toContainText('Default')
  await expect(page.getByText('Saved')).toBeVisible()
  expect(rows(computer).map(({ is_default }) => is_default)).toEqual([false, true])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('listitem').nth(0)).toContainText('Default')
  await expect.poll(() => rows(computer).map(({ is_default }) => is_default)).toEqual([true, false])
})

test('a list of many is whole, and each change in it shows where it is', async ({ computer }) => {
  giveMailServers(onServer(computer, liis), 75)
  const addresses = Array.from({ length: 75 }, (_none, index) => `box-${index}@meadow.example`)
  const page = await openPanel(computer)
  const items = page.getByRole('listitem')
  await expect(items.locator('.row-label')).toContainText(addresses)
  await page.getByRole('button', { name: 'Make default: box-74@meadow.example' }).click()
  await expect(items.last()).toContainText('Default')
  await expect(items.first()).not.toContainText('Default')
  // Every one after it moves up, from part to part.
  await page.getByRole('button', { name: 'Remove: box-3@meadow.example' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(items.locator('.row-label')).toContainText(addresses.toSpliced(3, 1))
})

test('one is removed, after saying what that means', async ({ computer }) => {
  const page = await openPanel(computer)
  await page.getByRole('button', { name: 'Remove: l.tamm@harbour.example' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove l.tamm@harbour.example?' })
  await expect(dialog).toContainText('you will need its password')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(rows(computer)).toHaveLength(2)

  await page.getByRole('button', { name: 'Remove: l.tamm@harbour.example' }).click()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByRole('listitem')).toHaveCount(1)
  expect(rows(computer)).toHaveLength(1)
})

test('a removal that fails stays in its dialog, and can be tried again', async ({ computer }) => {
  const page = await openPanel(computer)
  computer.server.next('account/smtp/configure', { kind: 'status', status: 500 }, 3)
  await page.getByRole('button', { name: 'Remove: l.tamm@harbour.example' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByRole('dialog')).toContainText('has a problem of its own')
  expect(rows(computer)).toHaveLength(2)
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  expect(rows(computer)).toHaveLength(1)
})

test('without mail servers, the panel says what they are for', async ({ computer }) => {
  const page = await openPanel(computer, marten)
  await expect(page.getByRole('heading', { name: 'Send Fleep mail through your own server' })).toBeVisible()
})

test('a list that cannot be read says why, and is read again on request', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.next('account/smtp/list', { kind: 'body', body: '<html>', contentType: 'text/html' })
  await page.getByRole('button', { name: 'SMTP' }).click()
  await expect(page.getByText('was not understood')).toBeVisible()
  await expect(page.getByText('Offline.')).toBeHidden()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('listitem')).toHaveCount(2)
  await expect(page.getByText('was not understood')).toBeHidden()
})

test('no password of a mail server reaches the window', async ({ computer }) => {
  const page = await openPanel(computer)
  await expect(page.getByRole('listitem')).toHaveCount(2)
  const state = JSON.stringify(await readState(page))
  for (const { smtp_password } of rows(computer)) expect(state).not.toContain(smtp_password)
})
