import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, test, vi } from 'vitest'
import type { MailSuggestion } from '../../contract'
import { parseAutoconfig, readAutoconfig } from '../../main/mail/autoconfig'
import { parseMailAddress } from '../../main/mail/mail-address'
import { findProvider } from '../../main/mail/providers'
import { findSrvRecord } from '../../main/mail/srv-record'
import { type SuggestionSource, suggestMailServer } from '../../main/mail/suggestion'
import { startProxy } from '../http-proxy'
import { makeCertificate } from './certificates'

const never = new AbortController().signal
const address = (whole: string) => parseMailAddress(whole) ?? { whole: '', local: '', domain: '' }
const liis = address('liis@meadow.example')

const suggestion: MailSuggestion = {
  host: 'mail.meadow.example',
  port: 465,
  encryption: 'tls',
  username: 'liis@meadow.example',
  source: 'Meadow Mail',
  passwordRule: null,
}

const file = (servers: string) => `<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="meadow.example"><displayName>Meadow Mail</displayName>
<incomingServer type="imap"><hostname>imap.meadow.example</hostname></incomingServer>${servers}</emailProvider></clientConfig>`

const server = (socketType: string, port = '465', username = '%EMAILADDRESS%', host = 'mail.meadow.example') =>
  `<outgoingServer type="smtp"><hostname>${host}</hostname><port>${port}</port>
  <socketType>${socketType}</socketType><username>${username}</username></outgoingServer>`

test('findProvider knows large providers and their rules for passwords', () => {
  expect(findProvider(address('liis@gmail.com'))).toEqual({
    host: 'smtp.gmail.com',
    port: 465,
    encryption: 'tls',
    username: 'liis@gmail.com',
    source: 'Gmail',
    passwordRule: { kind: 'app-password', page: 'https://myaccount.google.com/apppasswords' },
  })
  expect(findProvider(address('liis@icloud.com'))).toMatchObject({ port: 587, encryption: 'starttls' })
  expect(findProvider(address('liis@outlook.com'))).toMatchObject({ passwordRule: { kind: 'no-passwords' } })
  expect(findProvider(liis)).toBeNull()
})

test('parseAutoconfig returns the first encrypted outgoing server', () => {
  expect(parseAutoconfig(liis, file(server('plain', '25') + server('SSL') + server('STARTTLS', '587')))).toEqual(
    suggestion,
  )
  expect(parseAutoconfig(liis, file(server('STARTTLS', '587', '%EMAILLOCALPART%')))).toMatchObject({
    port: 587,
    encryption: 'starttls',
    username: 'liis',
  })
  expect(parseAutoconfig(liis, file(server('SSL', '465', 'x', 'mail.%EMAILDOMAIN%')))).toMatchObject({
    host: 'mail.meadow.example',
  })
})

test.each([
  ['plain text only', file(server('plain', '25'))],
  ['an invalid port', file(server('SSL', '70000'))],
  ['an invalid host', file(server('SSL', '465', 'x', 'https://evil.example/'))],
  ['no outgoing server', file('')],
])('parseAutoconfig returns null for a file with %s', (_name, xml) => {
  expect(parseAutoconfig(liis, xml)).toBeNull()
})

test('parseAutoconfig does not expand entities and refuses external ones', () => {
  const withEntity = (entity: string) =>
    file(server('SSL', '465', '&a;')).replace('<clientConfig', `<!DOCTYPE x [<!ENTITY a ${entity}>]><clientConfig`)
  expect(parseAutoconfig(liis, withEntity('"lol"'))?.username).toBe('&a;')
  expect(() => parseAutoconfig(liis, withEntity('SYSTEM "file:///etc/passwd"'))).toThrow('not supported')
})

