import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { bitmap, colourAt, hugePng, quarters, withChunk } from '../../pictures'
import { type Computer, expect, liis, onServer, test } from '../support/app'
import { dropFile } from '../support/drop-file'

const picture = (computer: Computer) => onServer(computer, liis).picture

async function openPanel(computer: Computer): Promise<Page> {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'Avatar' }).click()
  return page
}

interface DroppedFile {
  bytes: Buffer
  name?: string
  type?: string
}

/** Files as another program hands them over; with a link, what a browser hands over. */
async function bring(page: Page, event: 'drop' | 'paste', files: DroppedFile[], link?: string): Promise<void> {
  const given = files.map(({ bytes, name = 'picture', type = '' }) => ({
    base64: bytes.toString('base64'),
    name,
    type,
  }))
  await page.evaluate(
    ({ event, given, link }) => {
      const data = new DataTransfer()
      for (const { base64, name, type } of given) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        data.items.add(new File([bytes], name, { type }))
      }
      if (link) data.setData('text/uri-list', link)
      const common = { bubbles: true, cancelable: true }
      if (event === 'paste') {
        document.body.dispatchEvent(new ClipboardEvent('paste', { ...common, clipboardData: data }))
      } else {
        for (const type of ['dragover', 'drop']) {
          document.body.dispatchEvent(new DragEvent(type, { ...common, dataTransfer: data }))
        }
      }
    },
    { event, given, link },
  )
}

/** The system's dialog answers with this file. */
async function choose(computer: Computer, page: Page, path: string): Promise<void> {
  await computer.app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
  }, path)
  await page.getByRole('button', { name: 'Choose a picture…' }).click()
}

async function use(page: Page): Promise<void> {
  await expect(page.getByRole('application', { name: /^Picture in its frame/ }).locator('cropper-image')).toBeVisible()
  await page.getByRole('button', { name: 'Use this picture' }).click()
}

async function useAndSee(page: Page): Promise<void> {
  await use(page)
  await expect(page.getByText('Your picture is changed')).toBeVisible()
}

/** The middle of the four quarters, and the size. */
async function look(bytes: Uint8Array) {
  const corners = [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.25, 0.75],
    [0.75, 0.75],
  ] as const
  const colours = await Promise.all(corners.map(([x, y]) => colourAt(bytes, [x, y])))
  const { width, height, format } = await sharp(bytes).metadata()
  return { colours: colours.join(' '), size: `${width}×${height}`, format }
}

const upright = 'red green blue white'

