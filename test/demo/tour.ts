/** Goes through the app automatically: prints each step and takes a screenshot of it. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { et } from '../../texts/et'
import { runCommand } from '../e2e/support/command'
import { Computer, kai, liis, marten, serverAccount, signIn } from '../e2e/support/computer'
import { dropFile } from '../e2e/support/drop-file'
import { checkAndSave, fillForm, mailServerRows, openAddForm } from '../e2e/support/smtp-form'
import { sendNotificationEmail } from '../fleep-server/notification-calls'
import { runScript } from '../run-script'
import { startMailServers } from './mail'
import { portrait } from './portrait'

const folder = process.argv.find((argument) => argument.startsWith('--screenshots='))?.slice('--screenshots='.length)
const screenshots = folder ?? 'docs/screenshots'
const normal = { width: 880, height: 680 }
const small = { width: 420, height: 680 }

class Tour {
  /** The names of its screenshots. */
  readonly taken = new Set<string>()

  constructor(
    readonly computer: Computer,
    private page: Page,
  ) {}

  /** Sets the page of the running app; call after a restart. */
  setPage(page: Page): void {
    this.page = page
  }

  async step(name: string, sentence: string, action: (page: Page) => Promise<unknown>): Promise<void> {
    await action(this.page)
    const file = `${String(this.taken.size + 1).padStart(2, '0')}-${name}.png`
    this.taken.add(file)
    await this.page.screenshot({ path: join(screenshots, file), animations: 'disabled', caret: 'hide' })
    process.stdout.write(`${sentence} (${file})\n`)
  }

  resize({ width, height }: typeof normal): Promise<void> {
    return this.computer.resize(width, height)
  }
}

const expectSaved = (page: Page, setting: string) => expect(page.locator(`[id="${setting}-note"] .saved`)).toBeVisible()

