import { Failure } from '../core/failure'
import { text } from '../core/text'
import { withUnreadCertificates } from './authorities'
import { errors } from './undici-subset'

/** Error codes of Node and undici (UND_ERR_…) for a server or proxy that cannot be reached. */
const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ETIMEDOUT',
  'UND_ERR_SOCKET',
])
const selfSigned = 'DEPTH_ZERO_SELF_SIGNED_CERT'
/** OpenSSL's codes for a certificate whose authority is not trusted, or not sent along. */
const unknownAuthorityCodes = new Set([
  selfSigned,
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])
/** Fleep's own server exists, so a network on which something else answers in its place is told apart from a wrong address. */
export const fleepHost = 'fleep.io'
/** What is no HTTP, or more than the app takes. Some of these have no code. */
const oddAnswers = [
  errors.HTTPParserError,
  errors.HeadersOverflowError,
  errors.ResponseContentLengthMismatchError,
  errors.ResponseExceededMaxSizeError,
]
const timeoutCodes = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])

/** No computer has the name of the server: it is misspelt, or names cannot be looked up without a connection. */
class HostNotFound extends Failure {
  constructor(host: string) {
    super('offline', text('errors.hostNotFound', { host }))
  }
}

/** An error handler for commands in which the user names the server: rethrows, with the field if its name does not exist. */
export function withServerField(reason: unknown): never {
  if (reason instanceof HostNotFound) throw new Failure(reason.code, reason.message, 'server')
  throw reason
}

/**
 * Turns an error of a request into a Failure with a sentence for the user. The sentence contains nothing of the request but
 * the host.
 * @param host the host that was asked, with its port unless it is the default one
 */
export function networkFailure(error: unknown, host: string): Failure {
  const failure = failureIn(error)
  if (failure) return failure
  const code = codeOf(error)
  if (timeoutCodes.has(code)) return requestTimeout(host)
  if (code === 'ENOTFOUND' && host !== fleepHost && isNameOf(error, host)) return new HostNotFound(host)
  if (unreachableCodes.has(code)) return new Failure('offline', text('errors.unreachable', { host }))
  if (oddAnswers.some((kind) => error instanceof kind)) return unexpectedAnswer(host)
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_/.test(code)) {
    return new Failure('untrusted-server', untrustedMessage(code, host))
  }
  // zlib: something on the way damaged or cut off the response.
  if (code.startsWith('Z_')) return new Failure('offline', text('errors.damagedAnswer', { host }))
  // The HTTP parser rejected the response, or it unpacks to more than the limit.
  if (code.startsWith('HPE_') || code === 'ERR_BUFFER_TOO_LARGE') return unexpectedAnswer(host)
  return new Failure('offline', text('errors.connectionFailed', { host }))
}

/** Codes of OpenSSL and BoringSSL for an answer that is no TLS. */
const notTls = /^ERR_SSL_.*(WRONG_VERSION_NUMBER|PACKET_LENGTH|UNKNOWN_PROTOCOL|HTTP_REQUEST)/

/** @param code of a handshake that failed, or for what is wrong with a certificate */
function untrustedMessage(code: string, host: string): string {
  // These say nothing about the network: the clock of the computer is wrong more often than the certificate.
  if (code === 'CERT_HAS_EXPIRED') return text('errors.certificateExpired', { host })
  if (code === 'CERT_NOT_YET_VALID') return text('errors.certificateEarly', { host })
  const isUnknown = unknownAuthorityCodes.has(code)
  const message = handshakeMessage(code, host, isUnknown)
  const whole = host === fleepHost ? `${message} ${text('errors.signInToNetwork')}` : message
  return isUnknown ? withUnreadCertificates(whole) : whole
}

function handshakeMessage(code: string, host: string, isUnknown: boolean): string {
  if (notTls.test(code)) return text('errors.notEncrypted', { host })
  if (code.startsWith('ERR_SSL_')) return text('errors.noEncryption', { host })
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return text('errors.certificateName', { host })
  // Fleep's own authority is known, so something on the way has another one.
  return text(isUnknown && host !== fleepHost ? 'errors.unknownAuthority' : 'errors.untrusted', { host })
}

/** Whether a certificate was refused because its authority is not trusted. */
export function isUnknownAuthority(error: unknown): boolean {
  return unknownAuthorityCodes.has(codeOf(error))
}

export function requestTimeout(host: string): Failure {
  return new Failure('timeout', text('errors.timeout', { host }))
}

/** The server answered, but not with what the app expects of it. */
export function unexpectedAnswer(host: string): Failure {
  return new Failure('bad-answer', text('errors.notUnderstood', { host }))
}

/** The answer is a web page, or leads to one. At Fleep's own host, that is the sign-in page of a public network. */
export function pageInstead(host: string): Failure {
  return host === fleepHost ? new Failure('bad-answer', text('errors.pageInstead', { host })) : unexpectedAnswer(host)
}

/** Whether the name that was not found is the host's: it may be the proxy's. */
function isNameOf(error: unknown, host: string): boolean {
  const { hostname, cause } = (error ?? {}) as { hostname?: unknown; cause?: unknown }
  if (typeof hostname === 'string') return new URL(`https://${host}`).hostname === hostname.toLowerCase()
  return cause ? isNameOf(cause, host) : false
}

/** A Failure of the way to the server, such as one that names the proxy, is the cause of undici's error. */
function failureIn(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error
  const { cause } = (error ?? {}) as { cause?: unknown }
  return cause ? failureIn(cause) : undefined
}

function codeOf(error: unknown): string {
  const { code, cause, errors: several } = (error ?? {}) as { code?: unknown; cause?: unknown; errors?: unknown[] }
  if (typeof code === 'string') return code
  // A host with several addresses fails with one error for each.
  if (several?.length) return codeOf(several[0])
  return cause ? codeOf(cause) : ''
}
