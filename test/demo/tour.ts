/** Walks through the app by itself: says what it does, and takes a picture of every step. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { et } from '../../texts/et'
import { runCommand } from '../e2e/support/command'
import { Computer, kai, liis, marten, onServer, signIn } from '../e2e/support/computer'
import { dropFile } from '../e2e/support/drop-file'
import { checkAndSave, openForm, rowsOf, type } from '../e2e/support/smtp-form'
import { mailNotification } from '../fleep-server/notification-calls'
import { runScript } from '../run-script'
import { startMailServers } from './mail'
import { portrait } from './portrait'

const folder = process.argv.find((argument) => argument.startsWith('--screenshots='))?.slice('--screenshots='.length)
const screenshots = folder ?? 'docs/screenshots'
const normal = { width: 880, height: 680 }
const small = { width: 420, height: 680 }

class Tour {
  private count = 0

  constructor(
    readonly computer: Computer,
    private page: Page,
  ) {}

  /** The page of the app that runs now; another one after a restart. */
  show(page: Page): void {
    this.page = page
  }

  async step(name: string, sentence: string, act: (page: Page) => Promise<unknown>): Promise<void> {
    await act(this.page)
    this.count += 1
    const file = `${String(this.count).padStart(2, '0')}-${name}.png`
    await this.page.screenshot({ path: join(screenshots, file), animations: 'disabled', caret: 'hide' })
    process.stdout.write(`${sentence} (${file})\n`)
  }

  resize({ width, height }: typeof normal): Promise<void> {
    return this.computer.resize(width, height)
  }
}

const saved = (page: Page) => expect(page.getByText('Saved', { exact: true })).toBeVisible()

