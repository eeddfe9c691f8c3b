import { Failure } from '../core/failure'
import { text } from '../core/text'
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
  'UND_ERR_PRX_TLS',
])
const timeoutCodes = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])

/**
 * Turns an error of a request into a Failure with a sentence for the user. The sentence contains nothing of the request but
 * the host.
 * @param host the host that was asked, with its port unless it is the default one
 */
export function networkFailure(error: unknown, host: string): Failure {
  if (error instanceof Failure) return error
  const code = codeOf(error)
  if (timeoutCodes.has(code)) return new Failure('timeout', text('errors.timeout', { host }))
  if (unreachableCodes.has(code)) return new Failure('offline', text('errors.unreachable', { host }))
  if (error instanceof errors.ResponseExceededMaxSizeError) return unexpectedAnswer(host)
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_/.test(code)) {
    return new Failure('untrusted-server', text('errors.untrusted', { host }))
  }
  // The HTTP parser or zlib rejected the response, or it unpacks to more than the limit.
  if (code.startsWith('HPE_') || code.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE') return unexpectedAnswer(host)
  return new Failure('offline', text('errors.connectionFailed', { host }))
}

/** The server answered, but not with what the app expects of it. */
export function unexpectedAnswer(host: string): Failure {
  return new Failure('bad-answer', text('errors.notUnderstood', { host }))
}

function codeOf(error: unknown): string {
  const { code, cause, errors: several } = (error ?? {}) as { code?: unknown; cause?: unknown; errors?: unknown[] }
  if (typeof code === 'string') return code
  // A host with several addresses fails with one error for each.
  if (several?.length) return codeOf(several[0])
  return cause ? codeOf(cause) : ''
}
