import { Failure } from '../core/failure'
import { toSingleLine } from '../core/single-line'
import { text } from '../core/text'
import { pageInstead, unexpectedAnswer } from '../http/network-failure'

/** The server, or a proxy on the way to it, does not accept the HTTP method. */
export class MethodNotAllowed extends Failure {
  constructor(host: string) {
    super('bad-answer', text('errors.noFilesThrough', { host }))
  }
}

/**
 * Turns the status of a failed call into a Failure. Source of the codes: Fleep's public test client.
 * @param body the JSON object of the response; undefined when there is none, or it was not read
 * @param secrets what the call sent and the message must not repeat
 */
export function statusFailure(status: number, body: object | undefined, host: string, secrets: string[] = []): Failure {
  const message = serverMessage(body, secrets)
  if (status === 405 || status === 501) return new MethodNotAllowed(host)
  // A guest network or a firewall also answers so. Only Fleep's own answer says something about the session.
  if ((status === 401 || status === 403) && !isFleepError(body)) return pageInstead(host)
  if (status === 401) return new Failure('signed-out', text('errors.sessionEnded'))
  if (status === 429) return new Failure('refused', message ?? text('errors.tooManyAttempts'))
  if (status === 507) return new Failure('refused', message ?? text('errors.storageFull'))
  if (status === 403) return new Failure('refused', message ?? text('errors.notAllowed'))
  if (status === 400 || status === 409 || (status >= 430 && status <= 439)) {
    return new Failure('refused', message ?? text('errors.refused'))
  }
  if (status >= 500) {
    return new Failure('server-fault', text('errors.serverFault', { host, status }))
  }
  return unexpectedAnswer(host)
}

/** `error_message`, otherwise `error_id`, as one line of plain text that fits beside a field. */
function serverMessage(body: object | undefined, secrets: string[]): string | undefined {
  const { error_message: message, error_id: id } = (body ?? {}) as Record<string, unknown>
  const line = [message, id].find((value) => typeof value === 'string' && value.trim() !== '') as string | undefined
  return line && toSingleLine(line, secrets)
}

/** Errors of Fleep have a kind, a sentence, or both. Source: Fleep's public clients. */
function isFleepError(body: object | undefined): boolean {
  const { error_message: message, error_id: id } = (body ?? {}) as Record<string, unknown>
  return typeof message === 'string' || typeof id === 'string'
}
