import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { mailCertificates } from '../mail/certificates'
import { startMailServer } from '../mail/mail-servers'
import { quarters } from '../pictures'
import { startTrayHost } from '../tray-host'
import { test as base, type Computer, expect, liis, marten, onServer, signIn } from './support/app'
import { checkAndSave, openForm, rightMailServer, rowsOf, type } from './support/smtp-form'

/** A computer whose desktop shows tray icons. */
const test = base.extend<{ trayHost: undefined }>({
  trayHost: [
    async ({ computer }, use) => {
      const address = computer.keyring?.env.DBUS_SESSION_BUS_ADDRESS
      const stop = address ? await startTrayHost(address) : null
      await use(undefined)
      await stop?.()
    },
    { auto: true },
  ],
})

test.beforeEach(() => {
  test.skip(!process.env.ELECTRON_OVERRIDE_DIST_PATH, 'a tray can only be clicked in the stand-in’s record')
})

interface Entry {
  label: string
  checked: boolean
  enabled: boolean
}

/** An entry of the tray's menu, or of the window's. */
function entry(computer: Computer, id: string, menu: 'tray' | 'window' = 'tray'): Promise<Entry | null> {
  return computer.app.evaluate(
    ({ Menu }, [wanted, where]) => {
      // The icon comes a little after the window.
      const tray = Reflect.get(globalThis, 'standIn').trays[0]?.contextMenu
      const item = (where === 'tray' ? tray : Menu.getApplicationMenu())?.getMenuItemById(wanted)
      return item ? { label: item.label, checked: item.checked, enabled: item.enabled } : null
    },
    [id, menu] as const,
  )
}

async function click(computer: Computer, id: string): Promise<void> {
  await expect.poll(() => entry(computer, id)).not.toBeNull()
  await computer.app.evaluate((_electron, wanted) => {
    Reflect.get(globalThis, 'standIn').trays[0].contextMenu.getMenuItemById(wanted).click()
  }, id)
}

const label = async (computer: Computer, id: string) => (await entry(computer, id))?.label
const isChecked = async (computer: Computer, id: string) => (await entry(computer, id))?.checked

function isVisible(computer: Computer): Promise<boolean> {
  return computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false)
}

function closeWindow(computer: Computer): Promise<void> {
  return computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
}

/** Answers the app's next question with the button at this place. */
function willAnswer(computer: Computer, response: number): Promise<void> {
  return computer.app.evaluate((_electron, answer) => {
    Reflect.get(globalThis, 'standIn').dialogAnswers.push({ response: answer, checkboxChecked: false })
  }, response)
}

async function hide(computer: Computer): Promise<void> {
  await willAnswer(computer, 0)
  await closeWindow(computer)
  await expect.poll(() => isVisible(computer)).toBe(false)
}

test('what is clicked in the tray is changed at Fleep, and the panel follows; and the other way round', async ({
  computer,
}) => {
  const page = await computer.startSignedIn(liis)
  const { own } = onServer(computer, liis)
  await expect.poll(() => label(computer, 'account')).toBe('Liis Tamm, online')
  await click(computer, 'emailInterval.daily')
  await expect(page.getByRole('radio', { name: 'Daily' })).toBeChecked()
  expect(own.mk_email_interval).toBe('daily')
  for (const [id, name, key, value] of [
    ['fullPrivacy', 'Full privacy', 'is_full_privacy', true],
    ['automute', 'Mute mail from new senders', 'is_automute_enabled', false],
    ['newsletter', 'Newsletter', 'is_newsletter_disabled', true],
  ] as const) {
    const before = await isChecked(computer, id)
    await click(computer, id)
    await expect(page.getByRole('switch', { name })).toBeChecked({ checked: !before })
    expect(own[key]).toBe(value)
    await page.getByRole('switch', { name }).click()
    await expect.poll(() => isChecked(computer, id)).toBe(before)
  }
})

test('everything that the tray can do is in the window’s menu too', async ({ computer }) => {
  await computer.startSignedIn(liis)
  await expect.poll(() => entry(computer, 'signOut')).not.toBeNull()
  const ids = await computer.app.evaluate(() => {
    interface Item {
      id: string
      submenu?: { items: Item[] }
    }
    const all = (items: Item[]): string[] => items.flatMap(({ id, submenu }) => [id, ...all(submenu?.items ?? [])])
    return all(Reflect.get(globalThis, 'standIn').trays[0].contextMenu.items).filter(Boolean)
  })
  expect(ids.length).toBeGreaterThan(12)
  const missing = []
  for (const id of ids) if ((await entry(computer, id, 'window')) === null) missing.push(id)
  // The window is there already, and quitting is in the menu that every app has.
  expect(missing).toEqual(['show', 'quit'])
})

