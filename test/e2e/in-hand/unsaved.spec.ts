import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../../texts/en'
import { quadrants } from '../../pictures'
import { startTrayHost } from '../../tray-host'
import { expect, kai, liis, serverAccount, test } from '../support/app'
import { dropFile } from '../support/drop-file'

const nameField = (page: Page) => page.locator('#displayName')
const note = (page: Page) => page.locator('#displayName-note')
const quitDialog = (page: Page): Locator => page.getByRole('dialog', { name: en['unsaved.quitTitle'] })

test('typing on after a save says that the text is not saved', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await nameField(page).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(note(page)).toContainText(en['common.saved'])
  await nameField(page).pressSequentially('-Tamm')
  await expect(note(page)).toHaveText(en['saving.howToSave'])
  await page.keyboard.press('Escape')
  await expect(nameField(page)).toHaveValue('Liis Saar')
  await expect(note(page)).toContainText(en['common.saved'])
})

test('typing on while a save runs says that the text is not saved', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.planFault('account/configure', { kind: 'delay', milliseconds: 1000 })
  await nameField(page).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await nameField(page).pressSequentially('-Tamm')
  await expect(note(page)).toHaveText(en['saving.howToSave'])
  await expect.poll(() => serverAccount(computer, liis).displayName).toBe('Liis Saar')
  await expect(page.locator('header')).toContainText('Liis Saar')
  await expect(note(page)).toHaveText(en['saving.howToSave'])
  await expect(nameField(page)).toHaveValue('Liis Saar-Tamm')
})

test('quitting saves what is typed', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await nameField(page).fill('Liis Saar')
  await computer.waitForExit(() => computer.app.evaluate(({ app }) => app.quit()))
  expect(serverAccount(computer, liis).displayName).toBe('Liis Saar')
})

test('closing the window saves what is typed before the app quits', async ({ computer }) => {
  await computer.writePreferences({ toldOfBasics: true, toldOfTray: true, stayInTray: false })
  const page = await computer.startSignedIn(liis)
  await computer.waitForStoredSession()
  await nameField(page).fill('Liis Saar')
  await computer.waitForExit(() =>
    computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()),
  )
  expect(serverAccount(computer, liis).displayName).toBe('Liis Saar')
})

test('closing the window to the tray saves what is typed, and shows the window again if that fails', async ({
  computer,
}) => {
  const busAddress = computer.keyring?.env.DBUS_SESSION_BUS_ADDRESS
  test.skip(!busAddress, 'needs its own bus')
  const stop = await startTrayHost(busAddress ?? '')
  await computer.writePreferences({ toldOfBasics: true, toldOfTray: true })
  const page = await computer.startSignedIn(liis)
  const isVisible = () =>
    computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false)
  const close = () => computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await nameField(page).fill('Liis Saar')
  await close()
  await expect.poll(() => serverAccount(computer, liis).displayName).toBe('Liis Saar')
  await expect.poll(isVisible).toBe(false)
  await computer.startSecondInstance()
  await expect.poll(isVisible).toBe(true)

  computer.server.planFault('account/configure', { kind: 'status', status: 431 })
  await nameField(page).fill('Liis Kuusk')
  await close()
  await expect(note(page).locator('.error')).toBeVisible()
  await expect.poll(isVisible).toBe(true)
  await expect(nameField(page)).toBeFocused()
  // What failed before stays in the hidden window. Quitting asks about it, also while the window is being hidden.
  await computer.app.evaluate(({ app, BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close()
    BrowserWindow.getAllWindows()[0]?.once('hide', () => app.quit())
  })
  await expect(quitDialog(page)).toBeVisible()
  await stop()
})

