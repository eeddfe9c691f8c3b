import type { Locator, Page } from '@playwright/test'
import type { Account, ContactRecord } from '../../fleep-server/accounts'
import { type Computer, expect, kai, liis, serverAccount, test } from '../support/app'
import { readClipboard } from '../support/electron-record'

const group = (page: Page): Locator => page.getByRole('region', { name: 'About your account' })
const rowOf = (page: Page, label: string): Locator => group(page).locator('.row').filter({ hasText: label })

/** The poll brings the changed fields, or the whole record. */
function changeElsewhere(computer: Computer, account: Account, changed: ContactRecord): void {
  Object.assign(account.own, changed)
  computer.server.state.announce(account, changed)
}

test('the account shows storage, organisation, plan, connected email, age and id', async ({ computer }) => {
  const account = serverAccount(computer, liis)
  Object.assign(account.own, {
    organisation_id: 'meadow',
    organisation_name: 'Meadow Works',
    is_org_admin: true,
    is_premium: true,
    connected_email: 'liis@mailbox.example',
    activated_time: 1_600_000_000,
  })
  const page = await computer.startSignedIn(liis)
  await expect(rowOf(page, 'Storage')).toContainText('52.4 MB of 10.7 GB used')
  await expect(rowOf(page, 'Organisation')).toContainText('Meadow Works')
  await expect(rowOf(page, 'Organisation')).toContainText('You’re one of its administrators.')
  await expect(rowOf(page, 'Premium')).toContainText('Yes')
  await expect(rowOf(page, 'Connected email')).toContainText('liis@mailbox.example')
  await expect(rowOf(page, 'Connected email')).toContainText('It isn’t one of your mail servers here.')
  await expect(rowOf(page, 'On Fleep since')).toContainText('2020')

  await expect(rowOf(page, 'Account ID')).toContainText(account.id)
  await page.getByRole('button', { name: 'Copy the account ID' }).click()
  await expect(rowOf(page, 'Account ID')).toContainText('Copied')
  const copied = await readClipboard(computer)
  expect(copied).toBe(account.id)

  const yearAhead = Math.floor(Date.now() / 1000) + 365 * 86_400
  changeElsewhere(computer, account, { is_premium: false, trial_end_time: yearAhead, storage_used_bytes: 9e9 })
  await expect(rowOf(page, 'Premium')).toContainText(`Trial until`)
  await expect(rowOf(page, 'Storage')).toContainText('9 GB of 10.7 GB used')
})

test('what an account does not have, and what Fleep does not tell, are different', async ({ computer }) => {
  const account = serverAccount(computer, kai)
  const unknown = { storage_used_bytes: undefined, is_premium: undefined, trial_end_time: undefined }
  Object.assign(account.own, { ...unknown, activated_time: undefined })
  const page = await computer.startSignedIn(kai)
  await expect(rowOf(page, 'Storage').locator('.value')).toHaveText('Not known')
  await expect(rowOf(page, 'Premium').locator('.value')).toHaveText('Not known')
  await expect(rowOf(page, 'On Fleep since').locator('.value')).toHaveText('Not known')
  await expect(rowOf(page, 'Organisation').locator('.value')).toHaveText('None')
  await expect(rowOf(page, 'Connected email').locator('.value')).toHaveText('None')
})

test('a long name or address leaves room for its label in a narrow window', async ({ computer }) => {
  const connected = `${'a'.repeat(60)}@mailbox.example`
  const account = serverAccount(computer, liis)
  Object.assign(account.own, { organisation_name: 'Meadow '.repeat(15), connected_email: connected })
  const page = await computer.startSignedIn(liis)
  await page.setViewportSize({ width: 420, height: 900 })
  for (const label of ['Organisation', 'Connected email']) {
    const text = await rowOf(page, label).locator('.row-label').boundingBox()
    expect(text?.height, label).toBeLessThan(50)
    const value = await rowOf(page, label).locator('.value').boundingBox()
    expect((value?.x ?? 420) + (value?.width ?? 0), label).toBeLessThan(420)
  }
})

test('sleep mode is changed by an event, and a refusal is shown', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const sleepMode = page.getByRole('group', { name: 'Sleep mode' })
  await expect(sleepMode.getByLabel('On')).toBeChecked()
  await sleepMode.getByText('Off').click()
  await expect.poll(() => serverAccount(computer, liis).own.sleep_interval).toBe(0)
  await expect(page.getByText('Saved')).toBeVisible()
  expect(computer.server.inputsOf('event/store')).toEqual([
    {
      stream: [
        {
          client_req_id: expect.any(String),
          mk_event_type: 'urn:fleep:client:account:set_sleep_interval',
          params: { sleep_interval: 0 },
        },
      ],
    },
  ])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => serverAccount(computer, liis).own.sleep_interval).toBe(1)

  // Another app has chosen a longer time.
  changeElsewhere(computer, serverAccount(computer, liis), { sleep_interval: 8 })
  await expect(sleepMode.getByLabel('On')).not.toBeChecked()
  await expect(sleepMode.getByLabel('Off')).not.toBeChecked()

  const refusal = { mk_rec_type: 'request', status_code: 400, error_message: 'Invalid sleep interval' }
  computer.server.planFault('event/store', { kind: 'body', body: JSON.stringify({ stream: [refusal] }) })
  await sleepMode.getByText('Off').click()
  await expect(page.getByText('Off wasn’t saved: Invalid sleep interval')).toBeVisible()
})

test('a Fleep ID outside Fleep’s rule is refused beside its field', async ({ computer }) => {
  const page = await computer.startSignedIn(kai)
  await page.getByRole('button', { name: 'Choose a Fleep ID…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('6 to 30 letters, digits, dots, hyphens and underscores.')).toBeVisible()
  for (const typed of ['kai.k', 'k'.repeat(31)]) {
    await dialog.getByLabel('Fleep ID').fill(typed)
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('Use 6 to 30 characters.')).toBeVisible()
    await dialog.getByLabel('Fleep ID').fill('')
  }
  expect(computer.server.inputsOf('account/configure')).toEqual([])
})
