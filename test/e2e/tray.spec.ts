import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { mailCertificates } from '../mail/certificates'
import { startMailServer } from '../mail/mail-servers'
import { quadrants } from '../pictures'
import { startTrayHost } from '../tray-host'
import { expectAccessible } from './support/accessibility'
import {
  test as base,
  type Computer,
  expect,
  liis,
  marten,
  openThisApp,
  readState,
  serverAccount,
  signIn,
} from './support/app'
import {
  answerNextDialog,
  answerNextFileDialog,
  blankWindows,
  clickNotification,
  clickTray,
  clickTrayEntry,
  dialogCount,
  isOnStandIn,
  notifications,
  openedUrls,
  readClipboard,
  shownDialogs,
  trayIds,
  trayItems,
} from './support/electron-record'
import { checkAndSave, fillForm, mailServerRows, openAddForm, validMailServer } from './support/smtp-form'

/** The desktop of the computer shows tray icons. */
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

interface MenuItemState {
  label: string
  checked: boolean
  enabled: boolean
}

/** An item of the tray's menu or of the application menu. */
async function menuItem(
  computer: Computer,
  id: string,
  menu: 'tray' | 'window' = 'tray',
): Promise<MenuItemState | null> {
  if (menu === 'tray') {
    // The tray icon may appear after the window.
    const found = (await trayItems(computer)).find((item) => item.id === id)
    return found ? { label: found.label, checked: found.checked, enabled: found.enabled } : null
  }
  return computer.app.evaluate(({ Menu }, itemId) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(itemId)
    return item ? { label: item.label, checked: item.checked, enabled: item.enabled } : null
  }, id)
}

async function clickTrayItem(computer: Computer, id: string): Promise<void> {
  await expect.poll(() => menuItem(computer, id)).not.toBeNull()
  expect(await clickTrayEntry(computer, id)).toBe(true)
}

/** Clicks an entry of the tray's menu, or of the application menu if the tray lacks it. */
async function clickItem(computer: Computer, id: string): Promise<void> {
  await expect
    .poll(async () => (await menuItem(computer, id)) ?? (await menuItem(computer, id, 'window')))
    .not.toBeNull()
  if (await clickTrayEntry(computer, id)) return
  await computer.app.evaluate(({ Menu }, itemId) => Menu.getApplicationMenu()?.getMenuItemById(itemId)?.click(), id)
}

const trayLabel = async (computer: Computer, id: string) => (await menuItem(computer, id))?.label
const isTrayItemChecked = async (computer: Computer, id: string) => (await menuItem(computer, id))?.checked

function isWindowVisible(computer: Computer): Promise<boolean> {
  return computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false)
}

function closeWindow(computer: Computer): Promise<void> {
  return computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
}

async function hideWindow(computer: Computer): Promise<void> {
  await answerNextDialog(computer, 0)
  await closeWindow(computer)
  await expect.poll(() => isWindowVisible(computer)).toBe(false)
}

test('the tray and the Account panel reflect each other’s changes', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const { own } = serverAccount(computer, liis)
  await expect.poll(() => trayLabel(computer, 'account')).toBe('Liis Tamm, online')
  await clickTrayItem(computer, 'emailInterval.daily')
  await expect(page.getByRole('radio', { name: 'Daily' })).toBeChecked()
  expect(own.mk_email_interval).toBe('daily')
  const fullPrivacy = page.getByRole('switch', { name: 'Full privacy' })
  await clickTrayItem(computer, 'fullPrivacy')
  await expect(fullPrivacy).toBeChecked()
  expect(own.is_full_privacy).toBe(true)
  await fullPrivacy.click()
  await expect.poll(() => isTrayItemChecked(computer, 'fullPrivacy')).toBe(false)
})

test('the tray has its entries in order, and "Sign out" is not beside "Quit"', async ({ computer }) => {
  const page = await computer.start()
  await expect.poll(() => trayIds(computer)).toEqual(['show', 'account', 'signIn', '-', 'about', '-', 'quit'])
  await signIn(page, liis)
  await expect
    .poll(() => trayIds(computer))
    .toEqual('show account - emailInterval fullPrivacy smtp avatar - open about - signOut - quit'.split(' '))
})

