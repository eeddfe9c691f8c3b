import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { seededPeople } from './accounts'
import { FleepServer } from './server'

async function signIn(fleep: FleepServer) {
  const [liis] = seededPeople
  const response = await fetch(`${fleep.url}/api/account/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: liis?.email, password: liis?.password }),
  })
  const { ticket } = (await response.json()) as { ticket: string }
  return { ticket, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' }
}

const picture = (side: number) =>
  sharp({ create: { width: side, height: side, channels: 3, background: '#0b6b8f' } })
    .jpeg()
    .toBuffer()

test('an upload returns the properties of the file and the URLs of its thumbnails, and refuses other files', async () => {
  const fleep = await FleepServer.start()
  const { ticket, cookie } = await signIn(fleep)
  const upload = async (bytes: Buffer, query = '', method = 'PUT') => {
    const response = await fetch(`${fleep.url}/api/avatar/upload?ticket=${ticket}${query}`, {
      method,
      headers: { cookie, 'content-disposition': 'attachment; filename="a \\"b\\".jpg"' },
      body: new Uint8Array(bytes),
    })
    return { status: response.status, answer: (await response.json()) as Record<string, Record<string, unknown>[]> }
  }
  const small = await picture(400)
  const { answer } = await upload(small, '&_method=PUT', 'POST')
  expect(answer.files?.[0]).toMatchObject({
    name: 'a "b".jpg',
    size: small.length,
    width: 400,
    height: 400,
    file_type: 'image/jpeg',
    file_sha256: createHash('sha256').update(small).digest('hex'),
  })
  const urls = JSON.parse(String(answer.stream?.[0]?.avatar_urls))
  expect(Object.keys(urls)).toEqual(['size_50', 'size_100', 'size_200'])
  const bytes = await (await fetch(new URL(urls.size_50, fleep.url))).arrayBuffer()
  expect(await sharp(bytes).metadata()).toMatchObject({ width: 50, height: 50 })

  const large = await upload(await picture(800))
  expect(JSON.parse(String(large.answer.stream?.[0]?.avatar_urls))).toHaveProperty('size_575')
  expect(await upload(Buffer.from('no picture'))).toMatchObject({ status: 431 })
  await fleep.stop()
})
