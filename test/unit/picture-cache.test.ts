import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { PictureCache } from '../../main/features/avatar/picture-cache'
import { uploadAvatar } from '../../main/fleep/avatar-api'
import { seededPeople } from '../fleep-server/accounts'
import { quadrants } from '../pictures'
import { startApp } from './start-app'

const [liis] = seededPeople
let folder: string
let png: Buffer
const fetched: string[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pictures-'))
  png = await quadrants(20, 20).png().toBuffer()
  fetched.splice(0)
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const server = 'https://fleep.example'
const openCache = (bytes: Uint8Array = png, maxBytes?: number) =>
  new PictureCache(
    join(folder, 'cache'),
    async (url) => {
      fetched.push(url)
      return bytes
    },
    maxBytes,
  )

test('fetches a picture once, even for two reads at a time, and keeps it across a restart', async () => {
  const pictures = openCache()
  const address = pictures.toLocalUrl('/avatar/1.png', server)
  const both = await Promise.all([pictures.read(address), pictures.read(address)])
  expect(both.map((picture) => picture?.type)).toEqual(['image/png', 'image/png'])
  const restarted = openCache()
  expect(await restarted.read(restarted.toLocalUrl(`${server}/avatar/1.png`, server))).toEqual({
    bytes: png,
    type: 'image/png',
  })
  expect(fetched).toEqual(['https://fleep.example/avatar/1.png'])
})

test('returns null for an address that is in no record, and for a file that is no picture', async () => {
  const pictures = openCache(Buffer.from('<svg onload="alert(1)">'))
  expect(await pictures.read('picture/../remembered.json')).toBeNull()
  expect(await pictures.read(pictures.toLocalUrl('/x', server))).toBeNull()
  expect(existsSync(join(folder, 'cache'))).toBe(false)
})

test('keeps pictures up to a size limit and deletes the least recently used first', async () => {
  const pictures = openCache(png, png.length * 2)
  const addresses = ['/1', '/2', '/3'].map((url) => pictures.toLocalUrl(url, server))
  const file = (address = '') => join(folder, 'cache', address.replace('picture/', ''))
  for (const [index, address] of addresses.slice(0, 2).entries()) {
    await pictures.read(address)
    utimesSync(file(address), index, index)
  }
  // Makes the first one the most recently used.
  await pictures.read(addresses[0] ?? '')
  await pictures.read(addresses[2] ?? '')
  expect(readdirSync(join(folder, 'cache')).sort()).toEqual(
    [addresses[0], addresses[2]].map((address) => address?.replace('picture/', '')).sort(),
  )
})

test('is emptied at sign-out', async () => {
  const app = await startApp()
  onTestFinished(() => app.stop())
  await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
  const open = async function* () {
    yield png
  }
  const file = { name: 'avatar.png', type: 'image/png', size: png.length, open }
  await app.calls.call(app.context, uploadAvatar, file, {})
  await app.calls.refreshAccount(app.context)
  const address = Object.values(app.store.state.account?.avatar ?? {})[0] ?? ''
  expect(await app.pictures.read(address)).toMatchObject({ type: 'image/png' })
  await app.session.signOut()
  expect(await app.pictures.read(address)).toBeNull()
})
