import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { generate } from 'selfsigned'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { checkNetwork } from '../../main/command-line/network-check'
import { HttpClient } from '../../main/http/http-client'
import { checkMailServer } from '../../main/mail/check'
import type { Certificate } from '../fleep-server/server'
import { makeCertificate } from '../mail/certificates'
import { mailUser, startMailServer } from '../mail/mail-servers'

let folder: string
const ends: (() => unknown)[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'authorities-'))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  for (const end of ends.splice(0)) await end()
  rmSync(folder, { recursive: true })
})

function replaceByFolder(file: string): void {
  rmSync(file)
  mkdirSync(file)
}

function replaceByPipe(file: string): void {
  rmSync(file)
  execFileSync('mkfifo', [file])
}

function replaceByLink(file: string, target: string): void {
  rmSync(file)
  symlinkSync(target, file)
}

/** Without data, so that it takes no room. */
function makeHuge(file: string): void {
  truncateSync(file, 5_000_000_000)
}

let files = 0

/** Names a new file with authorities. @returns its path */
function nameFile(content: string | Buffer): string {
  files += 1
  const file = join(folder, `authorities-${files}.pem`)
  writeFileSync(file, content)
  vi.stubEnv('FLEEP_SETTINGS_CA_FILE', file)
  return file
}

