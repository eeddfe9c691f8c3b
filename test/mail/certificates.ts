import { randomUUID } from 'node:crypto'
import { generate } from 'selfsigned'
import type { Certificate } from '../fleep-server/server'

const aDay = 24 * 60 * 60 * 1000

/** A certificate that vouches for itself; a test that trusts it gives it as an authority. */
export async function makeCertificate(options: { name?: string; expired?: boolean } = {}): Promise<Certificate> {
  const name = options.name ?? 'localhost'
  // Each issuer has a name of its own: authorities are looked up by it.
  const issuer = `Test authority ${randomUUID()}`
  const { private: key, cert } = await generate([{ name: 'commonName', value: issuer }], {
    keyType: 'ec',
    notBeforeDate: new Date(Date.now() - 10 * aDay),
    notAfterDate: new Date(Date.now() + (options.expired ? -1 : 10) * aDay),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
    ],
  })
  return { key, cert }
}

let made: Promise<Record<'good' | 'expired' | 'otherName', Certificate>> | undefined

/** One of each kind for a whole test process; the app is told to trust who issued them. */
export function mailCertificates() {
  made ??= Promise.all([
    makeCertificate(),
    makeCertificate({ expired: true }),
    makeCertificate({ name: 'other.example' }),
  ]).then(([good, expired, otherName]) => ({ good, expired, otherName }))
  return made
}