for (const way of ['drop', 'paste', 'choose'] as const) {
  test(`${way}: the server holds exactly the framed square, and everybody sees it`, async ({ computer }) => {
    const page = await openPanel(computer)
    const bytes = await quarters(1000, 600).jpeg().toBuffer()
    if (way === 'choose') {
      const path = join(computer.home, 'picture.jpg')
      await writeFile(path, bytes)
      await choose(computer, page, path)
    } else {
      await bring(page, way, [{ bytes }])
    }
    await useAndSee(page)
    const held = picture(computer)?.bytes ?? Buffer.alloc(0)
    expect(await look(held)).toEqual({ colours: upright, size: '600×600', format: 'jpeg' })
    // The middle of what was chosen is the middle of what was sent.
    expect(await colourAt(held, [0.49, 0.2])).toBe('red')
    expect(await colourAt(held, [0.51, 0.2])).toBe('green')
    const shown = page.locator('header img')
    await expect(shown).toHaveJSProperty('complete', true)
    expect(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(100)
  })
}

test('it can be moved, zoomed and turned by keys; the server holds what was seen', async ({ computer }) => {
  const page = await openPanel(computer)
  await bring(page, 'drop', [{ bytes: await quarters(1200, 600).png().toBuffer() }])
  const frame = page.getByRole('application')
  await expect(frame.locator('cropper-image')).toBeVisible()
  await frame.focus()
  // Far to the right: only the left half is seen, and no further, since the frame is never empty.
  for (let times = 0; times < 10; times += 1) await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('r')
  await useAndSee(page)
  const held = picture(computer)?.bytes ?? Buffer.alloc(0)
  // Red above blue, turned clockwise.
  expect(await look(held)).toMatchObject({ colours: 'blue red blue red', size: '600×600' })
})

test('by mouse, it is dragged and zoomed with the wheel', async ({ computer }) => {
  const page = await openPanel(computer)
  await bring(page, 'drop', [{ bytes: await quarters(1200, 600).png().toBuffer() }])
  const frame = page.getByRole('application')
  await expect(frame.locator('cropper-image')).toBeVisible()
  const box = await frame.boundingBox()
  if (!box) throw new Error('no frame')
  await page.mouse.move(box.x + 280, box.y + 150)
  await page.mouse.down()
  await page.mouse.move(box.x + 20, box.y + 150, { steps: 5 })
  await page.mouse.up()
  await page.mouse.move(box.x + 150, box.y + 295)
  for (let times = 0; times < 12; times += 1) await page.mouse.wheel(0, -120)
  await useAndSee(page)
  // To the right and below: only white is left.
  expect((await look(picture(computer)?.bytes ?? Buffer.alloc(0))).colours).toBe('white white white white')
})

test('a large picture is sent at 1,150 pixels', async ({ computer }) => {
  const page = await openPanel(computer)
  await bring(page, 'drop', [{ bytes: await quarters(3000, 2000).jpeg().toBuffer() }])
  await useAndSee(page)
  expect(await look(picture(computer)?.bytes ?? Buffer.alloc(0))).toMatchObject({ colours: upright, size: '1150×1150' })
})

test('the place and everything else that is no pixel stays here, and the picture is upright', async ({ computer }) => {
  const page = await openPanel(computer)
  const secret = 'at the harbour, 59.44 N'
  const exif = { IFD0: { Copyright: secret, ImageDescription: secret }, IFD3: { GPSLatitude: '59/1 26/1 0/1' } }
  // Lies on its side, as a camera stores it, and says so.
  const bytes = await quarters(600, 600).rotate(-90).withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  expect(bytes.includes(secret)).toBe(true)
  await bring(page, 'drop', [{ bytes }])
  await useAndSee(page)
  const held = picture(computer)?.bytes ?? Buffer.alloc(0)
  expect(await look(held)).toMatchObject({ colours: upright })
  expect(held.includes(secret)).toBe(false)
  expect(await sharp(held).metadata()).not.toHaveProperty('exif')
})

test('a picture that fits is sent as it is, unless it holds more than its pixels', async ({ computer }) => {
  const page = await openPanel(computer)
  const bare = await quarters(300, 300).png().toBuffer()
  await bring(page, 'drop', [{ bytes: bare }])
  await useAndSee(page)
  expect(picture(computer)?.bytes.equals(bare)).toBe(true)

  await bring(page, 'drop', [{ bytes: withChunk(bare, 'tEXt', Buffer.from('Comment\0taken at home')) }])
  await useAndSee(page)
  await expect.poll(() => picture(computer)?.bytes.equals(bare)).toBe(false)
  expect(picture(computer)?.bytes.includes('taken at home')).toBe(false)
  expect(await look(picture(computer)?.bytes ?? bare)).toMatchObject({ colours: upright, size: '300×300' })
})

test('every format is known by its content, whatever its name says', async ({ computer }) => {
  const page = await openPanel(computer)
  const small = quarters(200, 200)
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20" height="20">
    <script>document.documentElement.innerHTML = ''</script>
    <image xlink:href="${computer.server.url}/spy.png" width="20" height="20"/>
    <rect width="10" height="10" fill="#f00"/><rect x="10" width="10" height="10" fill="#0f0"/>
    <rect y="10" width="10" height="10" fill="#00f"/><rect x="10" y="10" width="10" height="10" fill="#fff"/></svg>`
  const formats = {
    jpeg: await small.clone().jpeg().toBuffer(),
    png: await small.clone().png().toBuffer(),
    webp: await small.clone().webp({ lossless: true }).toBuffer(),
    gif: await small.clone().gif().toBuffer(),
    avif: await small.clone().avif({ lossless: true }).toBuffer(),
    bmp: await bitmap(small.clone()),
    svg: Buffer.from(drawing),
  }
  for (const [format, bytes] of Object.entries(formats)) {
    await bring(page, 'drop', [{ bytes, name: 'holiday.txt', type: 'text/plain' }])
    await useAndSee(page)
    expect((await look(picture(computer)?.bytes ?? Buffer.alloc(0))).colours, format).toBe(upright)
  }
  expect(computer.server.requests.filter((request) => request.includes('spy'))).toEqual([])
})

test('what cannot be used is told in plain words, and the next one can', async ({ computer }) => {
  const page = await openPanel(computer)
  const jpeg = await quarters(400, 400).jpeg().toBuffer()
  const png = await quarters(400, 400).png().toBuffer()
  const webp = await quarters(400, 400).webp().toBuffer()
  const cases: [files: DroppedFile[], words: string][] = [
    [[{ bytes: Buffer.alloc(0) }], 'This file is empty.'],
    [[{ bytes: Buffer.from('just words'), name: 'photo.png', type: 'image/png' }], 'This is no picture'],
    [[{ bytes: jpeg.subarray(0, jpeg.length * 0.6) }], 'its end is missing'],
    [[{ bytes: png.subarray(0, png.length * 0.6) }], 'its end is missing'],
    [[{ bytes: webp.subarray(0, webp.length * 0.6) }], 'its end is missing'],
    [[{ bytes: hugePng(10_000) }], 'has 100 megapixels'],
    [[{ bytes: Buffer.from('<svg width="1" height="1"><oops') }], 'could not be made into a picture'],
    [[{ bytes: jpeg }, { bytes: png }], 'several files'],
  ]
  for (const way of ['drop', 'paste'] as const) {
    for (const [files, words] of cases) {
      await bring(page, way, files)
      await expect(page.getByText(words)).toBeVisible()
    }
  }
  await bring(page, 'drop', [], 'https://meadow.example/picture.png')
  await expect(page.getByText('Only the address of this picture came.')).toBeVisible()
  await bring(page, 'drop', [{ bytes: jpeg }])
  await useAndSee(page)
  expect(picture(computer)?.bytes.length).toBeGreaterThan(0)
})

test('the dialog’s files meet the same answers, folders included', async ({ computer }) => {
  const page = await openPanel(computer)
  const folder = join(computer.home, 'a folder')
  await mkdir(folder)
  await writeFile(join(folder, 'photo.png'), 'just words')
  for (const [path, words] of [
    [folder, 'This is a folder'],
    [join(folder, 'photo.png'), 'This is no picture'],
    [join(folder, 'gone.png'), 'This file cannot be read'],
  ] as const) {
    await choose(computer, page, path)
    await expect(page.getByText(words)).toBeVisible()
  }
})

test('a real drag from the desktop: a picture is taken, a folder is named', async ({ computer }) => {
  const page = await openPanel(computer)
  const path = join(computer.home, 'picture.png')
  await writeFile(path, await quarters(300, 300).png().toBuffer())
  const drag = (file: string) =>
    dropFile(page, file, () => expect(page.getByText('Drop it to use it as your picture')).toBeVisible())
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await drag(computer.home)
  await expect(page.getByText('This is a folder. Use one picture.')).toBeVisible()
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await drag(path)
  await useAndSee(page)
  await expect(page.getByText('Drop it to use it')).toBeHidden()
})

test('an upload that is stopped half-way leaves the former picture', async ({ computer }) => {
  const page = await openPanel(computer)
  await bring(page, 'drop', [{ bytes: await quarters(200, 200).png().toBuffer() }])
  await useAndSee(page)
  const before = picture(computer)?.fileId
  computer.server.next('avatar/upload', { kind: 'stall-at', fraction: 0.5 })
  await bring(page, 'drop', [{ bytes: await quarters(1000, 1000).jpeg().toBuffer() }])
  await use(page)
  await expect(page.getByRole('progressbar', { name: 'Upload' })).toBeVisible()
  await page.getByRole('button', { name: 'Stop the upload' }).click()
  await expect(page.getByText('The upload was stopped. Your picture is as it was.')).toBeVisible()
  expect(picture(computer)?.fileId).toBe(before)
  // The picture is still in its frame.
  await useAndSee(page)
  expect(picture(computer)?.fileId).not.toBe(before)
})

test('an upload that breaks off at 90 % is sent again without choosing again', async ({ computer }) => {
  const page = await openPanel(computer)
  computer.server.next('avatar/upload', { kind: 'drop-at', fraction: 0.9 })
  await bring(page, 'drop', [{ bytes: await quarters(1000, 1000).jpeg().toBuffer() }])
  await use(page)
  await expect(page.locator('#avatar-note')).toContainText('could not be reached')
  expect(picture(computer)).toBeNull()
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(page.getByText('Your picture is changed')).toBeVisible()
  expect(await look(picture(computer)?.bytes ?? Buffer.alloc(0))).toMatchObject({ colours: upright })
})

test('what Fleep does not take for a picture is said, and the former one stays', async ({ computer }) => {
  const page = await openPanel(computer)
  const body = JSON.stringify({ error_message: 'Not this one' })
  computer.server.next('avatar/upload', { kind: 'status', status: 431, body })
  await bring(page, 'drop', [{ bytes: await quarters(300, 300).png().toBuffer() }])
  await use(page)
  await expect(page.getByText('Not this one')).toBeVisible()
  expect(picture(computer)).toBeNull()
})

test('a picture is removed, and Undo brings the same one back; so does Undo of a change', async ({ computer }) => {
  const page = await openPanel(computer)
  const first = await quarters(300, 300).png().toBuffer()
  await bring(page, 'drop', [{ bytes: first }])
  await useAndSee(page)
  await page.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('Others see your initials.')).toBeVisible()
  expect(picture(computer)).toBeNull()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('This is how others see you.')).toBeVisible()
  expect(picture(computer)?.bytes.equals(first)).toBe(true)

  await bring(page, 'drop', [{ bytes: await quarters(300, 300).negate().png().toBuffer() }])
  await useAndSee(page)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => picture(computer)?.bytes.equals(first)).toBe(true)
})

test('after a restart, Undo brings back the largest copy that Fleep gives', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs a keyring of its own')
  let page = await openPanel(computer)
  await bring(page, 'drop', [{ bytes: await quarters(1000, 1000).jpeg().toBuffer() }])
  await useAndSee(page)
  await computer.untilRemembered()
  await computer.quit()
  page = await computer.start()
  await page.getByRole('button', { name: 'Avatar' }).click()
  await page.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('Your picture is removed')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('This is how others see you.')).toBeVisible()
  expect(await look(picture(computer)?.bytes ?? Buffer.alloc(0))).toMatchObject({ colours: upright, size: '575×575' })
})

test('a picture that was changed elsewhere shows here', async ({ computer }) => {
  const page = await openPanel(computer)
  await bring(page, 'drop', [{ bytes: await quarters(300, 300).png().toBuffer() }])
  await useAndSee(page)
  const before = await page.locator('header img').getAttribute('src')
  const account = onServer(computer, liis)
  Object.assign(account.own, { avatar_urls: '{}' })
  computer.server.state.announce(account, { avatar_urls: '{}' })
  await expect(page.locator('header img')).toHaveCount(0)
  expect(before).toMatch(/^picture\/[0-9a-f]{64}$/)
})
