import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { en } from '../../../texts/en'
import {
  asRgbJpeg,
  type Colour,
  coloursOf,
  paleQuadrants,
  quadrants,
  quarters,
  withFillBytes,
  withSegments,
} from '../../pictures'
import { type Computer, expect, liis, serverAccount, test } from '../support/app'
import { dropOrPaste } from '../support/drop-picture'

const upright: Colour[] = ['red', 'green', 'blue', 'white']

async function openPanel(computer: Computer): Promise<Page> {
  const page = await computer.startSignedIn(liis)
  await page.getByRole('button', { name: en['panel.avatar'] }).click()
  return page
}

const drop = (page: Page, bytes: Uint8Array) => dropOrPaste(page, 'drop', [{ bytes: Buffer.from(bytes) }])

/** @returns what Fleep gets of a picture that is dropped and used as it lies */
async function upload(computer: Computer, page: Page, bytes: Uint8Array): Promise<Buffer> {
  const account = serverAccount(computer, liis)
  const before = account.picture?.fileId
  await drop(page, bytes)
  await expect(page.locator('cropper-image').or(page.locator('.avatar-text.error'))).toBeVisible()
  await expect(page.locator('.avatar-text.error')).toBeHidden()
  await page.mouse.move(1, 1)
  await page.locator('#use-picture').click()
  await expect(page.locator('#choose-picture')).toBeVisible()
  expect(account.picture?.fileId).not.toBe(before)
  return account.picture?.bytes ?? Buffer.alloc(0)
}

async function refuse(page: Page, bytes: Uint8Array, message: string): Promise<void> {
  await drop(page, bytes)
  await expect(page.locator('.avatar-text.error')).toHaveText(message)
}

/** @returns red, green and blue of the four quarters, from 0 to 255 */
async function numbersOf(bytes: Uint8Array): Promise<number[][]> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return quarters.map(([x, y]) => {
    const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels
    return [...data.subarray(at, at + 3)]
  })
}

test('a picture is found behind any metadata, fill bytes and with bytes behind its end, and nothing of them is sent', async ({
  computer,
}) => {
  const page = await openPanel(computer)
  const secret = 'taken at home'
  const [jpeg, png] = [await quadrants(300, 300).jpeg().toBuffer(), await quadrants(300, 300).png().toBuffer()]
  const words = Buffer.from(secret)
  const thumbnail = Buffer.concat([Buffer.from('JFXX\0\x10'), words])
  for (const bytes of [
    withSegments(
      jpeg,
      0xe1,
      Array.from({ length: 40 }, () => Buffer.alloc(60_000, secret)),
    ),
    withSegments(jpeg, 0xe0, [thumbnail]),
    withSegments(jpeg, 0xe0, [Buffer.concat([words, Buffer.alloc(20)])]),
    withFillBytes(jpeg),
    Buffer.concat([jpeg, words]),
    Buffer.concat([png, words]),
  ]) {
    const uploaded = await upload(computer, page, bytes)
    expect(await coloursOf(uploaded)).toEqual(upright)
    expect(uploaded.includes(secret)).toBe(false)
  }
})

test('colours are right: of CMYK, RGB and wide-gamut pictures, sent as sRGB', async ({ computer }) => {
  const page = await openPanel(computer)
  const pale = paleQuadrants(300, 300)
  const expected = await numbersOf(await pale.clone().png().toBuffer())
  const best = { quality: 95, chromaSubsampling: '4:4:4' }
  const cmyk = await pale.clone().toColourspace('cmyk').jpeg(best).toBuffer()
  const wide = await pale.clone().withIccProfile('p3').jpeg(best).toBuffer()
  const rgb = await asRgbJpeg(pale.clone())
  for (const { bytes, most } of [
    { bytes: rgb, most: 4 },
    { bytes: wide, most: 4 },
    // Of inks, each program makes somewhat other colours.
    { bytes: cmyk, most: 80 },
  ]) {
    const uploaded = await upload(computer, page, bytes)
    expect(await sharp(uploaded).metadata()).toMatchObject({ channels: 3, space: 'srgb' })
    const found = await numbersOf(uploaded)
    const differences = found.flat().map((value, at) => Math.abs(value - (expected.flat()[at] ?? 0)))
    expect(Math.max(...differences), `${found} for ${expected}`).toBeLessThanOrEqual(most)
  }
})

test('a picture that lies on its side is turned upright, whatever its format', async ({ computer }) => {
  const page = await openPanel(computer)
  for (const format of ['jpeg', 'png', 'webp'] as const) {
    const onSide = quadrants(300, 200).rotate(-90).toFormat(format).withMetadata({ orientation: 6 })
    expect(await coloursOf(await upload(computer, page, await onSide.toBuffer())), format).toEqual(upright)
  }
  // A circle in the middle of a picture that is twice as high as wide, stored on its side.
  const circle = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="1200"><rect width="600" height="1200" fill="#fff"/><circle cx="300" cy="600" r="280" fill="#00f"/></svg>',
  )
  for (const format of ['jpeg', 'png', 'webp'] as const) {
    const onSide = await sharp(circle)
      .removeAlpha()
      .rotate(-90)
      .toFormat(format)
      .withMetadata({ orientation: 6 })
      .toBuffer()
    const uploaded = await upload(computer, page, onSide)
    const expected = sharp(onSide).rotate().extract({ left: 0, top: 300, width: 600, height: 600 }).removeAlpha().raw()
    const [found, right] = [
      await sharp(uploaded).resize(600, 600).removeAlpha().raw().toBuffer(),
      await expected.toBuffer(),
    ]
    const different = found.filter((value, at) => Math.abs(value - (right[at] ?? 0)) > 100).length
    expect(different / right.length, format).toBeLessThan(0.01)
  }
  for (const orientation of [2, 3, 4, 5, 7, 8]) {
    const turned = await quadrants(300, 300).webp().withMetadata({ orientation }).toBuffer()
    const expected = await coloursOf(await sharp(turned).rotate().png().toBuffer())
    expect(await coloursOf(await upload(computer, page, turned)), String(orientation)).toEqual(expected)
  }
})