test('the application menu has every action of the tray', async ({ computer }) => {
  await computer.startSignedIn(liis)
  await expect.poll(() => menuItem(computer, 'signOut')).not.toBeNull()
  const ids = (await trayItems(computer)).map(({ id }) => id).filter(Boolean)
  expect(ids.length).toBeGreaterThan(15)
  const missing = []
  for (const id of ids) if ((await menuItem(computer, id, 'window')) === null) missing.push(id)
  // "Show" is not needed in an open window, the panels are in the View menu, and quitting is a standard menu item
  // without an id.
  expect(missing).toEqual(['show', 'open', 'quit'])
})

test('a failed quick action shows a notification that opens the panel', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'Mail servers' }).click()
  await hideWindow(computer)
  computer.server.planFault('account/configure', { kind: 'status', status: 431 })
  await clickTrayItem(computer, 'fullPrivacy')
  const shown = async () => (await notifications(computer)).map(({ title, body }) => `${title}: ${body}`)
  await expect.poll(shown).toEqual(['Full privacy was not changed: Planned failure'])
  // Electron checks the entry when it is clicked.
  expect(await menuItem(computer, 'fullPrivacy', 'tray')).toMatchObject({ checked: false })
  expect(await menuItem(computer, 'fullPrivacy', 'window')).toMatchObject({ checked: false })
  await clickNotification(computer)
  await expect(page.getByRole('heading', { name: 'Account', exact: true })).toBeVisible()
  expect(await isWindowVisible(computer)).toBe(true)
})

test('while a dialog is open, the tray brings the window forward and leaves the dialog as it is', async ({
  computer,
}) => {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'Mail servers' }).click()
  const form = await openAddForm(page)
  await form.getByLabel('Email address').fill('liis@meadow.example')
  await form.getByLabel('Server').fill('mail.meadow.example')
  await form.getByLabel('Password').fill('half typed')
  for (const [index, id] of ['open.account', 'avatar', 'about', 'find', 'diagnostics'].entries()) {
    await hideWindow(computer)
    await clickItem(computer, id)
    await expect.poll(() => isWindowVisible(computer)).toBe(true)
    await expect.poll(async () => (await readState(page)).uiRequest?.id).toBe(index + 1)
    await page.evaluate(rendered)
    await expect(form.getByLabel('Email address')).toHaveValue('liis@meadow.example')
    await expect(form.getByLabel('Server')).toHaveValue('mail.meadow.example')
    await expect(form.getByLabel('Password')).toHaveValue('half typed')
    await expect(page.getByRole('heading', { name: 'Mail servers', includeHidden: true })).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(1)
  }
  // After the dialog, the same entry opens its panel.
  await page.keyboard.press('Escape')
  await expect(form).toBeHidden()
  await clickItem(computer, 'open.account')
  await expect(page.getByRole('heading', { name: 'Account', exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Account', exact: true })).toBeFocused()
})

/** Resolves once the page has rendered the state that it has, and effects have run. */
const rendered = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)))

test('"Sign in…" leads to the form, and About to the version, signed in or not', async ({ computer }) => {
  const page = await computer.start()
  await page.getByRole('button', { name: 'Sign in', exact: true }).focus()
  await clickTrayItem(computer, 'signIn')
  await expect(page.getByLabel('Email or Fleep ID')).toBeFocused()
  await page.getByLabel('Email or Fleep ID').fill(liis.email)
  await clickTrayItem(computer, 'signIn')
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
  await clickTrayItem(computer, 'about')
  const version = await computer.app.evaluate(({ app }) => app.getVersion())
  await expect(page.getByRole('dialog', { name: 'This app' })).toContainText(version)
  await page.keyboard.press('Escape')
  await expect(page.getByLabel('Email or Fleep ID')).toHaveValue(liis.email)

  await signIn(page, liis)
  await page.getByRole('heading', { name: 'Account', exact: true }).waitFor()
  await clickTrayItem(computer, 'about')
  await expect(page.getByRole('heading', { name: 'This app' })).toBeVisible()
  await expect(page.locator('.row:focus')).toContainText(version)
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the Help menu opens the help page and the diagnostics, signed in or not', async ({ computer }) => {
  const page = await computer.start()
  const dialog = page.getByRole('dialog', { name: 'Diagnostics' })
  await clickItem(computer, 'diagnostics')
  await expect(dialog.getByLabel('Diagnostics')).toHaveValue(/Session: signed-out/)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await signIn(page, liis)
  await page.getByRole('heading', { name: 'Account', exact: true }).waitFor()
  await clickItem(computer, 'diagnostics')
  await expect(dialog.getByLabel('Diagnostics')).toHaveValue(/Session: signed-in/)
  await clickItem(computer, 'helpPage')
  const opened = () => openedUrls(computer)
  await expect.poll(opened).toEqual(['https://fleep.zendesk.com/hc/en-us'])
})