/** @returns the URL of a server with this certificate */
async function startServer(certificate: Certificate): Promise<string> {
  const server = createServer(certificate, (_request, response) => response.end('reached'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(
    () => server.close(),
    () => server.closeAllConnections(),
  )
  return `https://localhost:${(server.address() as AddressInfo).port}`
}

async function ask(url: string): Promise<string> {
  const http = new HttpClient({ responseTimeout: 5000, maxResponseSize: 1000 })
  try {
    return (await http.request({ url })).body.toString()
  } finally {
    await http.close()
  }
}

async function checkServer(certificate: Certificate): Promise<void> {
  const { port, stop } = await startMailServer(certificate, { secure: true })
  ends.push(stop)
  const server = { address: 'a@meadow.example', host: 'localhost', port, encryption: 'tls', ...mailUser } as const
  await checkMailServer(server, { onStep: () => undefined, signal: new AbortController().signal })
}

test.each<[string, (certificate: string, other: string) => string | Buffer]>([
  ['one certificate', (certificate) => certificate],
  ['several certificates, the last of which counts', (certificate, other) => `${other}\n${certificate}`],
  ['comments and Windows’ line ends', (certificate) => `# Our own\n${certificate}\n# end\n`.replaceAll('\n', '\r\n')],
  ['a byte order mark', (certificate) => `\uFEFF${certificate}`],
  ['a certificate as DER', (certificate) => new X509Certificate(certificate).raw],
])('Fleep and mail servers are trusted by a named file with %s', async (_what, write) => {
  const [certificate, other] = await Promise.all([makeCertificate(), makeCertificate()])
  nameFile(write(certificate.cert, other.cert))
  expect(await ask(await startServer(certificate))).toBe('reached')
  await checkServer(certificate)
})

const damaged = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'

test.each<[string, number, (certificate: string) => string | Buffer]>([
  ['a damaged one before it', 1, (certificate) => damaged + certificate],
  ['a damaged one behind it', 1, (certificate) => certificate + damaged],
  ['one before it that has no end', 1, (certificate) => `${certificate.slice(0, 200)}\n${certificate}`],
  ['one behind it that has no end', 1, (certificate) => `${certificate}\n${certificate.slice(0, 200)}`],
  ['an empty one', 1, (certificate) => `-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n${certificate}`],
  ['three damaged ones', 3, (certificate) => damaged + certificate + damaged + damaged],
  ['letters that belong to no certificate', 1, (certificate) => `${damaged.replace('AAAA', 'õ!')}${certificate}`],
  ['a private key', 0, (certificate) => `-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n${certificate}`],
  ['the name that OpenSSL gives it', 0, (certificate) => certificate.replaceAll(' CERTIFICATE', ' X509 CERTIFICATE')],
  ['Windows’ UTF-16', 0, (certificate) => Buffer.from(`\uFEFF${certificate}`, 'utf16le')],
])('a good certificate in a named file with %s is trusted, and the others are counted', async (_what, count, write) => {
  const [certificate, other] = await Promise.all([makeCertificate(), makeCertificate()])
  const file = nameFile(write(certificate.cert))
  expect(await ask(await startServer(certificate))).toBe('reached')
  await checkServer(certificate)
  const url = await startServer(other)
  const note = `${count} ${count === 1 ? 'certificate' : 'certificates'} in ${file} couldn’t be read.`
  for (const call of [() => ask(url), () => checkServer(other)]) {
    const message = await call().then(
      () => '',
      (reason: Error) => reason.message,
    )
    if (count > 0) expect(message).toContain(note)
    else expect(message).not.toContain('be read')
  }
  expect(await checkNetwork(await startServer(certificate))).toMatchObject({ unreadCertificates: count })
  // Another file is counted anew.
  nameFile(certificate.cert)
  await expect(ask(await startServer(other))).rejects.not.toThrow('be read')
})

test('authorities that the file does not contain are not trusted', async () => {
  const [certificate, other] = await Promise.all([makeCertificate(), makeCertificate()])
  nameFile(other.cert)
  await expect(ask(await startServer(certificate))).rejects.toMatchObject({ code: 'untrusted-server' })
  await expect(checkServer(certificate)).rejects.toMatchObject({ step: 'encryption' })
})

test.each<[string, (file: string) => void, string]>([
  ['is missing', (file) => rmSync(file), 'The file of certificate authorities FILE can’t be read.'],
  ['is a folder', (file) => replaceByFolder(file), 'The file of certificate authorities FILE can’t be read.'],
  ['is a pipe', (file) => replaceByPipe(file), 'The file of certificate authorities FILE can’t be read.'],
  [
    'is a device without an end',
    (file) => replaceByLink(file, '/dev/zero'),
    'The file of certificate authorities FILE can’t be read.',
  ],
  ['is larger than any', (file) => makeHuge(file), 'The file of certificate authorities FILE can’t be read.'],
  ['is empty', (file) => writeFileSync(file, ''), 'The file FILE contains no usable certificate of an authority.'],
  [
    'is no certificate',
    (file) => writeFileSync(file, 'text'),
    'The file FILE contains no usable certificate of an authority.',
  ],
  [
    'contains a damaged certificate',
    (file) => writeFileSync(file, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
    'The file FILE contains no usable certificate of an authority.',
  ],
])('a named file that %s is named, and read again once it is mended', async (_what, damage, sentence) => {
  const certificate = await makeCertificate()
  const file = nameFile(certificate.cert)
  damage(file)
  const url = await startServer(certificate)
  const message = sentence.replace('FILE', file)
  await expect(ask(url)).rejects.toMatchObject({ code: 'untrusted-server', message })
  await expect(checkServer(certificate)).rejects.toMatchObject({ step: 'encryption', message })
  rmSync(file, { recursive: true, force: true })
  writeFileSync(file, certificate.cert)
  expect(await ask(url)).toBe('reached')
})

test('authorities that the system trusts are trusted', async () => {
  const certificate = await makeCertificate()
  // A Node that can list them, as Electron's can.
  const listed = { default: [...tls.rootCertificates], system: [new X509Certificate(certificate.cert).toString()] }
  const list = vi.fn((kind: 'default' | 'system') => listed[kind])
  const original = tls.getCACertificates
  Object.assign(tls, { getCACertificates: list })
  ends.push(() => Object.assign(tls, { getCACertificates: original }))
  nameFile((await makeCertificate()).cert)
  const url = await startServer(certificate)
  expect(await Promise.all([ask(url), ask(url)])).toEqual(['reached', 'reached'])
  await checkServer(certificate)
  // They are read once, and only for a certificate that needs them.
  expect(list.mock.calls.filter(([kind]) => kind === 'system')).toHaveLength(1)
})

test.each([true, false])('an authority that the app does not know is told as such (sent along: %s)', async (isSent) => {
  const authority = await makeCertificate({ name: 'authority.example' })
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    algorithm: 'sha256',
    ca: authority,
  })
  // As a proxy that inspects TLS sends it.
  const certificate = { key, cert: isSent ? `${cert}\n${authority.cert}` : cert }
  await expect(ask(await startServer(certificate))).rejects.toThrow('is from an authority that this app doesn’t know')
  if (isSent) await expect(checkServer(certificate)).rejects.toThrow('is from an authority that this app doesn’t know')
  nameFile(authority.cert)
  expect(await ask(await startServer(certificate))).toBe('reached')
})
