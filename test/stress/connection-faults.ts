import dns from 'node:dns'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { makeCertificate } from '../mail/certificates'
import type { RunningApp } from '../unit/start-app'
import type { ConnectionFault } from './faults'

/** The server refuses connections. */
const refused: ConnectionFault = {
  name: 'connection refused',
  codes: ['offline'],
  async inject({ fleep }) {
    await fleep.stop()
    return () => fleep.listen()
  },
}

const nameNotFound: ConnectionFault = {
  name: 'host name not found',
  codes: ['offline'],
  serverOptions: { name: 'localhost' },
  async inject(app) {
    // An open connection would need no look-up.
    await restartServer(app)
    const { lookup } = dns
    const notFound = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })
    dns.lookup = ((_name: string, _options: unknown, callback: (reason: Error) => void) => callback(notFound)) as never
    return () => {
      dns.lookup = lookup
    }
  },
}

const hour = 60 * 60 * 1000

/** The computer's clock is wrong by `offset` milliseconds. Fleep's times must not depend on it. */
const clockOffset = (offset: number): ConnectionFault => ({
  name: `clock off by ${offset / hour} hours`,
  codes: [],
  async inject() {
    const RealDate = Date
    globalThis.Date = class extends RealDate {
      constructor(...args: unknown[]) {
        super(...((args.length > 0 ? args : [RealDate.now() + offset]) as [number]))
      }
      static override now() {
        return RealDate.now() + offset
      }
    } as DateConstructor
    return () => {
      globalThis.Date = RealDate
    }
  },
})

/** Faults that affect the whole process, so that their cases run one after another. */
export const processFaults = [nameNotFound, clockOffset(1 * hour), clockOffset(-1 * hour)]

/** Faults that affect one server, so that their cases can run in parallel. */
export async function createConnectionFaults(): Promise<ConnectionFault[]> {
  const [trusted, untrusted, expired, otherName] = await Promise.all([
    makeCertificate(),
    makeCertificate(),
    makeCertificate({ expired: true }),
    makeCertificate({ name: 'other.example' }),
  ])
  await trustAuthorities([trusted, expired, otherName].map(({ cert }) => cert))
  const serverOptions = { name: 'localhost', certificate: trusted }
  const withCertificate = (name: string, certificate: typeof trusted): ConnectionFault => ({
    name: `TLS: ${name}`,
    codes: ['untrusted-server'],
    serverOptions,
    inject: (app) => restartServer(app, certificate),
  })
  return [
    refused,
    withCertificate('untrusted certificate', untrusted),
    withCertificate('expired certificate', expired),
    withCertificate('certificate for another name', otherName),
    {
      name: 'TLS: server without TLS',
      codes: ['untrusted-server'],
      serverOptions,
      inject: (app) => restartServer(app, null),
    },
    { name: 'TLS: connection closed', codes: ['offline'], serverOptions, inject: closeConnections },
  ]
}

/** Restarts the server, which closes all connections. @returns a function that restores its certificate */
async function restartServer({ fleep }: RunningApp, certificate = fleep.certificate): Promise<() => Promise<void>> {
  const { certificate: original } = fleep
  await fleep.stop()
  fleep.certificate = certificate
  await fleep.listen()
  // The client notices the closed connections in the next turns. A request sent earlier would be reset.
  for (let turn = 0; turn < 3; turn += 1) await setImmediate()
  return async () => {
    if (certificate === original) return
    await fleep.stop()
    fleep.certificate = original
    await fleep.listen()
  }
}

async function closeConnections({ fleep }: RunningApp): Promise<() => Promise<void>> {
  await fleep.stop()
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(Number(new URL(fleep.url).port), '127.0.0.1', resolve))
  return async () => {
    await new Promise((resolve) => server.close(resolve))
    await fleep.listen()
  }
}

/** Makes this process trust the certificates, in the way in which people name their own authorities. */
async function trustAuthorities(authorities: string[]): Promise<void> {
  const file = join(await mkdtemp(join(tmpdir(), 'authorities-')), 'authorities.pem')
  await writeFile(file, authorities.join('\n'))
  process.env.FLEEP_SETTINGS_CA_FILE = file
}
