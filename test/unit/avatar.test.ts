import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PictureCache } from '../../main/features/avatar/picture-cache'
import { deleteAvatar, uploadAvatar } from '../../main/fleep/avatar-api'
import { readJpeg, readPng } from '../../renderer/panels/avatar/picture-bytes'
import { seededPeople } from '../fleep-server/accounts'
import { quarters, withChunk } from '../pictures'
import { type RunningApp, startApp } from './app'

const [liis] = seededPeople
let app: RunningApp

beforeEach(async () => {
  app = await startApp()
  await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
})

afterEach(() => app.stop())

const onServer = () => app.fleep.state.accountByLogin('liis')?.picture
const seen = () => app.fleep.seen.filter(({ method }) => method === 'avatar/upload')

async function upload(bytes: Uint8Array, onSent?: (sent: number) => void) {
  const open = async function* () {
    for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000)
  }
  const file = { name: 'avatar.png', type: 'image/png', size: bytes.length, open }
  return app.calls.call(app.context, uploadAvatar, file, { onSent })
}

describe('the client', () => {
  test('sends a file as PUT with its name and size, and tells what has gone out', async () => {
    const bytes = await quarters(300, 300).png({ compressionLevel: 0 }).toBuffer()
    const sent: number[] = []
    const record = await upload(bytes, (count) => sent.push(count))
    expect(onServer()?.bytes.equals(bytes)).toBe(true)
    expect(sent.length).toBeGreaterThan(100)
    expect(sent.at(-1)).toBe(bytes.length)
    expect(record.avatar_urls).toContain('size_50')
    expect(seen()[0]).toMatchObject({
      input: { http: 'PUT' },
      headers: { 'content-disposition': 'attachment; filename="avatar.png"', 'content-length': `${bytes.length}` },
    })
  })

  test.each([405, 501])('where PUT is refused with %i, it is the POST that stands for it', async (status) => {
    app.fleep.next('avatar/upload', { kind: 'status', status, contentType: 'text/html', body: '<h1>no</h1>' })
    const bytes = await quarters(100, 100).png().toBuffer()
    await upload(bytes)
    expect(seen().map(({ input }) => input)).toEqual([
      { http: 'PUT', _method: undefined },
      { http: 'POST', _method: 'PUT' },
    ])
    expect(onServer()?.bytes.equals(bytes)).toBe(true)
  })

  test('where the answer holds no record, it is read afterwards', async () => {
    app.fleep.next('avatar/upload', { kind: 'body', body: '{"files":[]}' })
    expect((await upload(await quarters(100, 100).png().toBuffer())).avatar_urls).toContain('size_200')
    app.fleep.next('avatar/delete', { kind: 'body', body: '{}' })
    expect((await app.calls.call(app.context, deleteAvatar)).avatar_urls).toBe('{}')
  })

  test('an error that repeats the ticket does not pass it on', async () => {
    const ticket = [...app.fleep.state.sessions.values()][0]?.ticket ?? ''
    app.fleep.next('avatar/upload', { kind: 'status', status: 431, body: JSON.stringify({ error_message: ticket }) })
    await expect(upload(new Uint8Array(10))).rejects.toMatchObject({ message: '•••' })
  })

  test('only the own server is told who asks for a picture, and others only over https', async () => {
    const cookies: unknown[] = []
    const elsewhere = createServer((request, response) => {
      cookies.push(request.headers.cookie)
      response.end('x')
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    const { port } = elsewhere.address() as AddressInfo
    await expect(app.calls.fetchPicture(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: 'bad-answer' })
    expect(cookies).toEqual([])
    elsewhere.close()
  })
})

describe('pictures', () => {
  let folder: string
  let png: Buffer
  const fetched: string[] = []

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pictures-'))
    png = await quarters(20, 20).png().toBuffer()
    fetched.splice(0)
  })

  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const server = 'https://fleep.example'
  const open = (bytes: Uint8Array = png, atMost?: number) =>
    new PictureCache(
      join(folder, 'kept'),
      async (url) => {
        fetched.push(url)
        return bytes
      },
      atMost,
    )

  test('are fetched once, also by two at a time, and kept across a restart', async () => {
    const pictures = open()
    const address = pictures.addressOf('/avatar/1.png', server)
    const both = await Promise.all([pictures.read(address), pictures.read(address)])
    expect(both.map((picture) => picture?.type)).toEqual(['image/png', 'image/png'])
    const again = open()
    expect(await again.read(again.addressOf(`${server}/avatar/1.png`, server))).toEqual({
      bytes: png,
      type: 'image/png',
    })
    expect(fetched).toEqual(['https://fleep.example/avatar/1.png'])
  })

  test('that no record named, or that are none, do not exist', async () => {
    const pictures = open(Buffer.from('<svg onload="alert(1)">'))
    expect(await pictures.read('picture/../remembered.json')).toBeNull()
    expect(await pictures.read(pictures.addressOf('/x', server))).toBeNull()
    expect(existsSync(join(folder, 'kept'))).toBe(false)
  })

  test('are kept up to a limit, and those not looked at for longest go first', async () => {
    const pictures = open(png, png.length * 2)
    const addresses = ['/1', '/2', '/3'].map((url) => pictures.addressOf(url, server))
    const file = (address = '') => join(folder, 'kept', address.replace('picture/', ''))
    for (const [index, address] of addresses.slice(0, 2).entries()) {
      await pictures.read(address)
      utimesSync(file(address), index, index)
    }
    // The first one is looked at again.
    await pictures.read(addresses[0] ?? '')
    await pictures.read(addresses[2] ?? '')
    expect(readdirSync(join(folder, 'kept')).sort()).toEqual(
      [addresses[0], addresses[2]].map((address) => address?.replace('picture/', '')).sort(),
    )
  })

  test('go with the person who signs out', async () => {
    await upload(png)
    const address = Object.values(app.store.state.account?.avatar ?? {})[0] ?? ''
    // The record came with the answer to the upload, and the poll brings it to the state.
    await app.calls.refreshAccount(app.context)
    const shown = Object.values(app.store.state.account?.avatar ?? {})[0] ?? address
    expect(await app.pictures.read(shown)).toMatchObject({ type: 'image/png' })
    await app.session.signOut()
    expect(await app.pictures.read(shown)).toBeNull()
  })
})

test('what stands in a picture’s file besides its pixels is found, and so is a missing end', async () => {
  const png = await quarters(50, 50).png().toBuffer()
  const jpeg = await quarters(50, 50).jpeg().toBuffer()
  const progressive = await quarters(50, 50).jpeg({ progressive: true }).toBuffer()
  const exif = await quarters(50, 50)
    .withExif({ IFD0: { Artist: 'Liis' } })
    .jpeg()
    .toBuffer()
  const bare = { isComplete: true, isBare: true }
  expect([readPng(png), readJpeg(jpeg), readJpeg(progressive)]).toEqual([bare, bare, bare])
  const full = { isComplete: true, isBare: false }
  const trailing = Buffer.from('a film')
  expect(readPng(withChunk(png, 'eXIf', Buffer.from('x')))).toEqual(full)
  expect(readPng(Buffer.concat([png, trailing]))).toEqual(full)
  expect(readJpeg(exif)).toEqual(full)
  expect(readJpeg(Buffer.concat([jpeg, trailing]))).toEqual(full)
  for (const length of [0, 1, 10, jpeg.length - 3]) expect(readJpeg(jpeg.subarray(0, length)).isComplete).toBe(false)
  for (const length of [0, 1, 10, png.length - 3]) expect(readPng(png.subarray(0, length)).isComplete).toBe(false)
})
