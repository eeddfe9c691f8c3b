import type { Locator } from '@playwright/test'
import { mailCertificates } from '../../mail/certificates'
import { startMailServer, startTcpServer } from '../../mail/mail-servers'
import { type Computer, expect, marten, readState, serverAccount, test } from '../support/app'
import {
  checkAndSave,
  fillForm,
  mailServerRows,
  openAddForm,
  openSmtpPanel,
  stopCheck,
  validMailServer,
} from '../support/smtp-form'

const storedServers = (computer: Computer) => serverAccount(computer, marten).smtp

async function openForm(computer: Computer): Promise<Locator> {
  return openAddForm(await openSmtpPanel(computer, marten))
}

/** A server that accepts connections and says nothing. @returns how many connections it got */
function countConnections() {
  let count = 0
  const server = startTcpServer(() => {
    count += 1
  })
  return { server, count: () => count }
}

const buttonPlaces = (form: Locator) =>
  form.locator('.buttons button').evaluateAll((buttons) =>
    buttons.map((button) => {
      const { x, y, right } = button.getBoundingClientRect()
      // Stop is in the place of the submit button, whatever its name.
      return [Math.round(x), Math.round(y), Math.round(right)]
    }),
  )

test('Stop takes the place of the submit button, and Save unchecked is disabled meanwhile', async ({
  computer,
  useMailServer,
}) => {
  const port = await useMailServer(startTcpServer(() => undefined))
  const form = await openForm(computer)
  await fillForm(form, { ...validMailServer, port })
  const before = await buttonPlaces(form)
  await checkAndSave(form)
  const stop = form.getByRole('button', { name: 'Stop', exact: true })
  await expect(stop).toBeVisible()
  await expect(form.getByRole('button', { name: 'Save unchecked' })).toBeDisabled()
  await expect(form.getByRole('listitem').filter({ hasText: 'running' })).toHaveText('Encryption running')
  expect(await buttonPlaces(form)).toEqual(before)
  // The second click of a double click does not reach what takes the place of Stop.
  await form.page().mouse.move(1, 1)
  await stop.dblclick({ delay: 20 })
  await expect(form.getByText('Check stopped.')).toBeVisible()
  await expect(form.getByRole('button', { name: 'Check and save' })).toBeVisible()
  await expect(form.getByRole('button', { name: 'Save unchecked' })).toBeEnabled()
  expect(await buttonPlaces(form)).toEqual(before)
  expect(storedServers(computer)).toEqual([])
})

for (const how of ['Escape', 'Cancel'] as const) {
  test(`${how} stops a check first, and then closes the dialog, which keeps what was typed but no password`, async ({
    computer,
    useMailServer,
  }) => {
    const form = await openForm(computer)
    const page = form.page()
    const leave = () =>
      how === 'Escape' ? page.keyboard.press('Escape') : form.getByRole('button', { name: 'Cancel' }).click()
    const port = await useMailServer(startTcpServer(() => undefined))
    await fillForm(form, { ...validMailServer, port })
    for (const _attempt of [1, 2]) {
      await checkAndSave(form)
      await expect(form.getByRole('button', { name: 'Stop', exact: true })).toBeVisible()
      await leave()
      await expect(form.getByText('Check stopped.')).toBeVisible()
    }
    await leave()
    await expect(form).toBeHidden()
    expect(storedServers(computer)).toEqual([])

    await openAddForm(page)
    await expect(form.getByLabel('Email address')).toHaveValue('marten@meadow.example')
    await expect(form.getByLabel('Server')).toHaveValue('localhost')
    await expect(form.getByLabel('Port')).toHaveValue(String(port))
    await expect(form.getByLabel('Password', { exact: true })).toHaveValue('')
    await fillForm(form, { password: 'x' })
    await form.getByRole('button', { name: 'Save unchecked' }).click()
    await expect(form).toBeHidden()
    // What was typed is saved, so the next one begins empty.
    await openAddForm(page)
    await expect(form.getByLabel('Server')).toHaveValue('')
  })
}

test('an empty port leaves the choice to Fleep', async ({ computer }) => {
  const form = await openForm(computer)
  await fillForm(form, { ...validMailServer, port: '' })
  await form.page().mouse.move(1, 1)
  await form.getByRole('button', { name: 'Save unchecked' }).click()
  await expect(form).toBeHidden()
  const sent = computer.server.inputsOf('account/smtp/store').at(-1)
  expect(sent).toMatchObject({ smtp_host: 'localhost' })
  expect(sent?.smtp_port ?? null).toBeNull()
  await expect(mailServerRows(form.page()).first()).toContainText('localhost')
})

/** Lets no search for a mail server end until {@link releaseSearches}. */
function holdSearches(computer: Computer): Promise<void> {
  return computer.app.evaluate(() => {
    const dns = process.getBuiltinModule('node:dns/promises')
    const held = new Promise<never[]>((resolve) => {
      Object.assign(globalThis, { release: () => resolve([]) })
    })
    dns.resolveSrv = () => held
    process.getBuiltinModule('node:module').syncBuiltinESMExports()
  })
}

