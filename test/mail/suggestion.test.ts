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

test('a large provider is known without asking anybody, with what it says of passwords', () => {
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

test('an autoconfig file gives its first encrypted server for sending', () => {
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
  ['only plain text', file(server('plain', '25'))],
  ['a port that is none', file(server('SSL', '70000'))],
  ['a host that is none', file(server('SSL', '465', 'x', 'https://evil.example/'))],
  ['nothing for sending', file('')],
])('a file with %s suggests nothing', (_what, xml) => {
  expect(parseAutoconfig(liis, xml)).toBeNull()
})

test('entities are not replaced, and a file with one from elsewhere is refused', () => {
  const withEntity = (entity: string) =>
    file(server('SSL', '465', '&a;')).replace('<clientConfig', `<!DOCTYPE x [<!ENTITY a ${entity}>]><clientConfig`)
  expect(parseAutoconfig(liis, withEntity('"lol"'))?.username).toBe('&a;')
  expect(() => parseAutoconfig(liis, withEntity('SYSTEM "file:///etc/passwd"'))).toThrow('not supported')
})

test('a file is read over https from the domain, and only the domain is told', async () => {
  const certificate = await makeCertificate()
  const asked: string[] = []
  const https = createServer(certificate, (request, response) => {
    asked.push(`${request.method} ${request.url}`)
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
  expect(asked).toEqual(['GET /mail/config-v1.1.xml', 'GET /moved', 'GET /large'])
})

test('behind a proxy, the file is read through it', async () => {
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

test('DNS names the server: TLS before STARTTLS, the first priority, and "." for none', async () => {
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

test('the better source counts, even when a lesser one answers first, and the rest are told to stop', async () => {
  let stopped = false
  const slow: SuggestionSource = () => new Promise((resolve) => setImmediate(() => resolve(suggestion)))
  const quick: SuggestionSource = async () => ({ ...suggestion, host: 'guess.example' })
  const broken: SuggestionSource = async () => Promise.reject(new Error('offline'))
  const endless: SuggestionSource = (_address, signal) =>
    new Promise(() => {
      signal.addEventListener('abort', () => {
        stopped = true
      })
    })
  expect(await suggestMailServer(liis.whole, never, [broken, slow, quick, endless])).toEqual(suggestion)
  expect(stopped).toBe(true)
  expect(await suggestMailServer(liis.whole, never, [broken, async () => null])).toBeNull()
})

test('a suggestion that nobody waits for any more ends at once', async () => {
  const stop = new AbortController()
  const waiting = suggestMailServer(liis.whole, stop.signal, [() => new Promise(() => undefined)])
  stop.abort()
  expect(await waiting).toBeNull()
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
])('%j is no mail address, and nobody is asked', async (whole) => {
  let asked = 0
  const source: SuggestionSource = async () => {
    asked += 1
    return suggestion
  }
  expect(await suggestMailServer(whole, never, [source])).toBeNull()
  expect(asked).toBe(0)
})
