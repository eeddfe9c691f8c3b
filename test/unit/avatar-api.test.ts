import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { uploadName } from '../../main/features/avatar/upload-name'
import { deleteAvatar, uploadAvatar } from '../../main/fleep/avatar-api'
import { seededPeople } from '../fleep-server/accounts'
import { quadrants } from '../pictures'
import { type RunningApp, startApp } from './start-app'

const [liis] = seededPeople
let app: RunningApp

beforeEach(async () => {
  app = await startApp()
  await app.session.signIn(app.fleep.url, liis?.email ?? '', liis?.password ?? '')
})

afterEach(() => app.stop())

const onServer = () => app.fleep.state.accountByLogin('liis')?.picture
const uploadCalls = () => app.fleep.receivedCalls.filter(({ method }) => method === 'avatar/upload')

async function upload(bytes: Uint8Array, onSent?: (sent: number) => void) {
  const open = async function* () {
    for (let start = 0; start < bytes.length; start += 1000) yield bytes.subarray(start, start + 1000)
  }
  const file = { name: 'avatar.png', type: 'image/png', size: bytes.length, open }
  return app.calls.call(app.context, uploadAvatar, file, { onSent })
}

test('upload sends the file as PUT with its name and size, and reports the progress', async () => {
  const bytes = await quadrants(300, 300).png({ compressionLevel: 0 }).toBuffer()
  const sent: number[] = []
  const record = await upload(bytes, (count) => sent.push(count))
  expect(onServer()?.bytes.equals(bytes)).toBe(true)
  expect(sent.length).toBeGreaterThan(100)
  expect(sent.at(-1)).toBe(bytes.length)
  expect(record.avatar_urls).toContain('size_50')
  expect(uploadCalls()[0]).toMatchObject({
    input: { http: 'PUT' },
    headers: { 'content-disposition': 'attachment; filename="avatar.png"', 'content-length': `${bytes.length}` },
  })
})

test.each([405, 501])('upload falls back to POST with _method=PUT if PUT is refused with %i', async (status) => {
  app.fleep.planFault('avatar/upload', { kind: 'status', status, contentType: 'text/html', body: '<h1>no</h1>' })
  const bytes = await quadrants(100, 100).png().toBuffer()
  await upload(bytes)
  expect(uploadCalls().map(({ input }) => input)).toEqual([
    { http: 'PUT', _method: undefined },
    { http: 'POST', _method: 'PUT' },
  ])
  expect(onServer()?.bytes.equals(bytes)).toBe(true)
})

test('upload and delete read the record if the answer has none', async () => {
  app.fleep.planFault('avatar/upload', { kind: 'body', body: '{"files":[]}' })
  expect((await upload(await quadrants(100, 100).png().toBuffer())).avatar_urls).toContain('size_200')
  app.fleep.planFault('avatar/delete', { kind: 'body', body: '{}' })
  expect((await app.calls.call(app.context, deleteAvatar)).avatar_urls).toBe('{}')
})

test('a ticket is removed from the message of an error', async () => {
  const ticket = [...app.fleep.state.sessions.values()][0]?.ticket ?? ''
  app.fleep.planFault('avatar/upload', { kind: 'status', status: 431, body: JSON.stringify({ error_message: ticket }) })
  await expect(upload(new Uint8Array(10))).rejects.toMatchObject({ message: '•••' })
})

test('a picture on another server is not requested over plain HTTP', async () => {
  const cookies: unknown[] = []
  const otherServer = createServer((request, response) => {
    cookies.push(request.headers.cookie)
    response.end('x')
  })
  await new Promise<void>((resolve) => otherServer.listen(0, '127.0.0.1', resolve))
  const { port } = otherServer.address() as AddressInfo
  await expect(app.calls.fetchPicture(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: 'bad-answer' })
  expect(cookies).toEqual([])
  otherServer.close()
})

test.each(['0'.repeat(64), 'not a digest'])(
  'an upload that arrives as another file (%s) is an error',
  async (digest) => {
    app.fleep.planFault('avatar/upload', { kind: 'body', body: JSON.stringify({ files: [{ file_sha256: digest }] }) })
    await expect(upload(await quadrants(100, 100).png().toBuffer())).rejects.toMatchObject({
      code: 'bad-answer',
      message: expect.stringContaining('was damaged on its way'),
    })
  },
)

test('the digest of the file that was sent counts, also when it was sent a second time', async () => {
  app.fleep.planFault('avatar/upload', { kind: 'status', status: 405, contentType: 'text/html', body: '<h1>no</h1>' })
  const bytes = await quadrants(100, 100).png().toBuffer()
  await upload(bytes)
  expect(onServer()?.bytes.equals(bytes)).toBe(true)
})

test.each([
  ['holiday.jpeg', 'image/png', 'holiday.png'],
  ['/home/liis/Pühad & päike.heic', 'image/jpeg', 'Puhad-paike.jpg'],
  ['C:\\Users\\liis\\me.png', 'image/png', 'me.png'],
  ['a"b\r\nX-Evil: 1.png', 'image/png', 'abX-Evil-1.png'],
  ['..', 'image/png', 'avatar.png'],
  ['写真.png', 'image/png', 'avatar.png'],
  ['', 'image/jpeg', 'avatar.jpg'],
  [`${'x'.repeat(400)}.png`, 'image/png', `${'x'.repeat(100)}.png`],
])('the file name %j is sent as a safe name', (chosen, type, sent) => {
  expect(uploadName(chosen, type)).toBe(sent)
})

test('the name of the chosen file is sent', async () => {
  const bytes = new Uint8Array(await quadrants(100, 100).png().toBuffer())
  await app.runner.run('avatar.upload', { bytes, type: 'image/png', name: 'Liis at the lake.jpg' })
  expect(onServer()?.name).toBe('Liis-at-the-lake.png')
})
