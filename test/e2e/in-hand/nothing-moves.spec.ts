import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../../texts/en'
import { type Computer, expect, liis, serverAccount, setMailServers, test } from '../support/app'
import { dropFile } from '../support/drop-file'

/** @returns the place of every row, title and control of the panel, from the top of the panel's content */
function places(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => {
    const panel = document.querySelector('main')
    const elements = panel?.querySelectorAll(
      'h1, h2, h3, .row, .row-label, input, button:not(.note button), select, textarea',
    )
    // The browser lays out what is in a closed group when it likes.
    const visible = [...(elements ?? [])].filter((element) => element.checkVisibility())
    const found = visible.map((element, index) => {
      const { x, y, width, height } = element.getBoundingClientRect()
      const name = `${index} ${element.tagName} ${element.id || (element.textContent ?? '').slice(0, 20)}`
      // A row's own text changes with its note.
      const key = element.matches('.row') ? `${index} row` : name
      return [key, [x, y + (panel?.scrollTop ?? 0), width, height].map((length) => length.toFixed(1)).join(' ')]
    })
    return Object.fromEntries(found)
  })
}

const long = 'This answer of the server is as long as no help text is. '.repeat(6)

/** Makes changes on the Account panel that end in every way. */
const events: Record<string, (page: Page, computer: Computer) => Promise<unknown>> = {
  'a saved switch': async (page) => {
    await page.locator('#newsletter').click()
    await page.locator('#newsletter-note .saved').waitFor()
  },
  'a slow save': async (page, computer) => {
    computer.server.planFault('account/configure', { kind: 'delay-answer', milliseconds: 1500 })
    await page.locator('#fullPrivacy').click()
    await page.locator('#fullPrivacy-note .delayed').waitFor()
  },
  'typed text': async (page) => {
    await page.locator('#displayName').fill('Liis')
    await page.locator('#displayName-note .note').waitFor()
  },
  'a long error': async (page, computer) => {
    const body = JSON.stringify({ error_id: 'LIMIT', error_message: long })
    computer.server.planFault('account/configure', { kind: 'status', status: 431, body }, 2)
    await page.locator('#phoneNumber').fill('1')
    await page.keyboard.press('Enter')
    await page.locator('#phoneNumber-note .error').waitFor()
  },
  'an invalid address': async (page) => {
    await page.locator('#new-address').fill('nonsense')
    await page.keyboard.press('Enter')
    await page.locator('#add-address-note .error').waitFor()
  },
  'an ended session': async (page, computer) => {
    computer.server.state.endSessions(serverAccount(computer, liis))
    // The panel may have scrolled the switch under the still pointer, where it takes no click.
    await page.mouse.move(1, 1)
    await page.locator('#automute').click()
    await page.getByRole('button', { name: en['common.notNow'] }).click()
    await page.locator('.banner.warning').waitFor()
  },
  'a lost connection': async (page, computer) => {
    await computer.server.stop()
    await page.locator('.banner.warning').waitFor()
  },
}

for (const width of [420, 880, 1400]) {
  test(`no note, error or banner moves anything: ${width} px`, async ({ computer }) => {
    const page = await computer.startSignedIn(liis)
    await page.getByText('l.tamm@harbour.example').first().waitFor()
    await computer.resize(width, 700)
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width)
    const before = await places(page)
    expect(Object.keys(before).length).toBeGreaterThan(40)
    for (const [event, happen] of Object.entries(events)) {
      await happen(page, computer)
      expect(await places(page), event).toEqual(before)
    }
  })
}

/** Events of the other panels, each with its preparation. What is looked up or read may appear below. */
const otherPanels: Record<string, [prepare: (page: Page) => Promise<unknown>, happen: (typeof events)[string]]> = {
  'a picture that cannot be used': [
    async (page) => {
      await page.getByRole('button', { name: en['panel.avatar'] }).click()
      await page.locator('#choose-picture').waitFor()
    },
    async (page, computer) => {
      const path = join(computer.home, 'notes.png')
      await writeFile(path, 'Only words.')
      await dropFile(page, path)
      await page.locator('.avatar-text.error').waitFor()
    },
  ],
  'an upload with its progress, refused': [
    async (page) => {
      await page.evaluate(async () => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 300, height: 200 })
        canvas.getContext('2d')?.fillRect(0, 0, 200, 100)
        const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
        const data = new DataTransfer()
        data.items.add(new File([blob ?? ''], 'picture.png', { type: 'image/png' }))
        document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }))
      })
      await page.locator('cropper-image').waitFor()
    },
    async (page, computer) => {
      const body = JSON.stringify({ error_message: 'Not this one' })
      computer.server.planFault('avatar/upload', { kind: 'status', status: 431, body })
      await page.getByRole('button', { name: en['avatar.use'] }).click()
      await page.locator('#avatar-note .error').waitFor()
    },
  ],
  'a look-up that fails': [
    async (page) => {
      await page.getByRole('button', { name: en['panel.people'] }).click()
      await page.locator('#people-addresses').fill('a@b.example')
    },
    async (page, computer) => {
      computer.server.planFault('account/lookup', { kind: 'status', status: 431 }, 3)
      await page.getByRole('button', { name: en['people.lookUp'] }).click()
      await page.locator('#people-note .error').waitFor()
    },
  ],
  'an export that fails': [
    async (page) => {
      await page.getByRole('button', { name: en['panel.data'] }).click()
      await page.locator('#data-conversation').selectOption({ index: 1 })
      await page.locator('#board-section').waitFor()
    },
    async (page, computer) => {
      computer.server.planFault('account/export/start', { kind: 'status', status: 431 }, 3)
      await page.getByRole('button', { name: en['history.export'], exact: true }).click()
      await page.locator('.row .note .error').first().waitFor()
    },
  ],
}

