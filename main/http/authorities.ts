import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import tls, { type SecureContext } from 'node:tls'
import { Failure } from '../core/failure'
import { text } from '../core/text'

/** The environment variable that names a file of certificate authorities to trust in addition, unless an option does. */
const authoritiesVariable = 'FLEEP_SETTINGS_CA_FILE'

let fileOfOption: string | undefined
let current: { file: string | undefined; context: SecureContext } | undefined

/** @param file of certificate authorities to trust in addition, in place of the one that the environment names */
export function trustAuthoritiesIn(file: string): void {
  fileOfOption = file
}

/**
 * The certificate authorities that the app trusts, for connections to Fleep, proxies and mail servers alike: Node's own, the
 * system's, and those of the named file. They are read before the first connection that needs them, so that the start does
 * not wait: on Linux it takes about 20 ms. Pass it to `tls.connect` as `secureContext`.
 * @throws Failure `untrusted-server` if the named file cannot be used; a later call reads it again
 */
export function trustedContext(): SecureContext {
  const file = fileOfOption ?? (process.env[authoritiesVariable] || undefined)
  if (!current || current.file !== file) {
    const trusted = [...tls.rootCertificates, ...systemAuthorities(), ...(file ? readAuthorities(file) : [])]
    current = { file, context: contextOf(trusted) }
  }
  return current.context
}

/** @param authorities to trust in place of all others, as PEM */
export function contextOf(authorities: string | string[]): SecureContext {
  return tls.createSecureContext({ ca: authorities })
}

/** Node 20 cannot list the system's authorities; Electron's Node can. */
function systemAuthorities(): string[] {
  const { getCACertificates } = tls as Partial<typeof tls>
  if (!getCACertificates) return []
  // With NODE_EXTRA_CA_CERTS and --use-system-ca, the default ones contain more than Node's own.
  const known = new Set(tls.rootCertificates)
  return [...getCACertificates('default'), ...getCACertificates('system')].filter((one) => !known.has(one))
}

const pemBlock = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/** @param file one or more certificates as PEM, or one as DER */
function readAuthorities(file: string): string[] {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch {
    throw new Failure('untrusted-server', text('errors.authoritiesUnreadable', { file }))
  }
  const blocks = bytes.toString('latin1').match(pemBlock)
  try {
    return (blocks ?? [bytes]).map((certificate) => new X509Certificate(certificate).toString())
  } catch {
    throw new Failure('untrusted-server', text('errors.authoritiesInvalid', { file }))
  }
}