test('a page that no browser opens is shown by its address, which can be copied', async ({ computer }) => {
  const page = await computer.start()
  await computer.app.evaluate(({ shell }) => {
    shell.openExternal = async () => {
      throw new Error('Failed to open URL')
    }
  })
  const address = 'https://fleep.zendesk.com/hc/en-us'
  await clickItem(computer, 'helpPage')
  const dialogs = () => shownDialogs(computer)
  await expect.poll(dialogs).toMatchObject([{ kind: 'message', options: { detail: address } }])
  const copied = () => readClipboard(computer)
  expect(await copied()).toBe('')
  await answerNextDialog(computer, 1)
  await page.evaluate((url) => window.open(url), address)
  await expect.poll(copied).toBe(address)
})

test('the menu displays the keys of the search and the panels, which the page handles', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await clickItem(computer, 'find')
  await expect(page.getByRole('combobox', { name: 'Find a setting' })).toBeFocused()
  const shown = await computer.app.evaluate(({ Menu }) =>
    ['find', 'open.account', 'open.app'].map((id) => {
      const item = Menu.getApplicationMenu()?.getMenuItemById(id)
      return [item?.accelerator, item?.registerAccelerator]
    }),
  )
  expect(shown).toEqual(['F', '1', '6'].map((key) => [`CommandOrControl+${key}`, false]))
  const panels = ['Account', 'Mail servers', 'Avatar', 'People', 'Your data', 'This app']
  for (const [index, name] of [...panels.entries()].reverse()) {
    await page.keyboard.press(`Control+Digit${index + 1}`)
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await expect(page.getByRole('button', { name, exact: true })).toBeFocused()
  }
  for (const keys of ['Control+Shift+Digit2', 'Alt+Digit2', 'Control+Digit7']) await page.keyboard.press(keys)
  await page.keyboard.press('Control+f')
  await expect(page.getByRole('combobox', { name: 'Find a setting' })).toBeFocused()
  await expect(page.getByRole('heading', { name: 'Account', level: 1 })).toBeVisible()
})

test('"Start hidden" says what it needs while "Start at login" is off', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs its own D-Bus')
  const page = await computer.startSignedIn(liis)
  await openThisApp(page)
  const startHidden = page.getByRole('switch', { name: 'Start hidden in the tray' })
  await expect(startHidden).toHaveAttribute('aria-disabled', 'true')
  await expect(startHidden).toHaveAccessibleDescription('Turn on “Start at login” first.')
  await expectAccessible(page)
  // It stays as it is for a click and for a key, and keeps the focus.
  await startHidden.click({ force: true })
  await page.keyboard.press('Space')
  await expect(startHidden).toBeChecked()
  await expect(startHidden).toBeFocused()
  await page.getByRole('switch', { name: 'Start at login' }).check()
  await expect(startHidden).toHaveAccessibleDescription(/^When the app starts at login/)
  await startHidden.uncheck()
  await expect(page.locator('#startHidden-note')).toContainText('Saved')
})

test('a quick action in an ended session shows the window and asks for the password', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await hideWindow(computer)
  computer.server.state.endSessions(serverAccount(computer, liis))
  await clickTrayItem(computer, 'fullPrivacy')
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(liis.password)
  expect(await isWindowVisible(computer)).toBe(true)
  await page.keyboard.press('Enter')
  await expect.poll(() => serverAccount(computer, liis).own.is_full_privacy).toBe(true)
})

test('"Change avatar…" opens a file dialog and shows the picture in its frame', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  await hideWindow(computer)
  const path = join(computer.home, 'picture.png')
  await writeFile(path, await quadrants(300, 300).png().toBuffer())
  await answerNextFileDialog(computer, path)
  await clickTrayItem(computer, 'avatar')
  await expect(page.getByRole('application', { name: /^Picture in its frame/ })).toBeVisible()
  await page.getByRole('button', { name: 'Use this picture' }).click()
  await expect(page.getByText('Picture changed')).toBeVisible()
  const hasIcon = async () => (await trayItems(computer)).find(({ id }) => id === 'account')?.hasIcon
  await expect.poll(hasIcon).toBe(true)
})