test('a window that is slow to answer is hidden, and the app stays in the tray', async ({ computer }) => {
  const busAddress = computer.keyring?.env.DBUS_SESSION_BUS_ADDRESS
  test.skip(!busAddress, 'needs its own bus')
  const stop = await startTrayHost(busAddress ?? '')
  await computer.writePreferences({ toldOfBasics: true, toldOfTray: true })
  const page = await computer.startSignedIn(liis)
  // The page answers later than the main process waits.
  const blocked = page.evaluate(() => {
    const end = performance.now() + 6500
    while (performance.now() < end);
  })
  await computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await blocked
  // By then, the late answer has arrived, too.
  await page.evaluate(() => window.fleepSettings.run('app.dismissFileProblem', {}))
  await page.evaluate(() => window.fleepSettings.run('app.dismissFileProblem', {}))
  expect(await computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(false)
  await stop()
})

test('quitting with a name that cannot be saved brings the window back with its row, and asks', async ({
  computer,
}) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: en['panel.people'] }).click()
  await page.getByRole('button', { name: en['panel.account'], exact: true }).click()
  computer.server.planFault('account/configure', { kind: 'status', status: 431 }, 3)
  await nameField(page).fill('Liis Saar')
  await computer.app.evaluate(({ app }) => app.quit())
  await expect(quitDialog(page)).toContainText(en['setting.displayName'])
  await quitDialog(page).getByRole('button', { name: en['unsaved.stay'] }).click()
  await expect(nameField(page)).toHaveValue('Liis Saar')
  await expect(nameField(page)).toBeFocused()

  await computer.app.evaluate(({ app }) => app.quit())
  await computer.waitForExit(() => quitDialog(page).getByRole('button', { name: en['unsaved.quit'] }).click())
  expect(serverAccount(computer, liis).displayName).toBe(liis.displayName)
})

test('signing out asks once where something unsaved would be lost, and names it', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.planFault('account/configure', { kind: 'status', status: 431 }, 3)
  await nameField(page).fill('Liis Saar')
  await page.getByRole('button', { name: en['session.signOut'] }).click()
  const dialog = page.getByRole('dialog', { name: en['session.signOutTitle'] })
  await expect(dialog).toContainText(en['setting.displayName'])
  await dialog.getByRole('button', { name: en['session.signOut'] }).click()
  await expect(page.locator('#email')).toBeVisible()
})

test('signing out saves what is typed first', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await nameField(page).fill('Liis Saar')
  await page.getByRole('button', { name: en['session.signOut'] }).click()
  await expect(page.locator('#email')).toBeVisible()
  expect(serverAccount(computer, liis).displayName).toBe('Liis Saar')
})

test('a change that fails after its panel was left shows on the entry of the panel', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.latency = 300
  computer.server.planFault('account/configure', { kind: 'status', status: 431 }, 3)
  await nameField(page).fill('Liis Saar')
  await page.getByRole('button', { name: en['panel.people'] }).click()
  const entry = page.locator('nav .entry').first()
  await expect(entry).toContainText('1 not saved')
  const mark = entry.locator('.failed-mark')
  await expect(mark).toHaveAttribute('aria-live', 'polite')
  await entry.click()
  // Here, the row announces a failure.
  await expect(mark).toHaveAttribute('aria-live', 'off')
  await expect(nameField(page)).toHaveValue('Liis Saar')
  await page.locator('#displayName').fill('Liis Kuusk')
  await page.keyboard.press('Enter')
  await expect(entry).not.toContainText('not saved')
})

test('a look-up that fails leaves nothing unsaved: the entry of its panel says that it failed', async ({
  computer,
}) => {
  const page = await computer.startSignedIn(liis)
  const entry = page.getByRole('button', { name: en['panel.people'] })
  await entry.click()
  computer.server.planFault('account/lookup', { kind: 'status', status: 431 }, 3)
  await page.locator('#people-addresses').fill('rasmus@meadow.example')
  await page.getByRole('button', { name: en['people.lookUp'], exact: true }).click()
  await expect(entry).toContainText('1 failed')
  await expect(entry).not.toContainText('not saved')
})

test('each row has its own Undo until the panel is left, and a failed Undo can be tried again', async ({
  computer,
}) => {
  const page = await computer.startSignedIn(liis)
  const undo = page.getByRole('button', { name: en['common.undo'] })
  await page.getByRole('switch', { name: en['setting.fullPrivacy'] }).check()
  await page.getByRole('switch', { name: en['setting.newsletter'] }).uncheck()
  await expect(undo).toHaveCount(2)
  computer.server.planFault('account/configure', { kind: 'status', status: 431 })
  await page.locator('#fullPrivacy-note').getByRole('button', { name: en['common.undo'] }).click()
  await page.locator('#fullPrivacy-note').getByRole('button', { name: en['common.retry'] }).click()
  await expect(page.getByRole('switch', { name: en['setting.fullPrivacy'] })).not.toBeChecked()
  await expect.poll(() => serverAccount(computer, liis).own.is_full_privacy).toBe(false)
  await page.getByRole('button', { name: en['panel.people'] }).click()
  await page.getByRole('button', { name: en['panel.account'], exact: true }).click()
  await expect(undo).toHaveCount(0)
})

