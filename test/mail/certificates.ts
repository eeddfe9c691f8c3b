import { generate } from 'selfsigned'

export interface Certificate {
  key: string
  cert: string
}

const aDay = 24 * 60 * 60 * 1000

/** A certificate that vouches for itself; a test that trusts it gives it as an authority. */
export async function makeCertificate(options: { name?: string; expired?: boolean } = {}): Promise<Certificate> {
  const name = options.name ?? 'localhost'
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
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
