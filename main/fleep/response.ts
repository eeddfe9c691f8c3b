import type { HttpResponse } from '../http/http-client'
import { pageInstead, unexpectedAnswer } from '../http/network-failure'
import { parseJson } from './bounds'
import { statusFailure } from './status-failure'

/** A successful response of the Fleep API. */
export interface ApiResponse {
  body: object
  /** The session cookie when the server set one: at sign-in, or as a replacement in any later response. */
  tokenId: string | undefined
}

/**
 * @param host names the server in failures
 * @param secrets what the call sent and a failure must not repeat; asked for only when the call failed
 * @throws Failure for a status other than 200, and for a body that is not a JSON object
 */
export function readResponse(response: HttpResponse, host: string, secrets: () => string[]): ApiResponse {
  const { status, headers } = response
  const body = response.body.toString('utf8')
  const type = String(headers['content-type'] ?? '').split(';')[0]
  // Redirects, and 511 "Network Authentication Required" of RFC 6585, come from the network and not from Fleep.
  const isPage = type === 'text/html' && status < 400
  if (isPage || (status >= 300 && status < 400) || status === 511) throw pageInstead(host)
  if (status !== 200) throw statusFailure(status, parseJson(body), host, secrets())
  const json = type === 'application/json' ? parseJson(body) : undefined
  if (!json || typeof json !== 'object' || Array.isArray(json)) throw unexpectedAnswer(host)
  return { body: json, tokenId: tokenIdOf(headers['set-cookie']) }
}

function tokenIdOf(cookies: string[] | undefined): string | undefined {
  for (const cookie of [cookies ?? []].flat()) {
    const match = /^token_id=([^;]+)/.exec(cookie)
    if (match?.[1]) return match[1]
  }
  return undefined
}