test('Undo after a failed change gives up what was typed', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await nameField(page).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await expect(note(page)).toContainText(en['common.saved'])
  computer.server.planFault('account/configure', { kind: 'status', status: 431 })
  await nameField(page).fill('Liis Kuusk')
  await page.keyboard.press('Enter')
  await note(page).getByRole('button', { name: en['common.undo'] }).click()
  await expect(nameField(page)).toHaveValue(liis.displayName)
  await page.getByRole('button', { name: en['panel.people'] }).click()
  expect(serverAccount(computer, liis).displayName).toBe(liis.displayName)
})

test('a removed client setting is not set again by what was typed in it', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.locator('.group summary').click()
  computer.server.planFault('account/configure', { kind: 'status', status: 431 })
  await page.locator('#clientSetting-theme').fill('dark')
  await page.keyboard.press('Enter')
  await expect(page.locator('#clientSetting-theme-note .error')).toBeVisible()
  await page.getByRole('button', { name: en['clientSettings.removeOf'].replace('{name}', 'theme') }).click()
  await expect(page.locator('#clientSetting-theme')).toBeDisabled()
  await computer.waitForExit(() => computer.app.evaluate(({ app }) => app.quit()))
  expect(serverAccount(computer, liis).clientSettings).toEqual({ sound: true })
})

test('what is typed in a form that adds something stays when another panel opens', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.locator('#new-address').fill('liis@else')
  await page.getByRole('button', { name: en['panel.people'] }).click()
  await page.getByRole('button', { name: en['panel.account'], exact: true }).click()
  await expect(page.locator('#new-address')).toHaveValue('liis@else')
  // Quitting names it. A form that was emptied again is no loss.
  await computer.app.evaluate(({ app }) => app.quit())
  await expect(quitDialog(page)).toContainText(en['aliases.another'])
  await quitDialog(page).getByRole('button', { name: en['unsaved.stay'] }).click()
  await page.locator('#new-address').fill('')
  await computer.waitForExit(() => computer.app.evaluate(({ app }) => app.quit()))
})

test('signing out does not wait for what is no setting, and asks after three seconds', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.planFault('account/lookup', { kind: 'never-answers' })
  await page.getByRole('button', { name: en['panel.people'] }).click()
  await page.locator('#people-addresses').fill('a@b.example')
  await page.getByRole('button', { name: en['people.lookUp'] }).click()
  await page.getByRole('button', { name: en['panel.account'], exact: true }).click()
  computer.server.planFault('account/configure', { kind: 'never-answers' })
  await page.locator('#newsletter').click()
  await page.getByRole('button', { name: en['session.signOut'] }).click()
  const dialog = page.getByRole('dialog', { name: en['session.signOutTitle'] })
  await expect(dialog).toContainText(en['setting.newsletter'])
  await dialog.getByRole('button', { name: en['session.signOut'] }).click()
  await expect(page.locator('#email')).toBeVisible()
})

test('Undo of the second of two quick changes goes back to the first', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.latency = 300
  await nameField(page).fill('Liis Saar')
  await page.keyboard.press('Enter')
  await nameField(page).fill('Liis Kuusk')
  await page.keyboard.press('Enter')
  await expect.poll(() => serverAccount(computer, liis).displayName).toBe('Liis Kuusk')
  await note(page).getByRole('button', { name: en['common.undo'] }).click()
  await expect(note(page)).toContainText(en['saving.undone'])
  expect(serverAccount(computer, liis).displayName).toBe('Liis Saar')
})

test('Remove works while what was typed in the setting is being saved', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.locator('.group summary').click()
  computer.server.latency = 200
  await page.locator('#clientSetting-theme').fill('dark')
  await page.getByRole('button', { name: en['clientSettings.removeOf'].replace('{name}', 'theme') }).click()
  await expect(page.locator('#clientSetting-theme')).toBeDisabled()
  await expect.poll(() => serverAccount(computer, liis).clientSettings).toEqual({ sound: true })
})

