import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import tls, { type SecureContext } from 'node:tls'
import { Failure } from '../core/failure'
import { text } from '../core/text'

/** The environment variable that names a file of certificate authorities to trust in addition, unless an option does. */
const authoritiesVariable = 'FLEEP_SETTINGS_CA_FILE'

let fileOfOption: string | undefined
interface Trusted {
  /** The named file, which may change while the app runs. */
  file: string | undefined
  context: SecureContext
}

let withoutSystem: Trusted | undefined
let withSystem: Trusted | undefined

/** @param file of certificate authorities to trust in addition, in place of the one that the environment names */
export function trustAuthoritiesIn(file: string): void {
  fileOfOption = file
}

/**
 * The certificate authorities that the app trusts, for connections to Fleep, proxies and mail servers alike: Node's own, the
 * system's, and those of the named file. Pass it to `tls.connect` as `secureContext`.
 * @throws Failure `untrusted-server` if the named file cannot be used; a later call reads it again
 */
export function trustedContext(): SecureContext {
  const file = namedFile()
  if (withSystem?.file !== file || !withSystem) {
    withSystem = {
      file,
      context: contextOf(distinct([...nodeAuthorities(), ...(listAuthorities('system') ?? []), ...inFile(file)])),
    }
  }
  return withSystem.context
}

/**
 * As {@link trustedContext}, but without the system's authorities if nothing has needed them yet: reading them takes
 * 60 to 90 ms on Linux, and nearly all servers are trusted without.
 * @throws as {@link trustedContext}
 */
export function quickContext(): SecureContext {
  const file = namedFile()
  if (withSystem?.file === file && withSystem) return withSystem.context
  if (withoutSystem?.file !== file || !withoutSystem) {
    const context = file ? contextOf(distinct([...nodeAuthorities(), ...inFile(file)])) : tls.createSecureContext()
    withoutSystem = { file, context }
  }
  return withoutSystem.context
}

/** @param authorities to trust in place of all others, as PEM */
export function contextOf(authorities: string | string[]): SecureContext {
  return tls.createSecureContext({ ca: authorities })
}

function namedFile(): string | undefined {
  return fileOfOption ?? (process.env[authoritiesVariable] || undefined)
}

/** Node 20 cannot list authorities; Electron's Node can. */
function listAuthorities(kind: 'default' | 'system'): string[] | undefined {
  return (tls as Partial<typeof tls>).getCACertificates?.(kind)
}

/** With NODE_EXTRA_CA_CERTS, they are more than those that Node is built with. */
function nodeAuthorities(): readonly string[] {
  return listAuthorities('default') ?? tls.rootCertificates
}

function distinct(authorities: string[]): string[] {
  return [...new Set(authorities.map((one) => one.trim()))]
}

const pemBlock = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/** @param file one or more certificates as PEM, or one as DER */
function inFile(file: string | undefined): string[] {
  if (!file) return []
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
