import { expect, test } from 'vitest'
import { maxJsonDepth } from '../../contract/json-limits'
import { maxProfileSize, parseProfile } from '../../main/features/profiles/profile-file'

const mailServer = {
  address: 'liis@meadow.example',
  username: 'liis',
  host: 'smtp.meadow.example',
  port: 465,
  encryption: 'tls',
  isDefault: true,
}

function fileWith(settings: object, { mailServers = [] as object[] } = {}): Uint8Array {
  const profile = {
    format: 'fleep-settings-profile',
    version: 1,
    of: 'liis@meadow.example',
    settings: { clientSettings: {}, flags: [], mailServers, ...settings },
  }
  return new TextEncoder().encode(JSON.stringify(profile))
}

test('a mail server is read as it is in the file', () => {
  expect(parseProfile(fileWith({}, { mailServers: [mailServer] })).settings.mailServers).toEqual([mailServer])
})

test.each([
  ['username', 'x\r\nMAIL FROM:<a@b>'],
  ['username', 'liis\u0000'],
  ['username', 'li\u200bis'],
  ['username', ' liis'],
  ['username', ''],
  ['username', 'x'.repeat(321)],
  ['address', 'liis'],
  ['address', 'liis@meadow.example, other@meadow.example'],
  ['address', 'liis@mea\u00addow.example'],
  ['address', 'liis@meadow.example\n'],
  ['host', 'https://smtp.meadow.example'],
  ['host', 'smtp.meadow.example:25'],
  ['host', 'smtp.meadow\u202e.example'],
  ['host', ''],
  ['port', 0],
  ['port', 65_536],
  ['port', '465'],
  ['encryption', 'none'],
])('a mail server with the %s %j is refused, and the message names the entry', (field, value) => {
  const file = fileWith({}, { mailServers: [mailServer, { ...mailServer, [field]: value }] })
  expect(() => parseProfile(file)).toThrow(
    expect.objectContaining({
      code: 'invalid-input',
      message: expect.stringContaining(`settings.mailServers.1.${field}`),
    }),
  )
})

test.each([100, 3000, 100_000])('a value %i levels deep is refused with a message', (depth) => {
  const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`
  const [before, after] = new TextDecoder().decode(fileWith({ clientSettings: { a: 'deep' } })).split('"deep"')
  const file = new TextEncoder().encode(`${before}${deep}${after}`)
  expect(file.length).toBeLessThan(maxProfileSize)
  expect(() => parseProfile(file)).toThrow(expect.objectContaining({ code: 'invalid-input' }))
})

test('a value as deep as the app takes it from Fleep is read', () => {
  const depth = maxJsonDepth - 1
  const deep = JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)
  expect(parseProfile(fileWith({ clientSettings: { a: deep } })).settings.clientSettings).toEqual({ a: deep })
})

test.each(['{"__proto__":1}', '{"a":[{"__proto__":{}}]}'])(
  'client settings with a name that would be lost are refused: %s',
  (json) => {
    const file = new TextDecoder().decode(fileWith({})).replace('"clientSettings":{}', `"clientSettings":${json}`)
    expect(() => parseProfile(new TextEncoder().encode(file))).toThrow('clientSettings')
  },
)

test('the message about a damaged entry contains no control or direction characters', () => {
  const file = fileWith({ clientSettings: { ['\u202e\u001b[2J'.padEnd(300, 'x')]: 1 } })
  let message = ''
  try {
    parseProfile(file)
  } catch (reason) {
    message = (reason as Error).message
  }
  expect(message).toContain('damaged')
  expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})
