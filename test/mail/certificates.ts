import { randomUUID } from 'node:crypto'
import { generate } from 'selfsigned'
import type { Certificate } from '../fleep-server/server'

const dayMs = 24 * 60 * 60 * 1000

/** Creates a self-signed certificate. A test that trusts it passes `cert` as an authority. */
export async function makeCertificate(options: { name?: string; expired?: boolean } = {}): Promise<Certificate> {
  const name = options.name ?? 'localhost'
  // Each issuer needs a unique name: authorities are looked up by name.
  const issuer = `Test authority ${randomUUID()}`
  const { private: key, cert } = await generate([{ name: 'commonName', value: issuer }], {
    keyType: 'ec',
    notBeforeDate: new Date(Date.now() - 10 * dayMs),
    notAfterDate: new Date(Date.now() + (options.expired ? -1 : 10) * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
    ],
  })
  return { key, cert }
}

/**
 * Creates the certificate of a server, whose issuer is an intermediate authority.
 * @returns `leaf` alone is what a careless server sends; `chain` has the intermediate certificate, too
 */
export async function makeChain(): Promise<{ leaf: Certificate; chain: Certificate; root: string }> {
  const make = async (name: string, isAuthority: boolean, ca?: { key: string; cert: string }) => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: isAuthority },
        { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
      ],
      ...(ca && { ca }),
    })
    return { key, cert }
  }
  const root = await make(`Test root ${randomUUID()}`, true)
  const intermediate = await make(`Test intermediate ${randomUUID()}`, true, root)
  const leaf = await make('localhost', false, intermediate)
  return { leaf, chain: { ...leaf, cert: `${leaf.cert}\n${intermediate.cert}` }, root: root.cert }
}

let cached: Promise<Record<'good' | 'expired' | 'otherName', Certificate>> | undefined

/** One certificate of each kind, created once per process. The tests make the app trust their issuers. */
export function mailCertificates() {
  cached ??= Promise.all([
    makeCertificate(),
    makeCertificate({ expired: true }),
    makeCertificate({ name: 'other.example' }),
  ]).then(([good, expired, otherName]) => ({ good, expired, otherName }))
  return cached
}