async function walkThroughAccount(tour: Tour): Promise<void> {
  const { computer } = tour
  const { server } = computer

  await tour.step('sign-in', 'The sign-in view waits for an email address and a password.', (page) =>
    expect(page.getByLabel('Email or Fleep ID')).toBeVisible(),
  )
  await tour.step(
    'wrong-password',
    'A wrong password shows an error, and the fields keep their text.',
    async (page) => {
      await signIn(page, liis, 'not-her-password')
      await expect(page.getByText('Incorrect email or password')).toBeVisible()
    },
  )
  await tour.step('account', `${liis.displayName} signs in and sees her account.`, async (page) => {
    await signIn(page, liis)
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
  })
  await tour.step('name-saved', 'She changes her name, presses Enter, and sees it saved.', async (page) => {
    await page.getByLabel('Name', { exact: true }).fill('Liis Saar')
    await page.keyboard.press('Enter')
    await expectSaved(page, 'displayName')
    expect(serverAccount(computer, liis).displayName).toBe('Liis Saar')
  })
  await tour.step('name-undone', 'Undo restores the previous name.', async (page) => {
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
    await expectSaved(page, 'displayName')
  })
  await tour.step('switches', 'Daily email notifications and full privacy are saved immediately.', async (page) => {
    await page.getByRole('radio', { name: 'Daily' }).check({ force: true })
    await expectSaved(page, 'emailInterval')
    await page.getByRole('switch', { name: 'Full privacy' }).check()
    await expect.poll(() => serverAccount(computer, liis).own.is_full_privacy).toBe(true)
    await expectSaved(page, 'fullPrivacy')
  })
  await tour.step('advanced', 'Advanced shows settings of Fleep’s other apps.', async (page) => {
    await page.getByText('Advanced').click()
    await page.getByLabel('theme', { exact: true }).fill('dark')
    await page.keyboard.press('Enter')
    await expectSaved(page, 'clientSetting-theme')
  })
  await tour.step('password', 'A meter shows how strong a new password is.', async (page) => {
    await page.getByRole('button', { name: 'Change password…' }).click()
    await page.getByLabel('Current password').fill(liis.password)
    await page.getByLabel('New password').fill('seven quiet herons by the lake')
    await expect(page.getByText('Very strong')).toBeVisible()
  })
  await tour.step('dark', 'The Account panel in the dark theme.', async (page) => {
    await page.keyboard.press('Escape')
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.getByRole('heading', { name: 'Account', exact: true }).scrollIntoViewIfNeeded()
  })
  await tour.step('small', 'The Account panel in a small window.', async (page) => {
    await tour.resize(small)
    await page.emulateMedia({ colorScheme: 'light' })
  })
  await tour.step(
    'offline',
    'Offline, a change stays in its field with Retry, and a message shows since when.',
    async (page) => {
      await tour.resize(normal)
      await server.stop()
      await page.getByLabel('Phone number').fill('+372 5555 0202')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible()
    },
  )
  await tour.step('online', 'Online again, Retry saves the change.', async (page) => {
    await server.listen()
    await page.getByRole('button', { name: 'Retry' }).click()
    await expectSaved(page, 'phoneNumber')
  })
  await tour.step(
    'session-ended',
    'If the session ends during a change, the app asks for the password.',
    async (page) => {
      server.state.endSessions(serverAccount(computer, liis))
      await page.getByRole('switch', { name: 'Newsletter' }).uncheck()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  )
  await tour.step('change-finished', 'After entering the password, the change is saved.', async (page) => {
    await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(liis.password)
    await page.keyboard.press('Enter')
    await expectSaved(page, 'newsletter')
    expect(serverAccount(computer, liis).own.is_newsletter_disabled).toBe(true)
  })
  await walkThroughMail(tour)
  await walkThroughAvatar(tour)
  await tour.step(
    'people',
    'The People panel shows who in a pasted list is on Fleep, and their names.',
    async (page) => {
      await page.getByRole('button', { name: 'People' }).click()
      const list = `Marten Kask <${marten.email}>; ${kai.email}, nobody@harbour.example`
      await page.getByLabel('Email addresses or Fleep IDs').fill(list)
      await page.getByRole('button', { name: 'Look up' }).click()
      await expect(page.getByRole('row')).toHaveCount(4)
    },
  )
  await walkThroughData(tour)
  await computer.quit()
  tour.setPage(await computer.start())
  await tour.step('restarted', 'After a restart she is still signed in, with the session from the keychain.', (page) =>
    expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName),
  )
  await tour.step('addresses', 'Her other addresses, one of which is not confirmed yet.', (page) =>
    page.getByLabel('Another address').scrollIntoViewIfNeeded(),
  )
  await tour.step('forgotten-password', 'A forgotten password is reset with an emailed link.', async (page) => {
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Forgot your password?' }).click()
    await page.getByRole('button', { name: 'Send email' }).click()
    await expect(page.getByRole('dialog', { name: 'Set a new password' })).toBeVisible()
  })
  await walkThroughWelcome(tour)
  await tour.step('fleep-address', 'A new user chooses a Fleep ID, which cannot be changed later.', async (page) => {
    await page.getByRole('button', { name: 'Sign out' }).click()
    await signIn(page, kai)
    await page.getByRole('button', { name: 'Choose a Fleep ID…' }).click()
    await page.getByRole('dialog').getByLabel('Fleep ID').fill('kai.newcomer')
  })
  await tour.step('search', 'The search finds a setting despite a typing error.', async (page) => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+f')
    await page.keyboard.type('newsleter')
    await expect(page.getByRole('option', { name: 'Newsletter' })).toBeVisible()
  })
  await tour.step(
    'estonian',
    'The app is in English or Estonian, following the system or the chosen language.',
    async (page) => {
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'This app' }).click()
      await page.getByText('Eesti', { exact: true }).click()
      await expect(page.getByRole('heading', { name: et['panel.app'], level: 1 })).toBeVisible()
    },
  )
}