async function walk(tour: Tour): Promise<void> {
  const { computer } = tour
  const { server } = computer

  await tour.step('sign-in', 'The sign-in view waits for an email address and a password.', (page) =>
    expect(page.getByLabel('Email or Fleep ID')).toBeVisible(),
  )
  await tour.step(
    'wrong-password',
    'A wrong password is named beside its field, and what was typed stays.',
    async (page) => {
      await signIn(page, liis, 'not-her-password')
      await expect(page.getByText('Incorrect email or password')).toBeVisible()
    },
  )
  await tour.step('account', `${liis.displayName} signs in and sees the account as Fleep has it.`, async (page) => {
    await signIn(page, liis)
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
  })
  await tour.step('name-saved', 'She changes her name, presses Enter, and sees it saved.', async (page) => {
    await page.getByLabel('Name', { exact: true }).fill('Liis Saar')
    await page.keyboard.press('Enter')
    await saved(page)
    expect(onServer(computer, liis).displayName).toBe('Liis Saar')
  })
  await tour.step('name-undone', 'Undo takes it back.', async (page) => {
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
    await saved(page)
  })
  await tour.step(
    'switches',
    'Email notifications once a day, and full privacy: each applies at once.',
    async (page) => {
      await page.getByRole('radio', { name: 'Daily' }).check({ force: true })
      await saved(page)
      await page.getByRole('switch', { name: 'Full privacy' }).check()
      await expect.poll(() => onServer(computer, liis).own.is_full_privacy).toBe(true)
      await saved(page)
    },
  )
  await tour.step('advanced', 'What Fleep’s apps remember is under Advanced.', async (page) => {
    await page.getByText('Advanced').click()
    await page.getByLabel('theme', { exact: true }).fill('dark')
    await page.keyboard.press('Enter')
    await saved(page)
  })
  await tour.step('password', 'A new password is typed; a hint says how strong it is.', async (page) => {
    await page.getByRole('button', { name: 'Change password…' }).click()
    await page.getByLabel('Current password').fill(liis.password)
    await page.getByLabel('New password').fill('seven quiet herons by the lake')
    await expect(page.getByText('Very strong')).toBeVisible()
  })
  await tour.step('dark', 'The same in the dark.', async (page) => {
    await page.keyboard.press('Escape')
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.getByRole('heading', { name: 'Account' }).scrollIntoViewIfNeeded()
  })
  await tour.step('small', 'And in a small window.', async (page) => {
    await tour.resize(small)
    await page.emulateMedia({ colorScheme: 'light' })
  })
  await tour.step(
    'offline',
    'The network is gone: a change stays in its field, with Retry, and a banner says since when.',
    async (page) => {
      await tour.resize(normal)
      await server.goAway()
      await page.getByLabel('Phone number').fill('+372 5555 0202')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible()
    },
  )
  await tour.step('online', 'The network is back, and Retry saves it.', async (page) => {
    await server.comeBack()
    await page.getByRole('button', { name: 'Retry' }).click()
    await saved(page)
  })
  await tour.step(
    'session-ended',
    'The session ends in the middle of a change: the password is asked for in place.',
    async (page) => {
      server.state.endSessions(onServer(computer, liis))
      await page.getByRole('switch', { name: 'Newsletter' }).uncheck()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  )
  await tour.step('change-finished', 'With the password, the change is finished.', async (page) => {
    await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(liis.password)
    await page.keyboard.press('Enter')
    await saved(page)
    expect(onServer(computer, liis).own.is_newsletter_disabled).toBe(true)
  })
  await walkThroughMail(tour)
  await walkThroughAvatar(tour)
  await tour.step('people', 'Who of a pasted list is on Fleep, and how they are called there.', async (page) => {
    await page.getByRole('button', { name: 'People' }).click()
    const list = `Marten Kask <${marten.email}>; ${kai.email}, nobody@harbour.example`
    await page.getByLabel('Email addresses or Fleep IDs').fill(list)
    await page.getByRole('button', { name: 'Look up' }).click()
    await expect(page.getByRole('row')).toHaveCount(4)
  })
  await walkThroughData(tour)
  await computer.quit()
  tour.show(await computer.start())
  await tour.step('restarted', 'After a restart the session comes from the keychain: still signed in.', (page) =>
    expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName),
  )
  await tour.step('addresses', 'Her other addresses, and what one of them waits for.', (page) =>
    page.getByLabel('Another address').scrollIntoViewIfNeeded(),
  )
  await tour.step('forgotten-password', 'A forgotten password is set anew with a mailed link.', async (page) => {
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Forgotten your password?' }).click()
    await page.getByRole('button', { name: 'Send the mail' }).click()
    await expect(page.getByRole('dialog', { name: 'Set a new password' })).toBeVisible()
  })
  await walkThroughWelcome(tour)
  await tour.step(
    'fleep-address',
    'Somebody new chooses the address that cannot be changed, and is warned before.',
    async (page) => {
      await page.getByRole('button', { name: 'Sign out' }).click()
      await signIn(page, kai)
      await page.getByRole('button', { name: 'Choose an address…' }).click()
      await page.getByRole('dialog').getByLabel('Address').fill('kai')
    },
  )
  await tour.step(
    'search',
    'A setting is found by what people call it, also with a slip of the finger.',
    async (page) => {
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+f')
      await page.keyboard.type('newsleter')
      await expect(page.getByRole('option', { name: 'Newsletter' })).toBeVisible()
    },
  )
  await tour.step(
    'estonian',
    'The app speaks English and Estonian, as the system does or as is chosen.',
    async (page) => {
      await page.keyboard.press('Escape')
      await page.getByText('Eesti', { exact: true }).click()
      await expect(page.getByRole('heading', { name: et['panel.account'], level: 1 })).toBeVisible()
      await page.getByText('Eesti', { exact: true }).scrollIntoViewIfNeeded()
    },
  )
}