test('readAutoconfig requests the file over HTTPS and follows no redirect', async () => {
  const certificate = await makeCertificate()
  const requests: string[] = []
  const https = createServer(certificate, (request, response) => {
    requests.push(`${request.method} ${request.url}`)
    if (request.url === '/moved') response.writeHead(302, { location: 'https://elsewhere.invalid/' }).end()
    else response.end(request.url === '/large' ? 'x'.repeat(300_000) : file(server('SSL')))
  })
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve))
  const url = `https://localhost:${(https.address() as AddressInfo).port}`
  const read = (path: string, ca?: string) => readAutoconfig(liis, `${url}${path}`, never, ca)
  expect(await read('/mail/config-v1.1.xml', certificate.cert)).toEqual(suggestion)
  expect(await read('/moved', certificate.cert)).toBeNull()
  await expect(read('/large', certificate.cert)).rejects.toThrow()
  await expect(read('/untrusted')).rejects.toThrow()
  https.closeAllConnections()
  https.close()
  expect(requests).toEqual(['GET /mail/config-v1.1.xml', 'GET /moved', 'GET /large'])
})

test('readAutoconfig uses the proxy of the environment', async () => {
  const name = 'autoconfig.meadow.invalid'
  const certificate = await makeCertificate({ name })
  const https = createServer(certificate, (_request, response) => response.end(file(server('SSL'))))
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve))
  const proxy = await startProxy()
  for (const [variable, value] of Object.entries(proxy.variables)) vi.stubEnv(variable, value)
  const host = `${name}:${(https.address() as AddressInfo).port}`
  expect(await readAutoconfig(liis, `https://${host}/mail/config-v1.1.xml`, never, certificate.cert)).toEqual(
    suggestion,
  )
  expect(proxy.tunnels).toEqual([host])
  vi.unstubAllEnvs()
  proxy.stop()
  https.closeAllConnections()
  https.close()
})

test('findSrvRecord prefers TLS to STARTTLS, then the lowest priority, and skips "."', async () => {
  const record = (name: string, port: number, priority = 0) => ({ name, port, priority, weight: 0 })
  const zone: Record<string, ReturnType<typeof record>[]> = {
    '_submissions._tcp.both.example': [record('second.both.example', 465, 20), record('first.both.example', 465, 10)],
    '_submission._tcp.both.example': [record('other.both.example', 587)],
    '_submissions._tcp.later.example': [record('.', 0)],
    '_submission._tcp.later.example': [record('mail.later.example', 587)],
  }
  const resolve = async (name: string) => {
    const records = zone[name]
    if (!records) throw new Error('ENOTFOUND')
    return records
  }
  expect(await findSrvRecord(address('a@both.example'), resolve)).toMatchObject({
    host: 'first.both.example',
    encryption: 'tls',
  })
  expect(await findSrvRecord(address('a@later.example'), resolve)).toMatchObject({
    host: 'mail.later.example',
    port: 587,
  })
  expect(await findSrvRecord(address('a@none.example'), resolve)).toBeNull()
})

test('suggestMailServer returns the answer of the first source in order and aborts the rest', async () => {
  let isAborted = false
  const slow: SuggestionSource = () => new Promise((resolve) => setImmediate(() => resolve(suggestion)))
  const quick: SuggestionSource = async () => ({ ...suggestion, host: 'guess.example' })
  const broken: SuggestionSource = async () => Promise.reject(new Error('offline'))
  const endless: SuggestionSource = (_address, signal) =>
    new Promise(() => {
      signal.addEventListener('abort', () => {
        isAborted = true
      })
    })
  expect(await suggestMailServer(liis.whole, never, [broken, slow, quick, endless])).toEqual(suggestion)
  expect(isAborted).toBe(true)
  expect(await suggestMailServer(liis.whole, never, [broken, async () => null])).toBeNull()
})

test('suggestMailServer returns null as soon as it is aborted', async () => {
  const controller = new AbortController()
  const result = suggestMailServer(liis.whole, controller.signal, [() => new Promise(() => undefined)])
  controller.abort()
  expect(await result).toBeNull()
})

test.each([
  '',
  'liis',
  'liis@',
  '@meadow.example',
  'liis@meadow',
  'a b@c.example',
  'a@b.example/x',
  'a@b.example:443',
  'a@b@c.example',
])('%j is no email address, so no source is asked', async (whole) => {
  let calls = 0
  const source: SuggestionSource = async () => {
    calls += 1
    return suggestion
  }
  expect(await suggestMailServer(whole, never, [source])).toBeNull()
  expect(calls).toBe(0)
})