test('quitting names an open dialog with something typed in it, and keeps it open', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: en['panel.smtp'] }).click()
  await page.locator('#add-mail-server').click()
  const dialog = page.getByRole('dialog', { name: en['smtp.addTitle'] })
  await dialog.getByLabel(en['smtp.address']).fill('liis@meadow.example')
  await computer.app.evaluate(({ app }) => app.quit())
  await expect(quitDialog(page)).toContainText(en['smtp.addTitle'])
  await quitDialog(page).getByRole('button', { name: en['unsaved.stay'] }).click()
  await expect(dialog.getByLabel(en['smtp.address'])).toHaveValue('liis@meadow.example')
  await expect(dialog.getByLabel(en['smtp.address'])).toBeFocused()
  // A dialog that was closed is no loss.
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await computer.waitForExit(() => computer.app.evaluate(({ app }) => app.quit()))
})

test('quitting names a list on People that was not looked up, and a framed picture', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: en['panel.people'] }).click()
  await page.locator('#people-addresses').fill(kai.email)
  await page.getByRole('button', { name: en['panel.account'], exact: true }).click()
  await computer.app.evaluate(({ app }) => app.quit())
  await expect(quitDialog(page)).toContainText(en['people.addresses'])
  await quitDialog(page).getByRole('button', { name: en['unsaved.stay'] }).click()
  await expect(page.locator('#people-addresses')).toBeFocused()
  await page.getByRole('button', { name: en['people.lookUp'] }).click()
  await expect(page.locator('table')).toContainText(kai.displayName)

  const path = join(computer.home, 'picture.png')
  await writeFile(path, await quadrants(40, 30).png().toBuffer())
  await dropFile(page, path)
  await expect(page.locator('#use-picture')).toBeVisible()
  await computer.app.evaluate(({ app }) => app.quit())
  await expect(quitDialog(page)).toContainText(en['panel.avatar'])
  await expect(quitDialog(page)).not.toContainText(en['people.addresses'])
  await quitDialog(page).getByRole('button', { name: en['unsaved.stay'] }).click()
  await page.getByRole('button', { name: en['common.cancel'] }).click()
  await computer.waitForExit(() => computer.app.evaluate(({ app }) => app.quit()))
})

test('quitting waits for a page that is busy, so that what is typed in it is not lost', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await nameField(page).fill('Liis Saar')
  const blocked = page.evaluate(() => {
    const end = performance.now() + 6500
    while (performance.now() < end);
  })
  await computer.waitForExit(async () => {
    await computer.app.evaluate(({ app }) => app.quit())
    await blocked.catch(() => undefined)
  })
  expect(serverAccount(computer, liis).displayName).toBe('Liis Saar')
})

test('quitting does not wait for a page that has crashed', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const devTools = await page.context().newCDPSession(page)
  void devTools.send('Page.crash').catch(() => undefined)
  await expect
    .poll(() => computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.isCrashed()))
    .toBe(true)
  await computer.waitForExit(() => computer.app.evaluate(({ app }) => app.quit()))
})

test('signing out shows that it is waiting for what is being saved', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.planFault('account/configure', { kind: 'never-answers' })
  await page.locator('#newsletter').click()
  const signOut = page.getByRole('button', { name: en['session.signOut'] })
  await signOut.click()
  await expect(signOut).toHaveAttribute('aria-disabled', 'true')
  await expect(signOut).toContainText('…')
  await expect(page.getByRole('dialog', { name: en['session.signOutTitle'] })).toBeVisible()
})

test('Quit overtakes a sign-out that is still waiting, and asks about what is not saved', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: en['panel.people'] }).click()
  await page.locator('#people-addresses').fill(kai.email)
  await page.getByRole('button', { name: en['panel.account'], exact: true }).click()
  computer.server.planFault('account/configure', { kind: 'never-answers' })
  await nameField(page).fill('Liis Saar')
  await computer.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('signOut')?.click())
  await expect.poll(() => computer.server.inputsOf('account/configure').length).toBe(1)
  await computer.app.evaluate(({ app }) => app.quit())
  await expect(quitDialog(page)).toContainText(en['people.addresses'])
  await expect(page.getByRole('dialog')).toHaveCount(1)
  expect(computer.server.inputsOf('account/logout')).toEqual([])
})

test('Quit overtakes the Sign out button, so that there is one question', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.planFault('account/configure', { kind: 'never-answers' })
  await page.locator('#newsletter').click()
  await page.getByRole('button', { name: en['session.signOut'] }).click()
  await computer.app.evaluate(({ app }) => app.quit())
  await expect(quitDialog(page)).toContainText(en['setting.newsletter'])
  await expect(page.locator('#sign-out')).toHaveAttribute('aria-disabled', 'false')
  await expect(page.getByRole('dialog')).toHaveCount(1)
})