test('a quick action that fails says so, and its notification opens the panel', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'SMTP' }).click()
  await hide(computer)
  computer.server.next('account/configure', { kind: 'status', status: 431 })
  await click(computer, 'fullPrivacy')
  const told = () =>
    computer.app.evaluate(() =>
      Reflect.get(globalThis, 'standIn').notifications.map(({ body }: { body: string }) => body),
    )
  await expect.poll(told).toEqual(['Planned failure'])
  await computer.app.evaluate(() => Reflect.get(globalThis, 'standIn').notifications[0].emit('click'))
  await expect(page.getByRole('heading', { name: 'Account' })).toBeVisible()
  expect(await isVisible(computer)).toBe(true)
})

test('a quick action of a session that has ended shows the window and asks for the password', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await hide(computer)
  computer.server.state.endSessions(onServer(computer, liis))
  await click(computer, 'fullPrivacy')
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(liis.password)
  expect(await isVisible(computer)).toBe(true)
  await page.keyboard.press('Enter')
  await expect.poll(() => onServer(computer, liis).own.is_full_privacy).toBe(true)
})

test('"Change avatar…" asks for a file and shows it in its frame', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await hide(computer)
  const path = join(computer.home, 'picture.png')
  await writeFile(path, await quarters(300, 300).png().toBuffer())
  await computer.app.evaluate((_electron, filePath) => {
    Reflect.get(globalThis, 'standIn').dialogAnswers.push({ canceled: false, filePaths: [filePath] })
  }, path)
  await click(computer, 'avatar')
  await expect(page.getByRole('application', { name: /^Picture in its frame/ })).toBeVisible()
  await page.getByRole('button', { name: 'Use this picture' }).click()
  await expect(page.getByText('Your picture is changed')).toBeVisible()
  const hasIcon = () =>
    computer.app.evaluate(() => {
      const { options } = Reflect.get(globalThis, 'standIn').trays[0].contextMenu.getMenuItemById('account')
      return Boolean(options.icon)
    })
  await expect.poll(hasIcon).toBe(true)
})

test('mail servers are in the tray with their state, and all of them can be checked', async ({
  computer,
  useMailServer,
}) => {
  test.skip(!computer.keyring, 'needs a keyring of its own')
  const { good } = await mailCertificates()
  const server = startMailServer(good, { secure: true })
  const port = await useMailServer(server)
  const page = await computer.startSignedIn(marten)
  await page.getByRole('button', { name: 'SMTP' }).click()
  const form = await openForm(page)
  await type(form, { ...rightMailServer, port })
  await form.getByRole('button', { name: 'Save unchecked' }).click()
  await expect(rowsOf(page)).toHaveCount(1)
  const id = `smtp.${onServer(computer, marten).smtp[0]?.smtp_id}`
  await expect.poll(() => label(computer, id)).toBe('marten@meadow.example: not checked yet')
  await click(computer, 'checkAll')
  await expect.poll(() => label(computer, id)).toBe('marten@meadow.example: works')
  await expect(rowsOf(page)).toContainText('It works from this computer')
  await (await server).stop()
  await click(computer, 'checkAll')
  await expect.poll(() => label(computer, id)).toBe('marten@meadow.example: does not work')
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await computer.app.evaluate(() => Reflect.get(globalThis, 'standIn').notifications[0].emit('click'))
  await expect(page.getByRole('heading', { name: 'SMTP' })).toBeVisible()
})

test('settings open at their panel, and signing out asks what it asks in the window', async ({
  computer,
  useMailServer,
}) => {
  test.skip(!computer.keyring, 'needs a keyring of its own')
  const page = await computer.startSignedIn(marten)
  await click(computer, 'open.smtp')
  await expect(page.getByRole('heading', { name: 'SMTP' })).toBeVisible()
  await click(computer, 'signOut')
  await expect(page.getByRole('heading', { name: 'Sign in to Fleep' })).toBeVisible()
  await expect.poll(() => label(computer, 'account')).toBe('Not signed in')
  expect(await entry(computer, 'fullPrivacy')).toBeNull()

  await signIn(page, marten)
  const { good } = await mailCertificates()
  const port = await useMailServer(startMailServer(good, { secure: true }))
  await page.getByRole('button', { name: 'SMTP' }).click()
  const form = await openForm(page)
  await type(form, { ...rightMailServer, port })
  await checkAndSave(form)
  await expect(form).toBeHidden()
  await click(computer, 'signOut')
  await expect(page.getByRole('dialog', { name: 'Sign out?' })).toBeVisible()
})