for (const [event, [prepare, happen]] of Object.entries(otherPanels)) {
  test(`nothing moves: ${event}`, async ({ computer }) => {
    const page = await computer.startSignedIn(liis)
    await prepare(page)
    const before = await places(page)
    expect(Object.keys(before).length).toBeGreaterThan(2)
    await happen(page, computer)
    expect(await places(page)).toEqual(before)
  })
}

/** @returns the left edge and the width of every control of an element; with `top`, where it is from above, too */
function edges(root: Locator, measure?: 'top'): Promise<string[]> {
  return root.locator('button:not(.note button), input, .segment').evaluateAll(
    (controls, isTopRead) =>
      controls
        .filter((control) => control.checkVisibility())
        .map((control) => {
          const { x, y, width } = control.getBoundingClientRect()
          const name = control.getAttribute('aria-label') ?? (control.id || (control.textContent ?? ''))
          return `${name} ${[x, width, ...(isTopRead ? [y] : [])].map((length) => length.toFixed(1)).join(' ')}`
        }),
    measure === 'top',
  )
}

const scrolls = (element: Locator) => element.evaluate((node) => node.scrollHeight > node.clientHeight)

test('a scroll bar that appears in a panel or a dialog moves nothing', async ({ computer }) => {
  setMailServers(serverAccount(computer, liis), 1)
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: en['panel.smtp'] }).click()
  const main = page.locator('main')
  const details = main.getByRole('button', { name: new RegExp(`^${en['smtp.details']}`) })
  await details.waitFor()
  await computer.resize(880, 420)
  await expect.poll(() => page.evaluate(() => innerHeight)).toBe(420)
  expect(await scrolls(main)).toBe(false)
  const before = await edges(main)
  await details.click()
  await expect.poll(() => scrolls(main)).toBe(true)
  const after = await edges(main)
  expect(after.filter((control) => !control.includes(en['testEmail.send']))).toEqual(before)

  await computer.resize(880, 680)
  await page.locator('#add-mail-server').click()
  const dialog = page.locator('dialog')
  await expect.poll(() => scrolls(dialog)).toBe(false)
  const inDialog = await edges(dialog)
  await computer.resize(880, 420)
  await expect.poll(() => scrolls(dialog)).toBe(true)
  expect(await edges(dialog)).toEqual(inDialog)
})

test('a choice moves no other choice, nor the field beside it', async ({ computer }) => {
  const page = await computer.startSignedIn(liis)
  const chooseEach = async (root: Locator) => {
    const before = await edges(root)
    for (const option of await root.getByRole('radio').all()) {
      await option.check({ force: true })
      expect(await edges(root)).toEqual(before)
    }
  }
  await chooseEach(page.locator('.row:has([name=emailInterval])'))
  await page.getByRole('button', { name: en['panel.smtp'] }).click()
  await page.locator('#add-mail-server').click()
  await chooseEach(page.locator('.username-and-encryption'))
})

for (const width of [420, 880]) {
  test(`an error of many lines in a dialog moves nothing, and can be read: ${width} px`, async ({ computer }) => {
    const page = await computer.startSignedIn(liis)
    await page.getByText('l.tamm@harbour.example').first().waitFor()
    await computer.resize(width, 680)
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width)
    const body = JSON.stringify({ error_id: 'LIMIT', error_message: long })
    const dialog = page.locator('dialog')
    const expectReadable = async () => {
      const error = dialog.getByRole('alert')
      await expect(error).toContainText(long.trim().slice(0, 100))
      const { top, bottom, lastLine, background } = await error.evaluate((element) => {
        element.scrollTop = element.scrollHeight
        const range = document.createRange()
        range.selectNodeContents(element)
        const box = element.getBoundingClientRect()
        const lines = [...range.getClientRects()]
        const color = getComputedStyle(element).backgroundColor
        return { top: box.top, bottom: box.bottom, lastLine: lines.at(-1)?.bottom ?? 0, background: color }
      })
      expect(lastLine).toBeLessThanOrEqual(bottom + 1)
      expect(bottom - top).toBeGreaterThan(50)
      // What it covers does not shine through.
      expect(background).not.toContain('rgba')
    }

    computer.server.planFault('account/configure', { kind: 'status', status: 431, body })
    await page.locator('#changePassword').click()
    await page.locator('#old-password').fill(liis.password)
    await page.locator('#new-password').fill('seven quiet herons by the lake')
    const before = await edges(dialog, 'top')
    await page.keyboard.press('Enter')
    await expectReadable()
    expect(await edges(dialog, 'top')).toEqual(before)
    // Where the field is left, the error covers nothing.
    await page.locator('#new-password').focus()
    const box = await dialog.getByRole('alert').boundingBox()
    const next = await dialog.getByRole('button', { name: en['signIn.forgotten'] }).boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((next?.y ?? 0) + 1)
    await page.keyboard.press('Escape')

    // An error of no field.
    computer.server.planFault('alias/remove', { kind: 'status', status: 431, body }, 3)
    await page
      .locator('.row', { hasText: 'l.tamm@harbour.example' })
      .getByRole('button', { name: /^Remove/ })
      .click()
    await dialog.locator('button[type=submit]').waitFor()
    const beforeRemoval = await edges(dialog, 'top')
    await page.mouse.move(1, 1)
    await dialog.locator('button[type=submit]').click()
    await expectReadable()
    expect(await edges(dialog, 'top')).toEqual(beforeRemoval)
  })
}
