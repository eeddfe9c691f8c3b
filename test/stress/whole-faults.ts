import dns from 'node:dns'
import { createServer } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import tls from 'node:tls'
import { makeCertificate } from '../mail/certificates'
import type { RunningApp } from '../unit/app'
import type { WholeFault } from './faults'

/** Nobody answers. */
const refused: WholeFault = {
  name: 'refused',
  codes: ['offline'],
  async befall({ fleep }) {
    await fleep.goAway()
    return () => fleep.comeBack()
  },
}

const nameNotFound: WholeFault = {
  name: 'the name is not found',
  codes: ['offline'],
  place: { name: 'localhost' },
  async befall(app) {
    // A connection that is there needs no name.
    await reconnect(app)
    const { lookup } = dns
    const notFound = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })
    dns.lookup = ((_name: string, _options: unknown, done: (reason: Error) => void) => done(notFound)) as never
    return () => {
      dns.lookup = lookup
    }
  },
}

const anHour = 60 * 60 * 1000

/** The computer's clock jumps; what Fleep says of time is its own. */
const clockOff = (by: number): WholeFault => ({
  name: `the clock is ${by / anHour} hours off`,
  codes: [],
  async befall() {
    const RealDate = Date
    globalThis.Date = class extends RealDate {
      constructor(...given: unknown[]) {
        super(...((given.length > 0 ? given : [RealDate.now() + by]) as [number]))
      }
      static override now() {
        return RealDate.now() + by
      }
    } as DateConstructor
    return () => {
      globalThis.Date = RealDate
    }
  },
})

/** What befalls a server and everything else in the process with it, so that one comes after the other. */
export const sharedFaults = [nameNotFound, clockOff(1 * anHour), clockOff(-1 * anHour)]

/** What befalls one server. */
export async function serverFaults(): Promise<WholeFault[]> {
  const [known, unknown, expired, otherName] = await Promise.all([
    makeCertificate(),
    makeCertificate(),
    makeCertificate({ expired: true }),
    makeCertificate({ name: 'other.example' }),
  ])
  trust([known, expired, otherName].map(({ cert }) => cert))
  const place = { name: 'localhost', certificate: known }
  const another = (name: string, certificate: typeof known): WholeFault => ({
    name: `TLS: ${name}`,
    codes: ['untrusted-server'],
    place,
    befall: (app) => reconnect(app, certificate),
  })
  return [
    refused,
    another('another certificate', unknown),
    another('an expired certificate', expired),
    another('a certificate of another name', otherName),
    { name: 'TLS: none spoken', codes: ['untrusted-server'], place, befall: (app) => reconnect(app, null) },
    { name: 'TLS: broken off', codes: ['offline'], place, befall: breakOff },
  ]
}

/** All connections that there were are gone. @returns what brings back the server as it was */
async function reconnect({ fleep }: RunningApp, certificate = fleep.certificate): Promise<() => Promise<void>> {
  const { certificate: own } = fleep
  await fleep.goAway()
  fleep.certificate = certificate
  await fleep.comeBack()
  // The app's end of each connection hears of it in the next turns; what is sent before is told as reset.
  for (let turn = 0; turn < 3; turn += 1) await setImmediate()
  return async () => {
    if (certificate === own) return
    await fleep.goAway()
    fleep.certificate = own
    await fleep.comeBack()
  }
}

async function breakOff({ fleep }: RunningApp): Promise<() => Promise<void>> {
  await fleep.goAway()
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(Number(new URL(fleep.url).port), '127.0.0.1', resolve))
  return async () => {
    await new Promise((resolve) => server.close(resolve))
    await fleep.comeBack()
  }
}

/** For every connection of this process, as NODE_EXTRA_CA_CERTS does at its start. */
function trust(authorities: string[]): void {
  const { connect } = tls
  tls.connect = ((options: tls.ConnectionOptions, done?: () => void) =>
    connect({ ...options, ca: [...tls.rootCertificates, ...authorities] }, done)) as typeof tls.connect
}