/** The SMTP panel: a mailbox is set up from an address and a password, and proven to work before it is stored. */
async function walkThroughMail(tour: Tour): Promise<void> {
  const { computer } = tour
  const account = onServer(computer, liis).smtp[0]
  const form = (page: Page) => page.getByRole('dialog')
  await tour.step('smtp', 'Her own mail servers, with what Fleep found when it tried them.', async (page) => {
    await page.getByRole('button', { name: 'SMTP' }).click()
    await expect(rowsOf(page)).toHaveCount(2)
  })
  await tour.step('smtp-suggested', 'For another one, its server is filled in from the address.', async (page) => {
    await openForm(page)
    await type(form(page), { address: 'liis.tamm@gmail.com' })
    await page.keyboard.press('Tab')
    await expect(form(page)).toContainText('Filled in for Gmail')
  })
  await tour.step('smtp-refused', 'It is really tried, step by step; what fails is told in place.', async (page) => {
    await type(form(page), {
      address: 'liis@meadow.example',
      password: 'not-her-password',
      host: 'localhost',
      port: account?.smtp_port ?? '',
      username: account?.smtp_username ?? '',
    })
    await checkAndSave(form(page))
    await expect(form(page)).toContainText('refused the user name or the password')
  })
  await tour.step('smtp-dark', 'The same in a small window, in the dark.', async (page) => {
    await tour.resize(small)
    await page.emulateMedia({ colorScheme: 'dark' })
  })
  await tour.step('smtp-added', 'With the right password it works, and is stored.', async (page) => {
    await tour.resize(normal)
    await page.emulateMedia({ colorScheme: 'light' })
    await type(form(page), { password: account?.smtp_password ?? '' })
    await checkAndSave(form(page))
    await expect(rowsOf(page)).toHaveCount(3)
    await expect(rowsOf(page).last()).toContainText('It works from this computer')
    await expect(rowsOf(page).last()).toContainText('Fleep can send through it')
  })
  await tour.step('smtp-removed', 'It is removed, and Undo would bring it back, password and all.', async (page) => {
    await page.getByRole('button', { name: 'Remove: liis@meadow.example' }).click()
    await expect(rowsOf(page)).toHaveCount(2)
    await expect(page.getByText('liis@meadow.example is removed')).toBeVisible()
  })
}

/** The Avatar panel, and what the tray does. */
async function walkThroughAvatar(tour: Tour): Promise<void> {
  const { computer } = tour
  const photo = join(computer.home, 'photo.jpg')
  writeFileSync(photo, await portrait())
  const frame = (page: Page) => page.getByRole('application', { name: /^Picture in its frame/ })
  await tour.step(
    'avatar-dropped',
    'A photo that is dropped anywhere on the window is put into its frame.',
    async (page) => {
      await dropFile(page, photo)
      await expect(frame(page).locator('cropper-image')).toBeVisible()
      await frame(page).press('Shift+ArrowRight')
      for (let times = 0; times < 4; times += 1) await frame(page).press('+')
    },
  )
  await tour.step('avatar-small', 'The same in a small window, in the dark.', async (page) => {
    await tour.resize(small)
    await page.emulateMedia({ colorScheme: 'dark' })
  })
  await tour.step('avatar-changed', 'Fleep has it, and it shows everywhere.', async (page) => {
    await tour.resize(normal)
    await page.emulateMedia({ colorScheme: 'light' })
    await page.getByRole('button', { name: 'Use this picture' }).click()
    await expect(page.getByText('Your picture is changed')).toBeVisible()
    await expect(page.locator('main img')).toHaveJSProperty('complete', true)
  })
  await tour.step('avatar-refused', 'What is no picture is told in plain words.', async (page) => {
    const notes = join(computer.home, 'holiday.png')
    writeFileSync(notes, 'Only words.')
    await dropFile(page, notes)
    await expect(page.getByText('This is no picture that can be used.')).toBeVisible()
  })
  await tour.step(
    'tray',
    'Full privacy is turned off in the menu, as it can be in the tray; the panel follows.',
    async (page) => {
      await page.getByRole('button', { name: 'Account', exact: true }).click()
      await expect(page.getByRole('switch', { name: 'Full privacy' })).toBeChecked()
      await computer.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('fullPrivacy')?.click())
      await expect(page.getByRole('switch', { name: 'Full privacy' })).not.toBeChecked()
      await page.getByRole('switch', { name: 'Start at login' }).scrollIntoViewIfNeeded()
    },
  )
}