test('the tray lists mail servers with their state and can check them all', async ({ computer, useMailServer }) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  const { good } = await mailCertificates()
  const server = startMailServer(good, { secure: true })
  const port = await useMailServer(server)
  const page = await computer.startSignedIn(marten)
  await page.getByRole('button', { name: 'Mail servers' }).click()
  const form = await openAddForm(page)
  await fillForm(form, { ...validMailServer, port })
  await form.getByRole('button', { name: 'Save unchecked' }).click()
  await expect(mailServerRows(page)).toHaveCount(1)
  const id = `smtp.${serverAccount(computer, marten).smtp[0]?.smtp_id}`
  await expect.poll(() => trayLabel(computer, id)).toBe('marten@meadow.example: not checked yet')
  await clickTrayItem(computer, 'checkAll')
  await expect.poll(() => trayLabel(computer, id)).toBe('marten@meadow.example: works')
  await expect(mailServerRows(page)).toContainText('Works · checked at')
  await (await server).stop()
  await clickTrayItem(computer, 'checkAll')
  await expect.poll(() => trayLabel(computer, id)).toBe('marten@meadow.example: doesn’t work')
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await clickNotification(computer)
  await expect(page.getByRole('heading', { name: 'Mail servers' })).toBeVisible()
})

test('tray items open their panel, and signing out shows the same question as the window', async ({
  computer,
  useMailServer,
}) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  const page = await computer.startSignedIn(marten)
  await clickTrayItem(computer, 'open.smtp')
  await expect(page.getByRole('heading', { name: 'Mail servers' })).toBeVisible()
  await clickTrayItem(computer, 'signOut')
  await expect(page.getByRole('heading', { name: 'Sign in to Fleep' })).toBeVisible()
  await expect.poll(() => trayLabel(computer, 'account')).toBe('Not signed in')
  expect(await menuItem(computer, 'fullPrivacy')).toBeNull()

  await signIn(page, marten)
  const { good } = await mailCertificates()
  const port = await useMailServer(startMailServer(good, { secure: true }))
  await page.getByRole('button', { name: 'Mail servers' }).click()
  const form = await openAddForm(page)
  await fillForm(form, { ...validMailServer, port })
  await checkAndSave(form)
  await expect(form).toBeHidden()
  await clickTrayItem(computer, 'signOut')
  await expect(page.getByRole('dialog', { name: 'Sign out?' })).toBeVisible()
})

test('closing the window keeps the app in the tray, asks once and keeps unsaved text', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs its own D-Bus')
  const page = await computer.startSignedIn(liis)
  await page.getByText('Advanced').click()
  await page.getByLabel('New name').fill('half typed')
  await hideWindow(computer)
  expect(await dialogCount(computer)).toBe(1)
  // Starting the app again shows the window.
  expect(await computer.startSecondInstance()).toBe(0)
  await expect.poll(() => isWindowVisible(computer)).toBe(true)
  await expect(page.getByLabel('New name')).toHaveValue('half typed')
  await closeWindow(computer)
  await expect.poll(() => isWindowVisible(computer)).toBe(false)
  expect(await dialogCount(computer)).toBe(1)
  await clickTray(computer)
  await expect.poll(() => isWindowVisible(computer)).toBe(true)
})

test('closing the window can quit the app instead', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs its own D-Bus')
  await computer.startSignedIn(liis)
  await computer.waitForStoredSession()
  await answerNextDialog(computer, 1)
  await computer.waitForExit(() => closeWindow(computer))
  const page = await computer.start()
  await openThisApp(page)
  await expect(page.getByRole('switch', { name: 'Stay in the tray' })).not.toBeChecked()
  await computer.waitForExit(() => closeWindow(computer))
})

test('"Start at login" starts the app hidden, if chosen', async ({ computer }) => {
  test.skip(!computer.keyring, 'the autostart file exists on Linux only')
  const page = await computer.startSignedIn(liis)
  const file = join(computer.home, '.config/autostart/fleep-settings.desktop')
  await openThisApp(page)
  await page.getByRole('switch', { name: 'Start at login' }).check()
  await expect(page.getByText('Saved')).toBeVisible()
  expect(await readFile(file, 'utf8')).toMatch(/^Exec=".+" "--hidden"$/m)
  await computer.waitForStoredSession()
  await computer.quit()

  await computer.launch('--hidden')
  await expect.poll(() => trayLabel(computer, 'account')).toContain('Liis Tamm')
  expect(await computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0)
  await clickTrayItem(computer, 'show')
  const shown = await computer.app.firstWindow()
  await openThisApp(shown)
  await shown.getByRole('switch', { name: 'Start hidden in the tray' }).uncheck()
  await shown.getByRole('switch', { name: 'Start at login' }).uncheck()
  await expect.poll(() => readFile(file, 'utf8').catch(() => null)).toBeNull()
  await computer.quit()
  await computer.launch('--hidden')
  await computer.app.firstWindow()
})

