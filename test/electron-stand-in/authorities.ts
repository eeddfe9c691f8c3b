import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import tls from 'node:tls'

type Kind = 'default' | 'system' | 'bundled' | 'extra'

/**
 * Adds `tls.getCACertificates`, which Electron's Node has, to a Node that lacks it. Only Linux's places are known.
 * Source: Node's documentation of tls.getCACertificates and --use-system-ca.
 */
export function provideAuthorities(): void {
  if ('getCACertificates' in tls) return
  const { NODE_EXTRA_CA_CERTS, SSL_CERT_FILE = '/etc/ssl/cert.pem', SSL_CERT_DIR = '/etc/ssl/certs' } = process.env
  const extra = () => (NODE_EXTRA_CA_CERTS ? certificatesIn(NODE_EXTRA_CA_CERTS) : [])
  const getCACertificates = (kind: Kind = 'default'): string[] => {
    if (kind === 'bundled') return [...tls.rootCertificates]
    if (kind === 'extra') return extra()
    if (kind === 'default') return [...tls.rootCertificates, ...extra()]
    return [...certificatesIn(SSL_CERT_FILE), ...filesIn(SSL_CERT_DIR).flatMap(certificatesIn)]
  }
  Object.assign(tls, { getCACertificates })
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name))
  } catch {
    return []
  }
}

function certificatesIn(file: string): string[] {
  try {
    const blocks = readFileSync(file, 'latin1').match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g)
    return (blocks ?? []).map((block) => new X509Certificate(block).toString())
  } catch {
    return []
  }
}