/** The SMTP panel: a mail server is suggested, checked, stored and removed. */
async function walkThroughMail(tour: Tour): Promise<void> {
  const { computer } = tour
  const account = serverAccount(computer, liis).smtp[0]
  const form = (page: Page) => page.getByRole('dialog')
  await tour.step('smtp', 'Her mail servers, with the result of Fleep’s check.', async (page) => {
    await page.getByRole('button', { name: 'Mail servers' }).click()
    await expect(mailServerRows(page)).toHaveCount(2)
  })
  await tour.step(
    'smtp-suggested',
    'For another mail server, the settings are suggested from the address.',
    async (page) => {
      await openAddForm(page)
      await fillForm(form(page), { address: 'liis.tamm@gmail.com' })
      await page.keyboard.press('Tab')
      await expect(form(page)).toContainText('Filled in for “Gmail”')
    },
  )
  await tour.step(
    'smtp-refused',
    'The check connects to the server step by step and shows what fails.',
    async (page) => {
      await fillForm(form(page), {
        address: 'liis@meadow.example',
        password: 'not-her-password',
        host: 'localhost',
        port: account?.smtp_port ?? '',
        username: account?.smtp_username ?? '',
      })
      await checkAndSave(form(page))
      await expect(form(page)).toContainText('rejected the user name or password')
    },
  )
  await tour.step('smtp-dark', 'The same in a small window in the dark theme.', async (page) => {
    await tour.resize(small)
    await page.emulateMedia({ colorScheme: 'dark' })
  })
  await tour.step(
    'smtp-added',
    'With the right password the check passes, and the mail server is stored.',
    async (page) => {
      await tour.resize(normal)
      await page.emulateMedia({ colorScheme: 'light' })
      await fillForm(form(page), { password: account?.smtp_password ?? '' })
      await checkAndSave(form(page))
      await expect(mailServerRows(page)).toHaveCount(3)
      await expect(mailServerRows(page).last()).toContainText('Works · checked at')
    },
  )
  await tour.step(
    'smtp-removed',
    'The mail server is removed; Undo would restore it with its password.',
    async (page) => {
      await page.getByRole('button', { name: 'Remove: liis@meadow.example' }).click()
      const note = mailServerRows(page).last().getByRole('status').filter({ hasText: 'liis@meadow.example removed' })
      await expect(note).toBeVisible()
    },
  )
}

/** The Avatar panel, and a quick action. */
async function walkThroughAvatar(tour: Tour): Promise<void> {
  const { computer } = tour
  const photo = join(computer.home, 'photo.jpg')
  writeFileSync(photo, await portrait())
  const frame = (page: Page) => page.getByRole('application', { name: /^Picture in its frame/ })
  await tour.step('avatar-dropped', 'A photo dropped anywhere on the window appears in the frame.', async (page) => {
    await dropFile(page, photo)
    await expect(frame(page).locator('cropper-image')).toBeVisible()
    await frame(page).press('Shift+ArrowRight')
    for (let times = 0; times < 4; times += 1) await frame(page).press('+')
  })
  await tour.step('avatar-small', 'The same in a small window in the dark theme.', async (page) => {
    await tour.resize(small)
    await page.emulateMedia({ colorScheme: 'dark' })
  })
  await tour.step('avatar-changed', 'The picture is uploaded and shown everywhere.', async (page) => {
    await tour.resize(normal)
    await page.emulateMedia({ colorScheme: 'light' })
    await page.getByRole('button', { name: 'Use this picture' }).click()
    await expect(page.getByText('Picture changed')).toBeVisible()
    await expect(page.locator('main img')).toHaveJSProperty('complete', true)
  })
  await tour.step('avatar-refused', 'A file that is not a picture shows an error.', async (page) => {
    const notes = join(computer.home, 'holiday.png')
    writeFileSync(notes, 'Only words.')
    await dropFile(page, notes)
    await expect(page.getByText('This file can’t be used as a picture.')).toBeVisible()
  })
  await tour.step(
    'tray',
    'Turning off full privacy in the menu updates the panel. The tray has the same action.',
    async (page) => {
      await page.getByRole('button', { name: 'Account', exact: true }).click()
      await expect(page.getByRole('switch', { name: 'Full privacy' })).toBeChecked()
      await computer.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('fullPrivacy')?.click())
      await expect(page.getByRole('switch', { name: 'Full privacy' })).not.toBeChecked()
    },
  )
}