const releaseSearches = (computer: Computer) => computer.app.evaluate(() => Reflect.get(globalThis, 'release')())

test('a search that ends late changes neither the port of the chosen encryption nor a field that is being edited', async ({
  computer,
}) => {
  const form = await openForm(computer)
  await holdSearches(computer)
  await form.getByLabel('Email address').fill('marten@slow.invalid')
  await form.page().keyboard.press('Tab')
  await form.getByRole('radio', { name: 'STARTTLS', exact: true }).check({ force: true })
  await expect(form.getByLabel('Port')).toHaveValue('587')
  const username = form.getByLabel('User name')
  await username.focus()
  await username.selectText()
  await releaseSearches(computer)
  await expect(form.getByText('We don’t know slow.invalid’s mail server.')).toBeVisible()
  await expect(form.getByLabel('Port')).toHaveValue('587')
  await form.page().keyboard.type('m')
  await expect(username).toHaveValue('m')
})

test('stopped while the search for the server runs, nothing is checked or stored when it ends', async ({
  computer,
  useMailServer,
}) => {
  const { server, count } = countConnections()
  const port = await useMailServer(server)
  const form = await openForm(computer)
  const page = form.page()
  await fillForm(form, { ...validMailServer, port })
  await holdSearches(computer)
  await form.getByLabel('Email address').fill('marten@slow.invalid')
  await checkAndSave(form)
  await stopCheck(form)
  await expect(form.getByText('Check stopped.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(form).toBeHidden()
  await releaseSearches(computer)
  // The answer of a later search comes after that of the stopped one.
  await page.evaluate(() => window.fleepSettings.run('smtp.suggest', { address: 'marten@slow.invalid' }))
  expect((await readState(page)).enteredCheck).toBeNull()
  expect(count()).toBe(0)
  expect(storedServers(computer)).toEqual([])
})

test('a command that ends after its dialog was closed does not close the next dialog', async ({ computer }) => {
  const form = await openForm(computer)
  const page = form.page()
  await fillForm(form, validMailServer)
  computer.server.planFault('account/smtp/store', { kind: 'delay', milliseconds: 1500 })
  await form.getByRole('button', { name: 'Save unchecked' }).click()
  await page.keyboard.press('Escape')
  await expect(form).toBeHidden()
  await openAddForm(page)
  await form.getByLabel('Server').fill('next.meadow.example')
  await expect(mailServerRows(page)).toHaveCount(1)
  await expect(mailServerRows(page)).toContainText('is set up')
  await expect(form).toBeVisible()
  await expect(form.getByLabel('Server')).toHaveValue('next.meadow.example')
})

test('an error goes when its field is corrected, and not before', async ({ computer }) => {
  const form = await openForm(computer)
  await fillForm(form, { ...validMailServer, port: '70000' })
  await form.getByRole('button', { name: 'Save unchecked' }).click()
  const error = form.getByRole('alert')
  await expect(error).toContainText('from 1 to 65535')
  await form.getByLabel('User name').pressSequentially('x')
  await expect(error).toBeVisible()
  await form.getByLabel('Port').fill('7000')
  await expect(error).toBeHidden()
  await expect(form.getByLabel('Port')).not.toHaveAttribute('aria-invalid', 'true')

  await fillForm(form, { port: '1' })
  await checkAndSave(form)
  await expect(error).toContainText('doesn’t accept connections on port 1')
  await expect(form.getByRole('listitem').filter({ hasText: 'failed' })).toHaveText('Connect failed')
  await form.getByLabel('Port').fill('465')
  await expect(error).toBeHidden()
  await expect(form.getByRole('listitem').filter({ hasText: 'failed' })).toHaveCount(0)
})

test('a known port is kept when a matching encryption is chosen, and only then', async ({ computer }) => {
  const form = await openForm(computer)
  for (const [port, encryption, then] of [
    ['587', 'STARTTLS', '587'],
    ['465', 'TLS', '465'],
    ['587', 'None', '25'],
    ['465', 'STARTTLS', '587'],
    ['2525', 'TLS', '2525'],
  ] as const) {
    await form.getByLabel('Port').fill(port)
    await fillForm(form, { encryption: encryption === 'TLS' ? 'STARTTLS' : 'TLS' })
    await form.getByLabel('Port').fill(port)
    await fillForm(form, { encryption })
    await expect(form.getByLabel('Port')).toHaveValue(then)
  }
})

test('for Proton, the form asks for an SMTP token', async ({ computer }) => {
  const form = await openForm(computer)
  await form.getByLabel('Email address').fill('marten@proton.me')
  await form.page().keyboard.press('Tab')
  await expect(form).toContainText('needs an SMTP token, not your password')
  await expect(form.getByRole('link')).toHaveAttribute('href', 'https://proton.me/support/smtp-submission')
})

test.describe('without a keychain', () => {
  test.use({ keyringState: 'missing' })

  test('the form says that the password is known only until the app quits, and the row too', async ({ computer }) => {
    const form = await openForm(computer)
    const page = form.page()
    await expect(form).toContainText('On this computer, it’s remembered until you quit.')
    await expect(form).not.toContainText('and in the keyring')
    await fillForm(form, validMailServer)
    await form.getByRole('button', { name: 'Save unchecked' }).click()
    const row = mailServerRows(page)
    await expect(row.locator('.server-status')).toContainText('password remembered until you quit')
    await row.getByRole('button', { name: /^Details/ }).click()
    await expect(row).toContainText('couldn’t be stored on this computer')
    await expect(row.getByRole('button', { name: 'Retry' })).toBeVisible()
  })
})

/** The states in which the form has shown the user name too narrow, or printed over. */
const states: [name: string, enter: (form: Locator, mailPort: number, busyPort: number) => Promise<void>][] = [
  ['587 with TLS', (form) => fillForm(form, { encryption: 'TLS', port: 587 })],
  ['465 with STARTTLS', (form) => fillForm(form, { encryption: 'STARTTLS', port: 465 })],
  ['no encryption', (form) => fillForm(form, { encryption: 'None', port: 25 })],
  [
    'a failure at encryption',
    async (form, mailPort) => {
      await fillForm(form, { encryption: 'TLS', port: mailPort })
      await checkAndSave(form)
      await expect(form.getByRole('alert')).toContainText('Choose STARTTLS')
    },
  ],
  [
    'a failure at the port',
    async (form) => {
      await fillForm(form, { encryption: 'TLS', port: 1 })
      await checkAndSave(form)
      await expect(form.getByRole('alert')).toContainText('doesn’t accept connections on port 1')
    },
  ],
  [
    'a failure of no field',
    async (form, _mailPort, busyPort) => {
      await fillForm(form, { encryption: 'STARTTLS', port: busyPort })
      await checkAndSave(form)
      await expect(form.getByRole('alert')).toContainText('turned this computer away for now')
      await expect(form.getByRole('listitem').filter({ hasText: 'failed' })).toHaveText('Greeting failed')
    },
  ],
  [
    'an invalid address',
    async (form) => {
      await fillForm(form, { address: 'marten', port: 465 })
      await form.getByRole('button', { name: 'Save unchecked' }).click()
      await expect(form.getByRole('alert')).toBeVisible()
    },
  ],
]

for (const width of [420, 640, 880, 1400]) {
  test(`at ${width} px, no state of the form squeezes a field, overlaps a text or moves a button`, async ({
    computer,
    useMailServer,
  }) => {
    const mailPort = await useMailServer(startMailServer((await mailCertificates()).good))
    const busyPort = await useMailServer(startTcpServer((socket) => socket.end('421 4.7.0 too busy\r\n')))
    const form = await openForm(computer)
    await computer.resize(width, 680)
    await expect.poll(() => form.page().evaluate(() => innerWidth)).toBe(width)
    await fillForm(form, validMailServer)
    const before = await buttonPlaces(form)
    for (const [name, enter] of states) {
      await enter(form, mailPort, busyPort)
      for (const label of ['Email address', 'Password', 'Server', 'User name', 'Port']) {
        const box = await form.getByLabel(label, { exact: true }).boundingBox()
        expect(box?.width, `${label}: ${name}`).toBeGreaterThanOrEqual(label === 'Port' ? 80 : 120)
      }
      expect(await overlaps(form), name).toEqual([])
      expect(await notesNearNextLabel(form), name).toEqual([])
      expect(await buttonPlaces(form), name).toEqual(before)
    }
  })
}

/** @returns the labels to which the room for the help or error above is nearer than to its own field, or touches them */
function notesNearNextLabel(form: Locator): Promise<string[]> {
  return form.locator('.mail-form').evaluate((root) => {
    const labels = [...root.querySelectorAll('label:not(.segment), legend')]
    return [...root.querySelectorAll('.field-note')].flatMap((note) => {
      const box = note.getBoundingClientRect()
      const own = note.previousElementSibling?.getBoundingClientRect().bottom ?? 0
      const next = labels.find((label) => label.getBoundingClientRect().top >= box.bottom)
      if (!next) return []
      const distance = next.getBoundingClientRect().top - box.bottom
      return distance > box.top - own && distance >= 5 ? [] : [`${next.textContent} ${distance}`]
    })
  })
}

/** @returns the texts and controls of the form that cover one another. The buttons stay above what is scrolled. */
function overlaps(form: Locator): Promise<string[]> {
  return form.locator('.mail-form').evaluate((root) => {
    const boxes: { what: string; element: Element; box: DOMRect }[] = []
    const isVisible = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      !element.closest('.visually-hidden')
    for (const control of root.querySelectorAll('input, button, .segments')) {
      if (isVisible(control))
        boxes.push({ what: control.id || control.className, element: control, box: control.getBoundingClientRect() })
    }
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const parent = node.parentElement
      if (!parent || !isVisible(parent) || parent.closest('button, .segments')) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const box of range.getClientRects()) boxes.push({ what: node.textContent ?? '', element: parent, box })
    }
    const found: string[] = []
    for (const [index, one] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        if (one.element === other.element) continue
        const { box: a } = one
        const { box: b } = other
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
        if (across > 1 && down > 1) found.push(`${one.what} × ${other.what}`)
      }
    }
    return found
  })
}
