import type { IncomingHttpHeaders } from 'node:http'
import { AccessRefused, Failure } from '../core/failure'
import { endWithPeriod, toSingleLine } from '../core/single-line'
import { text } from '../core/text'
import { answeredInstead, redirectFailure } from '../http/answer-failures'
import { unexpectedAnswer } from '../http/network-failure'
import { boundedWait, readRetryAfter } from '../http/retry-after'

/** A response with another status than 200. */
export interface FailedResponse {
  status: number
  headers: IncomingHttpHeaders
  /** The JSON object of the response; undefined when there is none, or it was not read. */
  body: object | undefined
  /** Of the request. */
  origin: string
  /** What the call sent and the message must not repeat. */
  secrets: string[]
  /** Whether the call was sent with a session, which Fleep can end. */
  hasSession: boolean
}

/** The server, or a proxy on the way to it, does not accept the HTTP method. */
export class MethodNotAllowed extends Failure {
  constructor(host: string) {
    super('bad-answer', text('errors.noFilesThrough', { host }))
  }
}

/** What was sent is too large for the server, or for a proxy on the way to it. */
export class TooLarge extends Failure {
  constructor(host: string) {
    super('refused', text('errors.tooLarge', { host }))
  }
}

/** Turns the status of a failed call into a Failure. Source of the codes: Fleep's public test client. */
export function statusFailure(response: FailedResponse): Failure {
  const { status, headers, body, origin, hasSession } = response
  const { host } = new URL(origin)
  const message = serverMessage(response)
  if (status >= 300 && status < 400) return redirectFailure(origin, headers.location)
  // A guest network or a firewall also answers so. Only Fleep's own answer says something about the session. Source of 511,
  // "Network Authentication Required": RFC 6585.
  if ([401, 403, 407, 511].includes(status) && !isFleepError(body)) return answeredInstead(host)
  if (status === 401 && hasSession) return new Failure('signed-out', text('errors.sessionEnded'))
  if (status === 403) return new AccessRefused(message ?? text('errors.notAllowed'))
  if (status === 404) return new Failure('bad-answer', withServerWords(text('errors.notFound', { host }), message))
  if (status === 405 || status === 501) return new MethodNotAllowed(host)
  if (status === 413) return new TooLarge(host)
  if (status === 429) return tooManyAttempts(headers, message)
  if (status === 507) return new Failure('refused', message ?? text('errors.storageFull'))
  if (status >= 500) return serverFault(response, host, message)
  if (status === 400 || status === 401 || status === 409 || (status >= 430 && status <= 439)) {
    return new Failure('refused', message ?? text('errors.refused'))
  }
  // Another refusal, in Fleep's form: its words say more than the status.
  if (message && status > 400 && status < 500) return new AccessRefused(message)
  return unexpectedAnswer(host)
}

function tooManyAttempts(headers: IncomingHttpHeaders, message: string | undefined): Failure {
  const wait = readRetryAfter(headers)
  // A server that says more than the status may also say when to try again.
  if (message && !wait) return new AccessRefused(message)
  const sentence = endWithPeriod(message ?? text('errors.tooManyAttempts'))
  return new AccessRefused(`${sentence} ${retryHint(wait)}`, boundedWait(wait))
}

function serverFault({ status, headers }: FailedResponse, host: string, message: string | undefined): Failure {
  const wait = readRetryAfter(headers)
  // A server that is being updated says so; one with a fault speaks of its inside.
  const words = status === 503 ? message : undefined
  const problem = `${text('errors.serverFault', { host, status })} ${retryHint(wait)}`
  return new Failure('server-fault', withServerWords(problem, words), undefined, boundedWait(wait))
}

function withServerWords(sentence: string, message: string | undefined): string {
  return message ? `${sentence} ${text('errors.serverSays', { message: message.replace(/\.$/, '') })}` : sentence
}

/** @param wait in milliseconds */
function retryHint(wait: number | undefined): string {
  if (!wait) return text('errors.retrySoon')
  const [seconds, minutes, hours] = [1000, 60_000, 3_600_000].map((unit) => Math.ceil(wait / unit)) as [
    number,
    number,
    number,
  ]
  if (seconds < 120) return text('errors.retryInSeconds', { count: seconds })
  return minutes < 120
    ? text('errors.retryInMinutes', { count: minutes })
    : text('errors.retryInHours', { count: hours })
}

/** `error_message`, otherwise `error_id`, as one line of plain text that fits beside a field. */
function serverMessage({ body, secrets }: FailedResponse): string | undefined {
  const { error_message: message, error_id: id } = (body ?? {}) as Record<string, unknown>
  const line = [message, id].find((value) => typeof value === 'string' && value.trim() !== '') as string | undefined
  return line && (toSingleLine(line, secrets) || undefined)
}

/** Errors of Fleep have a kind, a sentence, or both. Source: Fleep's public clients. */
function isFleepError(body: object | undefined): boolean {
  const { error_message: message, error_id: id } = (body ?? {}) as Record<string, unknown>
  return typeof message === 'string' || typeof id === 'string'
}
