import { X509Certificate } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import tls, { type SecureContext } from 'node:tls'
import { Failure } from '../core/failure'
import { text } from '../core/text'

/** The environment variable that names a file of certificate authorities to trust in addition, unless an option does. */
const authoritiesVariable = 'FLEEP_SETTINGS_CA_FILE'

let fileOfOption: string | undefined
let fileOfOrganisation: string | undefined
interface Trusted {
  /** The named file, which may change while the app runs. */
  file: string | undefined
  context: SecureContext
}

/** The certificates of the named file that could not be read, when it was read last. */
let unread: { file: string; count: number } | undefined
let withoutSystem: Trusted | undefined
let withSystem: Trusted | undefined

/**
 * @param file of certificate authorities to trust in addition, in place of the one that the environment names
 * @throws Failure `refused` if the organisation has set another one
 */
export function trustAuthoritiesIn(file: string): void {
  if (fileOfOrganisation !== undefined && file !== fileOfOrganisation) {
    const isUnusable = fileOfOrganisation === ''
    const why = isUnusable
      ? text('managed.noAuthorities')
      : text('managed.otherAuthorities', { file: fileOfOrganisation })
    throw new Failure('refused', why)
  }
  fileOfOption = file
}

/** @param file that the organisation has set, in place of the user's; null for none, and empty for one that cannot be used */
export function trustManagedAuthorities(file: string | null): void {
  fileOfOrganisation = file ?? undefined
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
    const context =
      file !== undefined ? contextOf(distinct([...nodeAuthorities(), ...inFile(file)])) : tls.createSecureContext()
    withoutSystem = { file, context }
  }
  return withoutSystem.context
}

/** @param authorities to trust in place of all others, as PEM */
export function contextOf(authorities: string | string[]): SecureContext {
  return tls.createSecureContext({ ca: authorities })
}

function namedFile(): string | undefined {
  return fileOfOrganisation ?? fileOfOption ?? (process.env[authoritiesVariable] || undefined)
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

/** @returns how many certificates of the named file could not be read */
export function unreadCertificates(): number {
  return unread && unread.file === namedFile() ? unread.count : 0
}

/** @returns the message, with a sentence about certificates of the named file that could not be read: one may be missing */
export function withUnreadCertificates(message: string): string {
  const count = unreadCertificates()
  return count > 0 ? `${message} ${text('errors.certificatesUnread', { count, file: unread?.file ?? '' })}` : message
}

/** OpenSSL knows three names for a certificate. */
const pemStart = /(?=-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----)/
const pemBlock = /^-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:X509 |TRUSTED )?CERTIFICATE-----/

/**
 * A certificate that cannot be read is left out, and counted.
 * @param file one or more certificates as PEM, or one as DER
 */
function inFile(file: string | undefined): string[] {
  if (file === undefined) return []
  if (file === '') throw new Failure('untrusted-server', text('managed.noAuthorities'))
  let bytes: Buffer
  try {
    bytes = readSmallFile(file)
  } catch {
    throw new Failure('untrusted-server', text('errors.authoritiesUnreadable', { file }))
  }
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  const parts = bytes.toString(isUtf16 ? 'utf16le' : 'latin1').split(pemStart)
  const blocks = parts.filter((part) => pemStart.test(part))
  const certificates = (blocks.length > 0 ? blocks : [bytes]).map(readCertificate)
  const readable = certificates.filter((certificate) => certificate !== null)
  if (readable.length === 0) throw new Failure('untrusted-server', text('errors.authoritiesInvalid', { file }))
  unread = { file, count: certificates.length - readable.length }
  return readable
}

/** In bytes. The authorities of a whole system take a few hundred thousand. */
const maxFileSize = 20_000_000

/** A pipe that nobody writes to and a device without an end would hold the app for ever. @throws Error */
function readSmallFile(file: string): Buffer {
  // Does not wait, should the file be a pipe. Windows has no such flag.
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const info = fstatSync(descriptor)
    if (!info.isFile() || info.size > maxFileSize) throw new Error('no small file')
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** @param block as PEM, perhaps with text behind it, or as DER. @returns null if it cannot be read */
function readCertificate(block: string | Buffer): string | null {
  const certificate = typeof block === 'string' ? pemBlock.exec(block)?.[0] : block
  try {
    return certificate === undefined ? null : new X509Certificate(certificate).toString()
  } catch {
    return null
  }
}
