import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, test, vi } from 'vitest'
import type { MailSuggestion } from '../../contract'
import { parseAutoconfig, readAutoconfig } from '../../main/mail/autoconfig'
import { isPrivateHost } from '../../main/mail/private-host'
import { startProxy } from '../http-proxy'
import { makeCertificate } from './certificates'

const notAborted = new AbortController().signal
const liis = { whole: 'liis@meadow.example', local: 'liis', domain: 'meadow.example' }

const suggestion: MailSuggestion = {
  host: 'mail.meadow.example',
  port: 465,
  encryption: 'tls',
  username: 'liis@meadow.example',
  source: 'Meadow Mail',
  isOtherDomain: false,
  passwordRule: null,
}

const file = (servers: string) => `<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="meadow.example"><displayName>Meadow Mail</displayName>
<incomingServer type="imap"><hostname>imap.meadow.example</hostname></incomingServer>${servers}</emailProvider></clientConfig>`

const server = (socketType: string, port = '465', username = '%EMAILADDRESS%', host = 'mail.meadow.example') =>
  `<outgoingServer type="smtp"><hostname>${host}</hostname><port>${port}</port>
  <socketType>${socketType}</socketType><username>${username}</username></outgoingServer>`

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

/** A server for https://localhost that answers as `answers` says: with a redirect, a status or the file. */
async function serve(answers: Record<string, string | number>) {
  const certificate = await makeCertificate()
  const requests: string[] = []
  const https = createServer(certificate, (request, response) => {
    requests.push(`${request.method} ${request.url}`)
    const answer = answers[request.url ?? ''] ?? 200
    if (typeof answer === 'string') response.writeHead(302, { location: answer }).end()
    else response.writeHead(answer).end(answer === 200 ? file(server('SSL')) : '')
  })
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve))
  const { port } = https.address() as AddressInfo
  const stop = () => {
    https.closeAllConnections()
    https.close()
  }
  const read = (path: string) => readAutoconfig(liis, `https://localhost:${port}${path}`, notAborted, certificate.cert)
  return { read, requests, stop, port }
}

test('readAutoconfig requests the file over HTTPS', async () => {
  const certificate = await makeCertificate()
  const requests: string[] = []
  const https = createServer(certificate, (request, response) => {
    requests.push(`${request.method} ${request.url}`)
    response.end(request.url === '/large' ? 'x'.repeat(300_000) : file(server('SSL')))
  })
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve))
  const url = `https://localhost:${(https.address() as AddressInfo).port}`
  const read = (path: string, ca?: string) => readAutoconfig(liis, `${url}${path}`, notAborted, ca)
  expect(await read('/mail/config-v1.1.xml', certificate.cert)).toEqual(suggestion)
  await expect(read('/large', certificate.cert)).rejects.toThrow()
  await expect(read('/untrusted')).rejects.toThrow()
  https.closeAllConnections()
  https.close()
  expect(requests).toEqual(['GET /mail/config-v1.1.xml', 'GET /large'])
})

test('readAutoconfig follows a few redirects to https, and none to anything else', async () => {
  const { read, requests, stop } = await serve({
    '/1': '/2',
    '/2': '/3?x=%40',
    '/3?x=%40': '/file',
    '/0': '/1',
    '/round': '/round',
    '/plain': 'http://localhost/file',
    '/page': 'data:text/xml,<a/>',
    '/secret': 'https://user:password@localhost/file',
    '/none': 'https://[/',
    '/missing': 404,
  })
  expect(await read('/1')).toEqual(suggestion)
  expect(requests).toEqual(['GET /1', 'GET /2', 'GET /3?x=%40', 'GET /file'])
  for (const path of ['/0', '/round', '/plain', '/page', '/secret', '/none', '/missing']) {
    expect(await read(path), path).toBeNull()
  }
  stop()
})

test('a public host leads the app to no host of a private network', async () => {
  const name = 'autoconfig.meadow.invalid'
  const certificate = await makeCertificate({ name })
  const inside = await serve({})
  const https = createServer(certificate, (_request, response) => {
    response.writeHead(301, { location: `https://localhost:${inside.port}/file` }).end()
  })
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve))
  const proxy = await startProxy()
  for (const [variable, value] of Object.entries(proxy.variables)) vi.stubEnv(variable, value)
  const host = `${name}:${(https.address() as AddressInfo).port}`
  expect(await readAutoconfig(liis, `https://${host}/file`, notAborted, certificate.cert)).toBeNull()
  expect(inside.requests).toEqual([])
  vi.unstubAllEnvs()
  proxy.stop()
  inside.stop()
  https.closeAllConnections()
  https.close()
})

test.each([
  ['127.0.0.1', true],
  ['10.1.2.3', true],
  ['192.168.1.1', true],
  ['169.254.169.254', true],
  ['[::1]', true],
  ['[::ffff:10.0.0.1]', true],
  ['[fd00::1]', true],
  ['localhost', true],
  ['a.localhost', true],
  ['localhost.', true],
  ['[::7f00:1]', true],
  ['[fec0::1]', true],
  ['[fe80::1]', true],
  ['[64:ff9b::a00:1]', true],
  ['[2002:c0a8:101::]', true],
  ['[64:ff9b::808:808]', false],
  ['[2002:808:808::]', false],
  ['8.8.8.8', false],
  ['172.32.0.1', false],
  ['[2001:4860::1]', false],
  ['nobody.invalid', false],
])('%s is in a private network: %j', async (host, expected) => {
  expect(await isPrivateHost(host)).toBe(expected)
})

test('readAutoconfig uses the proxy of the environment', async () => {
  const name = 'autoconfig.meadow.invalid'
  const certificate = await makeCertificate({ name })
  const https = createServer(certificate, (_request, response) => response.end(file(server('SSL'))))
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve))
  const proxy = await startProxy()
  for (const [variable, value] of Object.entries(proxy.variables)) vi.stubEnv(variable, value)
  const host = `${name}:${(https.address() as AddressInfo).port}`
  expect(await readAutoconfig(liis, `https://${host}/mail/config-v1.1.xml`, notAborted, certificate.cert)).toEqual(
    suggestion,
  )
  expect(proxy.tunnels).toEqual([host])
  vi.unstubAllEnvs()
  proxy.stop()
  https.closeAllConnections()
  https.close()
})