test('closing the window keeps the app in the tray, which is said once; what was typed stays', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs a bus of its own')
  const page = await computer.startSignedIn(liis)
  await page.getByText('Advanced').click()
  await page.getByLabel('New name').fill('half typed')
  const questions = () => computer.app.evaluate(() => Reflect.get(globalThis, 'standIn').dialogs.length)
  await hide(computer)
  expect(await questions()).toBe(1)
  // Starting the app again always shows the window.
  expect(await computer.startSecond()).toBe(0)
  await expect.poll(() => isVisible(computer)).toBe(true)
  await expect(page.getByLabel('New name')).toHaveValue('half typed')
  await closeWindow(computer)
  await expect.poll(() => isVisible(computer)).toBe(false)
  expect(await questions()).toBe(1)
  await computer.app.evaluate(() => Reflect.get(globalThis, 'standIn').trays[0].emit('click'))
  await expect.poll(() => isVisible(computer)).toBe(true)
})

test('the person may have it quit instead', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs a bus of its own')
  await computer.startSignedIn(liis)
  await computer.untilRemembered()
  await willAnswer(computer, 1)
  await computer.untilEnded(() => closeWindow(computer))
  const page = await computer.start()
  await expect(page.getByRole('switch', { name: 'Stay in the tray' })).not.toBeChecked()
  await computer.untilEnded(() => closeWindow(computer))
})

test('it starts at login and hidden where that was chosen', async ({ computer }) => {
  test.skip(!computer.keyring, 'the file is Linux’s, and so is its bus')
  const page = await computer.startSignedIn(liis)
  const file = join(computer.home, '.config/autostart/fleep-settings.desktop')
  await page.getByRole('switch', { name: 'Start at login' }).check()
  await expect(page.getByText('Saved')).toBeVisible()
  expect(await readFile(file, 'utf8')).toMatch(/^Exec=".+" "--hidden"$/m)
  await computer.untilRemembered()
  await computer.quit()

  await computer.launch('--hidden')
  await expect.poll(() => label(computer, 'account')).toContain('Liis Tamm')
  expect(await computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0)
  await click(computer, 'show')
  const shown = await computer.app.firstWindow()
  await shown.getByRole('switch', { name: 'Start hidden in the tray' }).uncheck()
  await shown.getByRole('switch', { name: 'Start at login' }).uncheck()
  await expect.poll(() => readFile(file, 'utf8').catch(() => null)).toBeNull()
  await computer.quit()
  await computer.launch('--hidden')
  await computer.app.firstWindow()
})

test('the window comes back where it was, unless nobody could see it there', async ({ computer }) => {
  await computer.start()
  const bounds = { x: 120, y: 80, width: 700, height: 500 }
  const place = () => computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  const move = (to: typeof bounds) =>
    computer.app.evaluate(({ BrowserWindow }, next) => BrowserWindow.getAllWindows()[0]?.setBounds(next), to)
  await move(bounds)
  await computer.quit()
  await computer.start()
  expect(await place()).toEqual(bounds)
  // A display that is not there any more.
  await move({ ...bounds, x: 5000 })
  await computer.quit()
  await computer.start()
  expect(await place()).toMatchObject({ x: 0, width: 880 })
})

test('the app says which links are its own', async ({ computer }) => {
  await computer.start()
  const schemes = () => computer.app.evaluate(({ app }) => Reflect.get(app, 'linkSchemes'))
  await expect.poll(schemes).toEqual(['fleep-settings'])
})

test.describe('on a desktop without a tray', () => {
  base('closing the window quits, and nothing is offered that hides it', async ({ computer }) => {
    base.skip(process.platform !== 'linux', 'other systems always have one')
    const page: Page = await computer.startSignedIn(liis)
    await expect(page.getByRole('switch', { name: 'Start at login' })).toBeVisible()
    await expect(page.getByRole('switch', { name: 'Stay in the tray' })).toHaveCount(0)
    await computer.untilEnded(() => closeWindow(computer))
  })
})