test('after a click on "Keep editing", the keys go to the field', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const keepEditing = () => quitDialog(page).getByRole('button', { name: en['unsaved.stay'] })
  computer.server.planFault('account/configure', { kind: 'status', status: 431 }, 3)
  await nameField(page).fill('Liis Saar')
  await computer.app.evaluate(({ app }) => app.quit())
  await expect(keepEditing()).toBeVisible()
  await page.mouse.move(1, 1)
  await keepEditing().click()
  await expect(nameField(page)).toBeFocused()
  await page.keyboard.type('x')
  await expect(nameField(page)).toHaveValue('Liis Saarx')
  await nameField(page).fill(liis.displayName)
  await page.keyboard.press('Enter')

  // The same in a dialog below.
  await page.getByRole('button', { name: en['panel.smtp'] }).click()
  await page.locator('#add-mail-server').click()
  const address = page.getByRole('dialog', { name: en['smtp.addTitle'] }).getByLabel(en['smtp.address'])
  await address.fill('liis@meadow.exampl')
  await computer.app.evaluate(({ app }) => app.quit())
  await expect(keepEditing()).toBeVisible()
  await page.mouse.move(1, 1)
  await keepEditing().click()
  await expect(address).toBeFocused()
  await page.keyboard.type('e')
  await expect(address).toHaveValue('liis@meadow.example')
})

test('quitting names a dialog that shows what was typed when it was open before', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: en['panel.smtp'] }).click()
  await page.locator('#add-mail-server').click()
  const dialog = page.getByRole('dialog', { name: en['smtp.addTitle'] })
  await dialog.getByLabel(en['smtp.address']).fill('liis@meadow.example')
  await page.keyboard.press('Escape')
  await page.mouse.move(1, 1)
  await page.locator('#add-mail-server').click()
  await expect(dialog.getByLabel(en['smtp.address'])).toHaveValue('liis@meadow.example')
  await computer.app.evaluate(({ app }) => app.quit())
  await expect(quitDialog(page)).toContainText(en['smtp.addTitle'])
})

test('quitting waits for a change of any row, and names it if it fails', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: en['panel.avatar'] }).click()
  const path = join(computer.home, 'picture.png')
  await writeFile(path, await quadrants(40, 30).png().toBuffer())
  await dropFile(page, path)
  await expect(page.getByRole('application').locator('cropper-image')).toBeVisible()
  // What has just appeared under a still pointer takes no click.
  await page.mouse.move(1, 1)
  await page.locator('#use-picture').click()
  await expect(page.getByText(en['avatar.isChanged'])).toBeVisible()
  await page.mouse.move(1, 1)
  computer.server.latency = 600
  computer.server.planFault('avatar/delete', { kind: 'status', status: 431 })
  await page.locator('#remove-picture').click()
  await computer.app.evaluate(({ app }) => app.quit())
  await expect(quitDialog(page)).toContainText(en['panel.avatar'])
})

test('quitting waits for what a dialog sends, and goes on by itself once nothing is left', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.planFault('account/configure', { kind: 'delay', milliseconds: 4000 })
  await page.getByRole('button', { name: 'Change password…' }).click()
  await page.getByLabel('Current password').fill(liis.password)
  await page.getByLabel('New password').fill('seven quiet herons by the lake')
  await page.getByRole('button', { name: 'Change password', exact: true }).click()
  await computer.waitForExit(() => computer.app.evaluate(({ app }) => app.quit()))
  expect(serverAccount(computer, liis).password).toBe('seven quiet herons by the lake')
})

test('Undo of the second of two quick choices goes back to the first', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.latency = 300
  const interval = () => computer.server.inputsOf('account/configure').at(-1)?.email_interval
  const options = page.locator('[name=emailInterval]')
  const [first, second] = ['daily', 'never']
  await options.and(page.locator(`[value=${first}]`)).check()
  await options.and(page.locator(`[value=${second}]`)).check()
  await expect.poll(interval).toBe(second)
  await page.locator('#emailInterval-note').getByRole('button', { name: en['common.undo'] }).click()
  await expect(page.locator('#emailInterval-note')).toContainText(en['saving.undone'])
  expect(interval()).toBe(first)
})
