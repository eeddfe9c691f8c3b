import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { bitmap, colourAt, coloursOf, hugePng, quadrants, withChunk } from '../../pictures'
import { type Computer, expect, liis, serverAccount, test } from '../support/app'
import { dropFile } from '../support/drop-file'
import { type DroppedFile, dropOrPaste } from '../support/drop-picture'

const serverPicture = (computer: Computer) => serverAccount(computer, liis).picture

async function openPanel(computer: Computer): Promise<Page> {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: 'Avatar' }).click()
  return page
}

/** Chooses this file in the system's dialog. */
async function chooseFile(computer: Computer, page: Page, path: string): Promise<void> {
  await page.mouse.move(1, 1)
  await computer.app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
  }, path)
  await page.locator('#choose-picture').click()
}

async function savePicture(page: Page): Promise<void> {
  await expect(page.getByRole('application', { name: /^Picture in its frame/ }).locator('cropper-image')).toBeVisible()
  // A button that has just appeared under a still pointer takes no click.
  await page.mouse.move(1, 1)
  await page.getByRole('button', { name: 'Use this picture' }).click()
}

async function saveAndWait(page: Page): Promise<void> {
  await savePicture(page)
  await expect(page.getByText('Picture changed')).toBeVisible()
}

/** The colours at the centres of the four quarters, the size and the format. */
async function describePicture(bytes: Uint8Array) {
  const { width, height, format } = await sharp(bytes).metadata()
  return { colours: (await coloursOf(bytes)).join(' '), size: `${width}×${height}`, format }
}

const uprightColours = 'red green blue white'

for (const method of ['drop', 'paste', 'choose'] as const) {
  test(`${method}: the framed square is uploaded and shown`, async ({ computer }) => {
    const page = await openPanel(computer)
    const bytes = await quadrants(1000, 600).jpeg().toBuffer()
    if (method === 'choose') {
      const path = join(computer.home, 'picture.jpg')
      await writeFile(path, bytes)
      await chooseFile(computer, page, path)
    } else {
      await dropOrPaste(page, method, [{ bytes }])
    }
    await saveAndWait(page)
    const uploaded = serverPicture(computer)?.bytes ?? Buffer.alloc(0)
    expect(await describePicture(uploaded)).toEqual({ colours: uprightColours, size: '600×600', format: 'jpeg' })
    // The centre of the upload is the centre of the chosen picture.
    expect(await colourAt(uploaded, [0.49, 0.2])).toBe('red')
    expect(await colourAt(uploaded, [0.51, 0.2])).toBe('green')
    const shown = page.locator('header img')
    await expect(shown).toHaveJSProperty('complete', true)
    expect(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(100)
  })
}

test('a picture that is enlarged too far is told so, in room kept for it, and Escape ends framing', async ({
  computer,
}) => {
  const page = await openPanel(computer)
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(400, 400).png().toBuffer() }])
  const frame = page.getByRole('application')
  await expect(frame.locator('cropper-image')).toBeVisible()
  const [smaller, larger] = [
    page.getByRole('button', { name: 'Zoom out' }),
    page.getByRole('button', { name: 'Zoom in' }),
  ]
  const slider = page.getByRole('slider', { name: 'Zoom' })
  const use = page.getByRole('button', { name: 'Use this picture' })
  const warning = page.getByText('it looks blurred')
  await expect(smaller).toHaveAttribute('aria-disabled', 'true')
  await expect(larger).toHaveAttribute('aria-disabled', 'false')
  const before = await use.boundingBox()
  // 400 pixels fill the frame; at twice the size, 200 do.
  await slider.fill('0.33')
  await expect(slider).toHaveAttribute('aria-valuetext', '199%')
  await expect(smaller).toHaveAttribute('aria-disabled', 'false')
  await expect(warning).toBeHidden()
  await slider.fill('0.5')
  await expect(warning).toBeVisible()
  expect(await use.boundingBox()).toEqual(before)
  await slider.fill('1')
  await expect(larger).toHaveAttribute('aria-disabled', 'true')
  await frame.press('0')
  await expect(warning).toBeHidden()
  await expect(slider).toHaveValue('0')
  await frame.press('Escape')
  await expect(frame).toBeHidden()
})

test('a larger picture than its preview is measured by its own pixels', async ({ computer }) => {
  const page = await openPanel(computer)
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(3200, 3200).png().toBuffer() }])
  await expect(page.getByRole('application').locator('cropper-image')).toBeVisible()
  await page.getByRole('slider', { name: 'Zoom' }).fill('1')
  await expect(page.getByRole('button', { name: 'Zoom in' })).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByText('it looks blurred')).toBeHidden()
})

