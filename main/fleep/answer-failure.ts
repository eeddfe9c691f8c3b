import { errors } from 'undici'
import { Failure } from '../core/failure'
import { oneLine } from '../core/plain-text'
import { text } from '../core/text'

const networkCodes = new Set([
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

/** The HTTP method is not taken, by the server or by something on the way. */
export class MethodRefused extends Failure {
  constructor(host: string) {
    super('bad-answer', text('errors.noFilesThrough', { host }))
  }
}

/** @returns what a failed request means for people. Never repeats the request. */
export function failureFromRequestError(reason: unknown, host: string): Failure {
  if (reason instanceof Failure) return reason
  const code = codeOf(reason)
  if (timeoutCodes.has(code)) return new Failure('timeout', text('errors.timeout', { host }))
  if (networkCodes.has(code)) return new Failure('offline', text('errors.unreachable', { host }))
  if (reason instanceof errors.ResponseExceededMaxSizeError) return unexpectedAnswer(host)
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_/.test(code)) {
    return new Failure('untrusted-server', text('errors.untrusted', { host }))
  }
  if (code.startsWith('HPE_') || code.startsWith('Z_')) return unexpectedAnswer(host)
  return new Failure('offline', text('errors.connectionFailed', { host }))
}

/**
 * Codes and their meaning: the facts sheet, section 3.
 * @param secrets what the call sent and the sentence for people must not repeat
 */
export function failureFromStatus(status: number, body: unknown, host: string, secrets: string[] = []): Failure {
  const said = sentenceOf(body, secrets)
  if (status === 405 || status === 501) return new MethodRefused(host)
  if (status === 401) return new Failure('signed-out', text('errors.sessionEnded'))
  if (status === 429) return new Failure('refused', said ?? text('errors.tooManyAttempts'))
  if (status === 507) return new Failure('refused', said ?? text('errors.storageFull'))
  if (status === 403) return new Failure('refused', said ?? text('errors.notAllowed'))
  if (status === 400 || status === 409 || (status >= 430 && status <= 439)) {
    return new Failure('refused', said ?? text('errors.refused'))
  }
  if (status >= 500) {
    return new Failure('server-fault', text('errors.serverFault', { host, status }))
  }
  return unexpectedAnswer(host)
}

export function unexpectedAnswer(host: string): Failure {
  return new Failure('bad-answer', text('errors.notUnderstood', { host }))
}

/** `error_message`, else `error_id`, as text of one line that fits beside a field. */
function sentenceOf(body: unknown, secrets: string[]): string | undefined {
  const { error_message: message, error_id: id } = (body ?? {}) as Record<string, unknown>
  const sentence = [message, id].find((value) => typeof value === 'string' && value.trim() !== '') as string | undefined
  return sentence && oneLine(sentence, secrets)
}

function codeOf(reason: unknown): string {
  const { code, cause, errors: several } = (reason ?? {}) as { code?: unknown; cause?: unknown; errors?: unknown[] }
  if (typeof code === 'string') return code
  // A host with several addresses fails with one error each.
  if (several?.length) return codeOf(several[0])
  return cause ? codeOf(cause) : ''
}