/** The Your data panel: history, tasks, settings as a file; and the app as a command. */
async function walkThroughData(tour: Tour): Promise<void> {
  const { computer } = tour
  const settings = join(computer.home, 'settings.json')
  await tour.step('data', 'Her history is exported; when Fleep has gathered it, she is told.', async (page) => {
    await page.getByRole('button', { name: 'Your data' }).click()
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Download… history.zip' })).toBeVisible()
  })
  await tour.step('tasks', 'The tasks of a conversation, to be saved as CSV or JSON.', async (page) => {
    await page.getByLabel('Conversation', { exact: true }).selectOption('Harvest festival')
    await page.getByLabel('What to show').selectOption('Tasks: Tasks')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await expect(page.getByText('Order the tents')).toBeVisible()
  })
  await tour.step('data-small', 'The same in a small window, in the dark.', async (page) => {
    await tour.resize(small)
    await page.emulateMedia({ colorScheme: 'dark' })
  })
  await tour.step(
    'settings-file',
    'All settings go to a file; later it says exactly what it would change.',
    async (page) => {
      await tour.resize(normal)
      await page.emulateMedia({ colorScheme: 'light' })
      await computer.app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath })
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
      }, settings)
      await page.getByRole('button', { name: 'Save all settings…' }).click()
      await expect(page.getByText('Saved as settings.json')).toBeVisible()
      Object.assign(onServer(computer, liis).own, { is_full_privacy: true, mk_email_interval: 'never' })
      await page.getByRole('button', { name: 'Apply a file…' }).click()
      await expect(page.getByRole('dialog', { name: 'Apply settings.json?' })).toBeVisible()
    },
  )
  await tour.step('settings-applied', 'It is applied, and Undo would take it back.', async (page) => {
    await page.getByRole('button', { name: /^Make 2 changes/ }).click()
    await expect(page.getByText('2 settings are changed')).toBeVisible()
  })
  await tour.step('command', 'The app as a command changes a setting too; the window follows.', async (page) => {
    const command = ['set', 'email-interval=daily', 'full-privacy=on']
    const { out } = await runCommand(computer, command)
    process.stdout.write(`$ fleep-settings ${command.join(' ')}\n${out}`)
    await page.getByRole('button', { name: 'Account', exact: true }).click()
    await expect(page.getByRole('switch', { name: 'Full privacy' })).toBeChecked()
    await page.getByRole('switch', { name: 'Full privacy' }).scrollIntoViewIfNeeded()
  })
}

/** Links from mails, and somebody new. */
async function walkThroughWelcome(tour: Tour): Promise<void> {
  const { computer } = tour
  const { server } = computer
  await tour.step('link', 'A link from a mail says what it does, and for whom, before it does it.', async (page) => {
    await page.keyboard.press('Escape')
    const id = mailNotification(server.state, onServer(computer, liis))
    await page.getByRole('button', { name: 'Use a link from a mail' }).click()
    await page.getByLabel('Link from the mail').fill(`${server.url}/email_interval?notification_id=${id}`)
    await page.getByRole('button', { name: 'Look at it' }).click()
    await expect(page.getByRole('dialog', { name: 'Change email notifications' })).toBeVisible()
  })
  await tour.step('link-followed', 'It is followed without signing in.', async (page) => {
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    await expect(page.getByText('Email notifications come once a day')).toBeVisible()
  })
  await tour.step('set-up', 'Somebody new was mailed a code, and sets up an account with it.', async (page) => {
    await page.getByRole('button', { name: 'Create an account' }).click()
    await page.getByLabel('Your email address').fill('tiina.pold@harbour.example')
    await page.getByRole('button', { name: 'Send me a code' }).click()
    await page.getByLabel('Code from the mail').waitFor()
    await page.getByLabel('Code from the mail').fill(server.state.outbox.at(-1)?.subject.match(/\d+$/)?.[0] ?? '')
    await page.getByRole('button', { name: 'Continue' }).click()
    const form = page.getByRole('dialog', { name: 'Set up your account' })
    await form.getByLabel('Name', { exact: true }).fill('Tiina Põld')
    await form.getByLabel('Password', { exact: true }).fill('nine warm stones in the sauna')
    await expect(form.getByText('Very strong')).toBeVisible()
  })
  await tour.step('welcome', 'She is in.', async (page) => {
    await page.getByRole('button', { name: 'Set it up and sign in' }).click()
    await expect(page.getByText('Welcome to Fleep, Tiina Põld.')).toBeVisible()
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Tiina Põld')
  })
}

async function run(): Promise<void> {
  mkdirSync(screenshots, { recursive: true })
  // Pictures of a former tour, which may have had other steps.
  for (const name of readdirSync(screenshots)) {
    if (/^\d\d-.*\.png$/.test(name)) rmSync(join(screenshots, name))
  }
  const computer = await Computer.setUp()
  const mail = await startMailServers(computer)
  try {
    await walk(new Tour(computer, await computer.start()))
    process.stdout.write(`The tour is over. Its pictures are in ${screenshots}.\n`)
  } finally {
    await computer.tearDown()
    await mail.stop()
  }
}

runScript(run)