test('a picture that is used before it lies in its frame is uploaded once it does', async ({ computer }) => {
  const page = await openPanel(computer)
  await page.evaluate(() => {
    const observer = new MutationObserver(() => {
      const button = document.querySelector<HTMLElement>('#use-picture')
      if (!button) return
      observer.disconnect()
      button.click()
    })
    observer.observe(document.body, { childList: true, subtree: true })
  })
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(1200, 600).png().toBuffer() }])
  await expect(page.getByText('Picture changed')).toBeVisible()
})

test('a picture that is cancelled while it is prepared is not uploaded', async ({ computer }) => {
  const page = await openPanel(computer)
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(1200, 600).png().toBuffer() }])
  await expect(page.locator('cropper-image')).toBeVisible()
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('#use-picture')?.click()
    document.querySelector<HTMLElement>('.framing > .buttons > button')?.click()
  })
  await expect(page.locator('#choose-picture')).toBeVisible()
  // The worker has prepared it once it has opened the next one.
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(600, 600).png().toBuffer() }])
  await saveAndWait(page)
  expect(computer.server.requests.filter((request) => /PUT .*avatar\/upload/.test(request))).toHaveLength(1)
})

test('keys move and rotate the picture in its frame', async ({ computer }) => {
  const page = await openPanel(computer)
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(1200, 600).png().toBuffer() }])
  const frame = page.getByRole('application')
  await expect(frame.locator('cropper-image')).toBeVisible()
  await frame.focus()
  // Far to the right: only the left half is visible. The frame never shows an empty area.
  for (let times = 0; times < 10; times += 1) await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('r')
  await saveAndWait(page)
  const uploaded = serverPicture(computer)?.bytes ?? Buffer.alloc(0)
  // Red above blue, rotated clockwise.
  expect(await describePicture(uploaded)).toMatchObject({ colours: 'blue red blue red', size: '600×600' })
})

test('the mouse drags the picture and its wheel zooms', async ({ computer }) => {
  const page = await openPanel(computer)
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(1200, 600).png().toBuffer() }])
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
  await saveAndWait(page)
  // The bottom right quarter: only white is left.
  expect((await describePicture(serverPicture(computer)?.bytes ?? Buffer.alloc(0))).colours).toBe(
    'white white white white',
  )
})

test('a large picture is uploaded at 1,150 × 1,150 pixels', async ({ computer }) => {
  const page = await openPanel(computer)
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(3000, 2000).jpeg().toBuffer() }])
  await saveAndWait(page)
  expect(await describePicture(serverPicture(computer)?.bytes ?? Buffer.alloc(0))).toMatchObject({
    colours: uprightColours,
    size: '1150×1150',
  })
})

test('an uploaded picture is upright and has no metadata', async ({ computer }) => {
  const page = await openPanel(computer)
  const secret = 'at the harbour, 59.44 N'
  const exif = { IFD0: { Copyright: secret, ImageDescription: secret }, IFD3: { GPSLatitude: '59/1 26/1 0/1' } }
  // Stored on its side with an orientation tag, as a camera does.
  const bytes = await quadrants(600, 600).rotate(-90).withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  expect(bytes.includes(secret)).toBe(true)
  await dropOrPaste(page, 'drop', [{ bytes }])
  await saveAndWait(page)
  const uploaded = serverPicture(computer)?.bytes ?? Buffer.alloc(0)
  expect(await describePicture(uploaded)).toMatchObject({ colours: uprightColours })
  expect(uploaded.includes(secret)).toBe(false)
  expect(await sharp(uploaded).metadata()).not.toHaveProperty('exif')
})

test('a drawing stays without loss, and has no metadata', async ({ computer }) => {
  const page = await openPanel(computer)
  const drawing = await quadrants(300, 300).png().toBuffer()
  await dropOrPaste(page, 'drop', [{ bytes: withChunk(drawing, 'tEXt', Buffer.from('Comment\0taken at home')) }])
  await saveAndWait(page)
  const uploaded = serverPicture(computer)?.bytes ?? Buffer.alloc(0)
  expect(uploaded.includes('taken at home')).toBe(false)
  const pixels = (bytes: Uint8Array) => sharp(bytes).removeAlpha().raw().toBuffer()
  expect((await pixels(uploaded)).equals(await pixels(drawing))).toBe(true)
  expect(await sharp(uploaded).metadata()).toMatchObject({ format: 'png', width: 300, height: 300 })
})