test('a file without its end is used if all its rows are there', async ({ computer }) => {
  const page = await openPanel(computer)
  for (const progressive of [false, true]) {
    const jpeg = await quadrants(400, 400).jpeg({ progressive }).toBuffer()
    expect(await coloursOf(await upload(computer, page, jpeg.subarray(0, -2)))).toEqual(upright)
    await refuse(page, jpeg.subarray(0, jpeg.length * 0.8), en['avatar.damaged'])
  }
  const png = await quadrants(400, 400).png().toBuffer()
  expect(await coloursOf(await upload(computer, page, png.subarray(0, -12)))).toEqual(upright)
  await refuse(page, png.subarray(0, -40), en['avatar.damaged'])
})

test('of several pictures in a file, the first is used, and the app says so', async ({ computer }) => {
  const page = await openPanel(computer)
  const [one, other] = [
    quadrants(200, 200),
    sharp({ create: { width: 200, height: 200, channels: 3, background: '#777' } }),
  ]
  const rows = Buffer.concat([await one.raw().toBuffer(), await other.raw().toBuffer()])
  const both = sharp(rows, { raw: { width: 200, height: 400, channels: 3, pageHeight: 200 } })
  const note = page.getByText(en['avatar.firstOnly'])
  for (const bytes of [await both.clone().gif().toBuffer(), await both.clone().webp().toBuffer()]) {
    await drop(page, bytes)
    await expect(note).toBeVisible()
    expect(await coloursOf(await upload(computer, page, bytes))).toEqual(upright)
  }
  await drop(page, await one.png().toBuffer())
  await expect(page.locator('cropper-image')).toBeVisible()
  await expect(note).toBeHidden()
})

test('a picture that cannot be used is named, with what to do', async ({ computer }) => {
  const page = await openPanel(computer)
  const otherFormat = (format: string) => en['avatar.otherFormat'].replace('{format}', format)
  await refuse(page, await quadrants(50, 50).tiff().toBuffer(), otherFormat('TIFF'))
  await refuse(page, Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), otherFormat('HEIC'))
  const long = sharp({ create: { width: 40_000, height: 2, channels: 3, background: '#777' } })
  await refuse(page, await long.png().toBuffer(), 'This picture is longer than 32,767 pixels.')
})

const shapes = `<rect width="200" height="200" fill="#f00"/><rect x="200" width="200" height="200" fill="#0f0"/>
  <rect y="200" width="200" height="200" fill="#00f"/><rect x="200" y="200" width="200" height="200" fill="#fff"/>`
const namespace = 'http://www.w3.org/2000/svg'
const size = 'width="400" height="400"'
const entities = Array.from({ length: 40 }, (_, at) => `<!ENTITY ns_${at} "http://vendor.example/${at}/">`).join('\n')
const html = '<foreignObject width="400" height="400"><p xmlns="http://www.w3.org/1999/xhtml"></p></foreignObject>'

test('the browser decides what is a drawing: with a long prolog, in UTF-16, with a prefix, without a size, with HTML', async ({
  computer,
}) => {
  const page = await openPanel(computer)
  const drawings = {
    prolog: Buffer.from(
      `<!DOCTYPE svg [${entities}]><!-- ${'x'.repeat(5000)} --><svg xmlns="${namespace}" ${size}>${shapes}</svg>`,
    ),
    utf16: Buffer.from(
      `\ufeff<?xml version="1.0" encoding="utf-16"?><svg xmlns="${namespace}" ${size}>${shapes}</svg>`,
      'utf16le',
    ),
    prefix: Buffer.from(`<s:svg xmlns:s="${namespace}" ${size}>${shapes.replaceAll('<rect', '<s:rect')}</s:svg>`),
    unsized: Buffer.from(`<svg xmlns="${namespace}">${shapes}</svg>`),
    'width alone': Buffer.from(`<?xml version="1.0"?><svg xmlns="${namespace}" width="100%">${shapes}</svg>`),
    viewBox: Buffer.from(`<svg xmlns="${namespace}" viewBox="0 0 400 400">${shapes}</svg>`),
    html: Buffer.from(`<svg xmlns="${namespace}" ${size}>${shapes}${html}</svg>`),
  }
  for (const [name, bytes] of Object.entries(drawings))
    expect(await coloursOf(await upload(computer, page, bytes)), name).toEqual(upright)
  for (const text of [
    `<svg xmlns="${namespace}"></svg>`,
    '<p>not a drawing: <svg></p>',
    `<svg xmlns="${namespace}" width="0" height="0"/>`,
  ])
    await refuse(page, Buffer.from(text), en['avatar.badDrawing'])
})
