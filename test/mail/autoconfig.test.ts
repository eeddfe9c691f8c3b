import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, test, vi } from 'vitest'
import type { MailSuggestion } from '../../contract'
import { parseAutoconfig, readAutoconfig } from '../../main/mail/autoconfig'
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
  const read = (path: string, ca?: string) => readAutoconfig(liis, `${url}${path}`, notAborted, ca)
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
  expect(await readAutoconfig(liis, `https://${host}/mail/config-v1.1.xml`, notAborted, certificate.cert)).toEqual(
    suggestion,
  )
  expect(proxy.tunnels).toEqual([host])
  vi.unstubAllEnvs()
  proxy.stop()
  https.closeAllConnections()
  https.close()
})