test('the window reopens at its last position if that is on a screen', async ({ computer }) => {
  await computer.start()
  const bounds = { x: 120, y: 80, width: 700, height: 500 }
  const windowBounds = () => computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  const setWindowBounds = (to: typeof bounds) =>
    computer.app.evaluate(({ BrowserWindow }, next) => BrowserWindow.getAllWindows()[0]?.setBounds(next), to)
  await setWindowBounds(bounds)
  await computer.quit()
  await computer.start()
  expect(await windowBounds()).toEqual(bounds)
  // The frame of a window must not be added at each start.
  await computer.quit()
  await computer.start()
  expect(await windowBounds()).toEqual(bounds)
  // One that was larger.
  await setWindowBounds({ ...bounds, width: 100_000, height: 100_000 })
  await computer.quit()
  await computer.start()
  const workArea = () => computer.app.evaluate(({ screen }) => screen.getPrimaryDisplay().workArea)
  expect(await windowBounds()).toEqual(await workArea())
  // A display that is no longer connected.
  await setWindowBounds({ ...bounds, x: 5000 })
  await computer.quit()
  const page = await computer.start()
  expect((await windowBounds())?.x).toBeLessThan(2000)
  expect(await page.evaluate(() => innerWidth)).toBe(880)
})

test('a window that was maximized appears with its page, and maximized', async ({ computer }) => {
  await computer.start()
  const isMaximized = () =>
    computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMaximized())
  await computer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.maximize())
  await computer.quit()
  await computer.start()
  // maximize() also shows a window, which is blank until its page is loaded.
  if (isOnStandIn) expect(await blankWindows(computer)).toBe(0)
  expect(await isMaximized()).toBe(true)
})

/** Runs in the app: starts it again as soon as it listens for that, which is before Electron is ready, and once it is. */
function startAgain({ app }: typeof import('electron')): void {
  const early: string[] = []
  Object.assign(globalThis, { early })
  const start = (when: string) => {
    try {
      for (const name of ['second-instance', 'activate']) Reflect.apply(app.emit, app, [name, {}, [], '', null])
      early.push(when)
    } catch (reason) {
      early.push(String(reason))
    }
  }
  void app.whenReady().then(() => start('ready'))
  const emitter: NodeJS.EventEmitter = app
  emitter.on('newListener', (name) => {
    if (name === 'window-all-closed') process.nextTick(start, 'not ready')
  })
}

test('an app that is started again while it starts opens its window once its page is served', async ({ computer }) => {
  const script = join(computer.home, 'second-instance.js')
  await writeFile(script, `(${startAgain})(require('electron'))`)
  computer.scripts.push(script)
  const page = await computer.start()
  expect(await computer.app.evaluate(() => Reflect.get(globalThis, 'early'))).toEqual(['not ready', 'ready'])
  await expect(page.getByRole('heading', { name: 'Sign in to Fleep' })).toBeVisible()
  expect(computer.app.windows()).toHaveLength(1)
})

test('the app registers its link scheme', async ({ computer }) => {
  test.skip(!isOnStandIn, 'systems register an installed app only')
  await computer.start()
  const schemes = () => computer.app.evaluate(({ app }) => Reflect.get(app, 'linkSchemes'))
  await expect.poll(schemes).toEqual(['fleep-settings'])
})

test.describe('on a desktop without a tray', () => {
  base('closing the window quits, and "Stay in the tray" is not offered', async ({ computer }) => {
    base.skip(process.platform !== 'linux', 'macOS and Windows always have a tray')
    const page: Page = await computer.startSignedIn(liis)
    await openThisApp(page)
    await expect(page.getByRole('switch', { name: 'Start at login' })).toBeVisible()
    await expect(page.getByRole('switch', { name: 'Stay in the tray' })).toHaveCount(0)
    await computer.waitForExit(() => closeWindow(computer))
  })
})
