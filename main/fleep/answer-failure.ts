import { errors } from 'undici'
import { Failure } from '../failure'
import { oneLine } from '../plain-text'

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
    super('bad-answer', `The way to ${host} lets no files through.`)
  }
}

/** @returns what a failed request means for people. Never repeats the request. */
export function fromRequestError(reason: unknown, host: string): Failure {
  if (reason instanceof Failure) return reason
  const code = codeOf(reason)
  if (timeoutCodes.has(code)) return new Failure('timeout', `${host} did not answer in time.`)
  if (networkCodes.has(code)) return new Failure('offline', `${host} could not be reached. Check your connection.`)
  if (reason instanceof errors.ResponseExceededMaxSizeError) return notFleep(host)
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_/.test(code)) {
    return new Failure(
      'untrusted-server',
      `The connection to ${host} is not safe: its certificate could not be verified. Nothing was sent.`,
    )
  }
  if (code.startsWith('HPE_') || code.startsWith('Z_')) return notFleep(host)
  return new Failure('offline', `The connection to ${host} failed.`)
}

/**
 * Codes and their meaning: the facts sheet, section 3.
 * @param secrets what the call sent and the sentence for people must not repeat
 */
export function fromStatus(status: number, body: unknown, host: string, secrets: string[] = []): Failure {
  const said = sentenceOf(body, secrets)
  if (status === 405 || status === 501) return new MethodRefused(host)
  if (status === 401) return new Failure('signed-out', 'Your session has ended. Enter your password to go on.')
  if (status === 429) return new Failure('refused', said ?? 'Too many attempts. Wait a moment, then try again.')
  if (status === 507) return new Failure('refused', said ?? 'Your Fleep storage is full.')
  if (status === 403) return new Failure('refused', said ?? 'Your account is not allowed to do this.')
  if (status === 400 || status === 409 || (status >= 430 && status <= 439)) {
    return new Failure('refused', said ?? 'Fleep refused this change.')
  }
  if (status >= 500) {
    return new Failure('server-fault', `${host} has a problem of its own right now (${status}). Try again in a moment.`)
  }
  return notFleep(host)
}

export function notFleep(host: string): Failure {
  return new Failure('bad-answer', `The answer from ${host} was not understood. Is it a Fleep server?`)
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
