import type { Locator, Page } from '@playwright/test'
import { type Computer, expect, kai, lastMail, liis, marten, serverAccount, signIn, test } from '../support/app'

const exact = { exact: true } as const
const newcomer = 'tiina.pold@harbour.example'

/** The place of each control inside an element, by its order. */
async function placesIn(root: Locator): Promise<{ name: string; x: number; y: number }[]> {
  return root.locator('input, button, summary, select').evaluateAll((controls) =>
    controls
      .filter((control) => control.checkVisibility())
      .map((control) => {
        const { x, y } = control.getBoundingClientRect()
        return { name: control.id || (control.textContent ?? ''), x, y }
      }),
  )
}

const callsOf = ({ server }: Computer, method: string) =>
  server.receivedCalls.filter((call) => call.method === method).length

/** A control that appears under a still pointer takes no click at first. */
async function click(page: Page, control: Locator): Promise<void> {
  await page.mouse.move(1, 1)
  await control.click()
}

async function openCreateAccount(page: Page): Promise<Locator> {
  await click(page, page.getByRole('button', { name: 'Create an account' }))
  return page.getByRole('dialog')
}

test.describe('the sign-in form', () => {
  test('an empty field gets the focus, and no error moves a control', async ({ computer }) => {
    const page = await computer.start()
    const form = page.locator('form.card')
    await expect(form.getByRole('button', { name: 'Sign in' })).toBeVisible()
    const before = await placesIn(form)
    await click(page, page.getByRole('button', { name: 'Sign in' }))
    await expect(page.getByText('Enter your email address or Fleep ID.')).toBeVisible()
    await expect(page.getByLabel('Email or Fleep ID')).toBeFocused()
    expect(await placesIn(form)).toEqual(before)

    await page.getByLabel('Email or Fleep ID').fill(liis.email)
    await expect(page.getByText('Enter your email address or Fleep ID.')).toBeHidden()
    await click(page, page.getByRole('button', { name: 'Sign in' }))
    await expect(page.getByText('Enter your password.')).toBeVisible()
    await expect(page.getByLabel('Password', exact)).toBeFocused()
    expect(await placesIn(form)).toEqual(before)

    await page.mouse.move(1, 1)
    await signIn(page, liis, 'not-her-password')
    await expect(page.getByText('Incorrect email or password')).toBeVisible()
    expect(await placesIn(form)).toEqual(before)
    // Another field does not correct it.
    await page.getByLabel('Email or Fleep ID').fill(marten.email)
    await expect(page.getByText('Incorrect email or password')).toBeVisible()
    await page.getByLabel('Password', exact).fill('another')
    await expect(page.getByText('Incorrect email or password')).toBeHidden()

    await computer.server.stop()
    await click(page, page.getByRole('button', { name: 'Sign in' }))
    await expect(page.getByText('Couldn’t reach')).toBeVisible()
    expect(await placesIn(form)).toEqual(before)
    await page.getByLabel('Email or Fleep ID').fill(kai.email)
    await expect(page.getByText('Couldn’t reach')).toBeHidden()
  })

  test('a misspelt server is told beside its field, and Advanced stays as the user left it', async ({ computer }) => {
    const page = await computer.start()
    const form = page.locator('form.card')
    await page.getByText('Advanced').click()
    const server = page.getByLabel('Server')
    await server.fill('https://fleep.invalid')
    await page.getByText('Advanced').click()
    await expect(server).toBeHidden()
    await page.getByLabel('Email or Fleep ID').fill(liis.email)
    await page.getByLabel('Password', exact).fill(liis.password)
    const before = await placesIn(form)
    await click(page, page.getByRole('button', { name: 'Sign in' }))
    await expect(server).toHaveAccessibleDescription(/No server called fleep\.invalid was found/)
    await expect(server).toBeFocused()
    expect((await placesIn(form)).slice(0, before.length)).toEqual(before)

    await server.fill(computer.server.url)
    await expect(page.getByText('No server called')).toBeHidden()
    await page.getByLabel('Password', exact).fill('wrong')
    await click(page, page.getByRole('button', { name: 'Sign in' }))
    await expect(page.getByText('Incorrect email or password')).toBeVisible()
    await expect(server).toBeVisible()
  })

  test('two quick submits and a held Enter send once', async ({ computer }) => {
    const page = await computer.start()
    await page.getByLabel('Email or Fleep ID').fill(liis.email)
    await page.getByLabel('Password', exact).fill('not-her-password')
    await page.getByRole('button', { name: 'Sign in' }).dblclick()
    await expect(page.getByText('Incorrect email or password')).toBeVisible()
    expect(callsOf(computer, 'account/login')).toBe(1)

    await page.getByLabel('Password', exact).fill('nor-this')
    await Promise.all([page.keyboard.press('Enter'), page.keyboard.press('Enter')])
    await expect.poll(() => callsOf(computer, 'account/login')).toBe(2)
    await expect(page.getByText('Incorrect email or password')).toBeVisible()

    await page.getByLabel('Password', exact).fill('nor-that')
    await page.keyboard.down('Enter')
    await expect(page.getByText('Incorrect email or password')).toBeVisible()
    // A key that is held down repeats: Playwright sends the repetitions of one without a keyup.
    for (let times = 0; times < 5; times += 1) await page.keyboard.down('Enter')
    await page.keyboard.up('Enter')
    await page.getByLabel('Password', exact).fill(liis.password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Account', exact: true }).waitFor()
    expect(callsOf(computer, 'account/login')).toBe(4)
  })

  test('the next user lands on Account', async ({ computer }) => {
    const page = await computer.startSignedIn(kai)
    await page.getByRole('button', { name: 'Your data' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await signIn(page, marten)
    await expect(page.getByRole('heading', { name: 'Account', exact: true })).toBeVisible()
  })
})

test('while the account loads, the sidebar shows its address once', async ({ computer }) => {
  await computer.startSignedIn(liis)
  await computer.waitForStoredSession()
  await computer.quit()
  computer.server.planFault('account/poll', { kind: 'never-answers' }, 5)
  const page = await computer.start()
  await expect(page.locator('.person').getByText(liis.email)).toHaveCount(1)
})

test.describe('a dialog', () => {
  test('keeps the address and the code, with a way back to the code', async ({ computer }) => {
    const page = await computer.start()
    const dialog = await openCreateAccount(page)
    await dialog.getByLabel('Your email address').fill(newcomer)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await openCreateAccount(page)
    await expect(dialog.getByLabel('Your email address')).toHaveValue(newcomer)
    await dialog.getByRole('button', { name: 'Send me a code' }).click()
    await page.getByLabel('Code from the email').fill('12')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()

    await openCreateAccount(page)
    await expect(page.getByLabel('Code from the email')).toHaveValue('12')
    const before = await placesIn(dialog)
    await dialog.getByRole('button', { name: 'Send another code' }).click()
    await expect(dialog.getByText('Another email was sent.')).toBeVisible()
    expect(await placesIn(dialog)).toEqual(before)
    expect(computer.server.state.outbox).toHaveLength(2)
    await dialog.getByRole('button', { name: 'Use another address' }).click()
    await expect(dialog.getByLabel('Your email address')).toHaveValue(newcomer)
    await dialog.getByRole('button', { name: 'I already have a code' }).click()
    await page.getByLabel('Code from the email').fill((await lastMail(computer)).code)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog', { name: 'Set up your account' })).toBeVisible()

    await dialog.getByLabel('Name', exact).fill('Tiina')
    await dialog.getByLabel('Password', exact).fill('nine warm stones')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await openCreateAccount(page)
    // An Enter in a field that has just got the focus is ignored.
    await expect(page.getByLabel('Code from the email')).toBeFocused()
    await page.getByLabel('Code from the email').press('End')
    await page.getByLabel('Code from the email').press('Enter')
    await expect(dialog.getByLabel('Name', exact)).toHaveValue('Tiina')
    await expect(dialog.getByLabel('Password', exact)).toHaveValue('')
  })

  test('for a code needs an address', async ({ computer }) => {
    const page = await computer.start()
    const dialog = await openCreateAccount(page)
    await dialog.getByLabel('Your email address').waitFor()
    const before = await placesIn(dialog)
    await dialog.getByRole('button', { name: 'I already have a code' }).click()
    await expect(dialog.getByLabel('Your email address')).toHaveAccessibleDescription(/Enter the email address/)
    await expect(dialog.getByLabel('Your email address')).toBeFocused()
    expect(await placesIn(dialog)).toEqual(before)
    await dialog.getByLabel('Your email address').fill(liis.email)
    await dialog.getByRole('button', { name: 'Send me a code' }).click()
    await expect(dialog.getByText('There is an account with this address already')).toBeVisible()
    expect(await placesIn(dialog)).toEqual(before)
  })

  test('for a link keeps it, and tells where a code goes', async ({ computer }) => {
    const page = await computer.start()
    await page.getByRole('button', { name: 'Use a link' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Link from the email').waitFor()
    const before = await placesIn(dialog)
    await dialog.getByLabel('Link from the email').fill('123 456')
    await page.keyboard.press('Enter')
    await expect(dialog.getByLabel('Link from the email')).toHaveAccessibleDescription(/code.*Create an account/)
    expect(await placesIn(dialog)).toEqual(before)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await click(page, page.getByRole('button', { name: 'Use a link' }))
    await expect(dialog.getByLabel('Link from the email')).toHaveValue('123 456')
  })

  test('to confirm an address keeps the link, until the user signs out', async ({ computer }) => {
    const page = await computer.startSignedIn(liis)
    const open = async () => {
      await click(page, page.getByRole('button', { name: /^Paste the link/ }))
      await expect(page.getByLabel('Link from the email')).toBeFocused()
    }
    await open()
    await page.getByLabel('Link from the email').fill('half a link')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await open()
    await expect(page.getByLabel('Link from the email')).toHaveValue('half a link')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await signIn(page, liis)
    await open()
    await expect(page.getByLabel('Link from the email')).toHaveValue('')
  })

  test('that is closed while its command runs opens and closes nothing', async ({ computer }) => {
    const page = await computer.start()
    const dialog = await openCreateAccount(page)
    await dialog.getByLabel('Your email address').fill(newcomer)
    await dialog.getByRole('button', { name: 'Send me a code' }).click()
    await page.getByLabel('Code from the email').waitFor()
    await page.getByLabel('Code from the email').fill((await lastMail(computer)).code)
    computer.server.planFault('account/prepare/v2', { kind: 'delay', milliseconds: 300 })
    computer.server.planFault('account/reset_password', { kind: 'delay', milliseconds: 600 })
    await page.keyboard.press('Enter')
    await expect.poll(() => callsOf(computer, 'account/prepare/v2')).toBe(1)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await page.getByRole('button', { name: 'Forgot your password?' }).click()
    await dialog.getByLabel('Your email address').fill(liis.email)
    await page.keyboard.press('Enter')
    // Its answer comes after that of the closed dialog.
    await expect(page.getByRole('dialog', { name: 'Set a new password' })).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(1)
  })
})

test.describe('a forgotten password', () => {
  const setNewPassword = async (page: Page, computer: Computer) => {
    const dialog = page.getByRole('dialog')
    await click(page, dialog.getByRole('button', { name: 'Forgot your password?' }))
    await expect(dialog).toContainText(`Fleep will email a link to ${liis.email}.`)
    await dialog.getByRole('button', { name: 'Send email' }).click()
    await page.locator('#reset-password').fill('seven quiet herons by the lake')
    const { notificationId: id } = await lastMail(computer)
    await page.getByLabel('Link from the email').fill(`${computer.server.url}/reset?notification_id=${id}`)
    await page.getByRole('button', { name: 'Set password and sign in' }).click()
  }

  test('is set anew where an ended session asks for it, and the waiting change is made', async ({ computer }) => {
    const page = await computer.startSignedIn(liis)
    computer.server.state.endSessions(serverAccount(computer, liis))
    await page.getByLabel('Name', exact).fill('Liis Saar')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor()
    await click(page, page.getByRole('button', { name: 'Forgot your password?' }))
    await page.getByRole('dialog', { name: 'Forgot your password?' }).waitFor()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible()
    await setNewPassword(page, computer)
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(page.getByText('Saved')).toBeVisible()
    expect(serverAccount(computer, liis)).toMatchObject({
      displayName: 'Liis Saar',
      password: 'seven quiet herons by the lake',
    })
  })

  test('is set anew in place of changing it, and the session goes on', async ({ computer }) => {
    const page = await computer.startSignedIn(liis)
    await page.getByRole('button', { name: 'Change password…' }).click()
    await setNewPassword(page, computer)
    await expect(page.getByRole('dialog')).toBeHidden()
    await page.getByLabel('Name', exact).fill('Liis Saar')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Saved')).toBeVisible()
    expect(serverAccount(computer, liis).displayName).toBe('Liis Saar')
  })
})

test('a look-up whose session has ended promises no change', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  computer.server.state.endSessions(serverAccount(computer, liis))
  await page.getByRole('button', { name: 'People' }).click()
  await page.getByRole('main').getByRole('textbox').fill(marten.email)
  await page.getByRole('button', { name: 'Look up' }).click()
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
  await expect(dialog).toContainText(`Enter the password for ${liis.email}`)
  await expect(dialog).not.toContainText('your change')
})