/** The Your data panel with history, tasks and settings as a file, and the command line. */
async function walkThroughData(tour: Tour): Promise<void> {
  const { computer } = tour
  const settings = join(computer.home, 'settings.json')
  await tour.step('data', 'Her history is exported; a notification says when it is ready.', async (page) => {
    await page.getByRole('button', { name: 'Your data' }).click()
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Download… history.zip' })).toBeVisible()
  })
  await tour.step('tasks', 'The tasks of a conversation can be saved as CSV or JSON.', async (page) => {
    await page.getByLabel('Conversation', { exact: true }).selectOption('Harvest festival')
    await page.getByLabel('What to show').selectOption('Tasks: Tasks')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await expect(page.getByText('Order the tents')).toBeVisible()
  })
  await tour.step('data-small', 'The same in a small window in the dark theme.', async (page) => {
    await tour.resize(small)
    await page.emulateMedia({ colorScheme: 'dark' })
  })
  await tour.step(
    'settings-file',
    'All settings are saved to a file; applying it previews every change.',
    async (page) => {
      await tour.resize(normal)
      await page.emulateMedia({ colorScheme: 'light' })
      await computer.app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath })
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
      }, settings)
      await page.getByRole('button', { name: 'Save all settings…' }).click()
      await expect(page.getByText('Saved as settings.json')).toBeVisible()
      Object.assign(serverAccount(computer, liis).own, { is_full_privacy: true, mk_email_interval: 'never' })
      await page.getByRole('button', { name: 'Apply a file…' }).click()
      await expect(page.getByRole('dialog', { name: /^Apply settings.json to/ })).toBeVisible()
    },
  )
  await tour.step('settings-applied', 'The file is applied; Undo would revert it.', async (page) => {
    await page.getByRole('button', { name: /^Apply 2 changes/ }).click()
    await expect(page.getByText('2 settings changed')).toBeVisible()
  })
  await tour.step('command', 'A command changes a setting, and the window updates.', async (page) => {
    const command = ['set', 'email-interval=daily', 'full-privacy=on']
    const { stdout } = await runCommand(computer, command)
    process.stdout.write(`$ fleep-settings ${command.join(' ')}\n${stdout}`)
    await page.getByRole('button', { name: 'Account', exact: true }).click()
    await expect(page.getByRole('switch', { name: 'Full privacy' })).toBeChecked()
    await page.getByRole('switch', { name: 'Full privacy' }).scrollIntoViewIfNeeded()
  })
}

/** Links from emails, and creating an account. */
async function walkThroughWelcome(tour: Tour): Promise<void> {
  const { computer } = tour
  const { server } = computer
  await tour.step('link', 'A link from an email shows what it will do, and for which address.', async (page) => {
    await page.keyboard.press('Escape')
    const id = sendNotificationEmail(server.state, serverAccount(computer, liis))
    await page.getByRole('button', { name: 'Use a link from an email' }).click()
    await page.getByLabel('Link from the email').fill(`${server.url}/email_interval?notification_id=${id}`)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByRole('dialog', { name: 'Change email notifications' })).toBeVisible()
  })
  await tour.step('link-followed', 'The link works without signing in.', async (page) => {
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    await expect(page.getByText('You’ll get email notifications once a day')).toBeVisible()
  })
  await tour.step('set-up', 'A new user sets up an account with an emailed code.', async (page) => {
    await page.getByRole('button', { name: 'Create an account' }).click()
    await page.getByLabel('Your email address').fill('tiina.pold@harbour.example')
    await page.getByRole('button', { name: 'Send me a code' }).click()
    await page.getByLabel('Code from the email').waitFor()
    await page.getByLabel('Code from the email').fill(server.state.outbox.at(-1)?.subject.match(/\d+$/)?.[0] ?? '')
    await page.getByRole('button', { name: 'Continue' }).click()
    const form = page.getByRole('dialog', { name: 'Set up your account' })
    await form.getByLabel('Name', { exact: true }).fill('Tiina Põld')
    await form.getByLabel('Password', { exact: true }).fill('nine warm stones in the sauna')
    await expect(form.getByText('Very strong')).toBeVisible()
  })
  await tour.step('welcome', 'The new account is signed in.', async (page) => {
    await page.getByRole('button', { name: 'Set up and sign in' }).click()
    await expect(page.getByText('Welcome to Fleep, Tiina Põld.')).toBeVisible()
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Tiina Põld')
  })
}

async function run(): Promise<void> {
  mkdirSync(screenshots, { recursive: true })
  const computer = await Computer.setUp()
  const mail = await startMailServers(computer)
  try {
    const earlier = readdirSync(screenshots).filter((name) => /^\d\d-.*\.png$/.test(name))
    const tour = new Tour(computer, await computer.start())
    await walkThroughAccount(tour)
    // Those of an earlier tour, which had other steps. Until now, a tour that is ended loses none.
    for (const name of earlier) if (!tour.taken.has(name)) rmSync(join(screenshots, name))
    process.stdout.write(`The tour is complete. Its screenshots are in ${screenshots}.\n`)
  } finally {
    await computer.tearDown()
    await mail.stop()
  }
}

runScript(run)