test('the format is detected from the content, whatever the file name', async ({ computer }) => {
  const page = await openPanel(computer)
  const image = quadrants(200, 200)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20" height="20">
    <script>document.documentElement.innerHTML = ''</script>
    <image xlink:href="${computer.server.url}/spy.png" width="20" height="20"/>
    <rect width="10" height="10" fill="#f00"/><rect x="10" width="10" height="10" fill="#0f0"/>
    <rect y="10" width="10" height="10" fill="#00f"/><rect x="10" y="10" width="10" height="10" fill="#fff"/></svg>`
  const formats = {
    jpeg: await image.clone().jpeg().toBuffer(),
    png: await image.clone().png().toBuffer(),
    webp: await image.clone().webp({ lossless: true }).toBuffer(),
    gif: await image.clone().gif().toBuffer(),
    avif: await image.clone().avif({ lossless: true }).toBuffer(),
    bmp: await bitmap(image.clone()),
    svg: Buffer.from(svg),
  }
  for (const [format, bytes] of Object.entries(formats)) {
    await dropOrPaste(page, 'drop', [{ bytes, name: 'holiday.txt', type: 'text/plain' }])
    await saveAndWait(page)
    expect((await describePicture(serverPicture(computer)?.bytes ?? Buffer.alloc(0))).colours, format).toBe(
      uprightColours,
    )
  }
  expect(computer.server.requests.filter((request) => request.includes('spy'))).toEqual([])
})

test('an unusable picture shows the reason, and another one can be used', async ({ computer }) => {
  const page = await openPanel(computer)
  const jpeg = await quadrants(400, 400).jpeg().toBuffer()
  const png = await quadrants(400, 400).png().toBuffer()
  const webp = await quadrants(400, 400).webp().toBuffer()
  const cases: [files: DroppedFile[], message: string][] = [
    [[{ bytes: Buffer.alloc(0) }], 'This file is empty.'],
    [
      [{ bytes: Buffer.from('just words'), name: 'photo.png', type: 'image/png' }],
      'This file can’t be used as a picture.',
    ],
    [[{ bytes: jpeg.subarray(0, jpeg.length * 0.6) }], 'damaged or incomplete'],
    [[{ bytes: png.subarray(0, png.length * 0.6) }], 'damaged or incomplete'],
    [[{ bytes: webp.subarray(0, webp.length * 0.6) }], 'damaged or incomplete'],
    [[{ bytes: hugePng(10_000) }], 'has 100 megapixels'],
    [[{ bytes: Buffer.from('<svg width="1" height="1"><oops') }], 'This drawing can’t be used'],
    [[{ bytes: jpeg }, { bytes: png }], 'several files'],
  ]
  for (const method of ['drop', 'paste'] as const) {
    for (const [files, message] of cases) {
      await dropOrPaste(page, method, files)
      await expect(page.getByText(message)).toBeVisible()
    }
  }
  await dropOrPaste(page, 'drop', [], 'https://meadow.example/picture.png')
  await expect(page.getByText('This is only a link to a picture.')).toBeVisible()
  await dropOrPaste(page, 'drop', [{ bytes: jpeg }])
  await saveAndWait(page)
  expect(serverPicture(computer)?.bytes.length).toBeGreaterThan(0)
})

test('an unusable file or folder from the dialog shows the reason', async ({ computer }) => {
  const page = await openPanel(computer)
  const folder = join(computer.home, 'a folder')
  await mkdir(folder)
  await writeFile(join(folder, 'photo.png'), 'just words')
  for (const [path, message] of [
    [folder, 'This is a folder'],
    [join(folder, 'photo.png'), 'This file can’t be used as a picture.'],
    [join(folder, 'gone.png'), 'This file can’t be read'],
  ] as const) {
    await chooseFile(computer, page, path)
    await expect(page.getByText(message)).toBeVisible()
  }
})

test('a picture dragged from the desktop is used, a folder is refused', async ({ computer }) => {
  const page = await openPanel(computer)
  const path = join(computer.home, 'picture.png')
  await writeFile(path, await quadrants(300, 300).png().toBuffer())
  const drag = (file: string) =>
    dropFile(page, file, () => expect(page.getByText('Drop to use it as your picture')).toBeVisible())
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await drag(computer.home)
  await expect(page.getByText('This is a folder. Choose one picture.')).toBeVisible()
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await drag(path)
  await saveAndWait(page)
  await expect(page.getByText('Drop to use it')).toBeHidden()
})

test('stopping an upload keeps the previous picture', async ({ computer }) => {
  const page = await openPanel(computer)
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(200, 200).png().toBuffer() }])
  await saveAndWait(page)
  const before = serverPicture(computer)?.fileId
  computer.server.planFault('avatar/upload', { kind: 'stall-at', fraction: 0.5 })
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(1000, 1000).jpeg().toBuffer() }])
  await savePicture(page)
  await expect(page.getByRole('progressbar', { name: 'Upload' })).toBeVisible()
  await page.getByRole('button', { name: 'Stop the upload' }).click()
  await expect(page.getByText('Upload stopped. Your picture hasn’t changed.')).toBeVisible()
  expect(serverPicture(computer)?.fileId).toBe(before)
  // The picture is still in its frame and can be sent again.
  await saveAndWait(page)
  expect(serverPicture(computer)?.fileId).not.toBe(before)
})

test('a broken upload can be retried without choosing the picture again', async ({ computer }) => {
  const page = await openPanel(computer)
  computer.server.planFault('avatar/upload', { kind: 'drop-at', fraction: 0.9 })
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(1000, 1000).jpeg().toBuffer() }])
  await savePicture(page)
  await expect(page.locator('#avatar-note')).toContainText('the connection was lost')
  expect(serverPicture(computer)).toBeNull()
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(page.getByText('Picture changed')).toBeVisible()
  expect(await describePicture(serverPicture(computer)?.bytes ?? Buffer.alloc(0))).toMatchObject({
    colours: uprightColours,
  })
})

test('a picture that Fleep rejects shows the server’s reason', async ({ computer }) => {
  const page = await openPanel(computer)
  const body = JSON.stringify({ error_message: 'Not this one' })
  computer.server.planFault('avatar/upload', { kind: 'status', status: 431, body })
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(300, 300).png().toBuffer() }])
  await savePicture(page)
  await expect(page.getByText('Not this one')).toBeVisible()
  expect(serverPicture(computer)).toBeNull()
})

test('Undo restores the same picture after a removal and after a change', async ({ computer }) => {
  const page = await openPanel(computer)
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(300, 300).png().toBuffer() }])
  await saveAndWait(page)
  const first = serverPicture(computer)?.bytes ?? Buffer.alloc(0)
  await page.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('Others see your initials.')).toBeVisible()
  expect(serverPicture(computer)).toBeNull()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('This is how others see you.')).toBeVisible()
  expect(serverPicture(computer)?.bytes.equals(first)).toBe(true)

  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(300, 300).negate().png().toBuffer() }])
  await saveAndWait(page)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => serverPicture(computer)?.bytes.equals(first)).toBe(true)
})

test('after a restart, Undo restores the largest copy that Fleep provides', async ({ computer }) => {
  test.skip(!computer.keyring, 'needs its own keyring')
  let page = await openPanel(computer)
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(1000, 1000).jpeg().toBuffer() }])
  await saveAndWait(page)
  await computer.waitForStoredSession()
  await computer.quit()
  page = await computer.start()
  await page.getByRole('button', { name: 'Avatar' }).click()
  await page.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('Picture removed')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('This is how others see you.')).toBeVisible()
  expect(await describePicture(serverPicture(computer)?.bytes ?? Buffer.alloc(0))).toMatchObject({
    colours: uprightColours,
    size: '575×575',
  })
})

test('a picture removed elsewhere disappears', async ({ computer }) => {
  const page = await openPanel(computer)
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(300, 300).png().toBuffer() }])
  await saveAndWait(page)
  const before = await page.locator('header img').getAttribute('src')
  const account = serverAccount(computer, liis)
  Object.assign(account.own, { avatar_urls: '{}' })
  computer.server.state.announce(account, { avatar_urls: '{}' })
  await expect(page.locator('header img')).toHaveCount(0)
  expect(before).toMatch(/^picture\/[0-9a-f]{64}$/)
})

test('a picture that is dropped during an upload is framed, and stays when the upload ends', async ({ computer }) => {
  const page = await openPanel(computer)
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(400, 400).png().toBuffer() }])
  computer.server.planFault('avatar/upload', { kind: 'delay', milliseconds: 1500 })
  await savePicture(page)
  await expect(page.getByRole('button', { name: 'Stop the upload' })).toBeVisible()
  await dropOrPaste(page, 'drop', [{ bytes: await quadrants(300, 300).png().toBuffer() }])
  await expect(page.getByRole('application').locator('cropper-image')).toBeVisible()
  await expect.poll(() => serverPicture(computer) !== undefined).toBe(true)
  await expect(page.getByRole('button', { name: 'Use this picture' })).toBeVisible()
  await saveAndWait(page)
})
