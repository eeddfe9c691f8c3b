import type { HttpResponse } from '../http/http-client'
import { pageInstead, unexpectedAnswer } from '../http/network-failure'
import { parseJson } from './bounds'
import { statusFailure } from './status-failure'

/** A successful response of the Fleep API. */
export interface ApiResponse {
  body: object
  /** The session cookie, if the response sets one. */
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
  const type = typeOf(headers)
  // Redirects, and 511 "Network Authentication Required" of RFC 6585, come from the network and not from Fleep.
  const isPage = type === 'text/html' && status < 400
  if (isPage || (status >= 300 && status < 400) || status === 511) throw pageInstead(host)
  const json = type === 'application/json' ? parseObject(body) : undefined
  if (status !== 200) throw statusFailure(status, json, host, secrets())
  if (!json) throw unexpectedAnswer(host)
  return { body: json, tokenId: tokenIdOf(headers['set-cookie']) }
}

/** Whether a refusal of a file is Fleep's own, as far as its headers tell. Its body is not read. */
export function isJson(headers: HttpResponse['headers']): boolean {
  return typeOf(headers) === 'application/json'
}

function typeOf(headers: HttpResponse['headers']): string | undefined {
  return String(headers['content-type'] ?? '').split(';')[0]
}

function parseObject(text: string): object | undefined {
  const parsed = parseJson(text)
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : undefined
}

/** A UUID, as Fleep issues them (INFERRED: 36 characters in every public client), or what may replace it one day. */
const tokenShape = /^[\w-]{16,200}$/

/**
 * @param cookies the `Set-Cookie` headers of an answer, whatever its status
 * @returns the session cookie that they set: the last one counts, as in a browser; undefined if they clear it, or set none
 */
export function tokenIdOf(cookies: string | string[] | undefined): string | undefined {
  const values = [cookies ?? []].flat().flatMap((cookie) => {
    const [pair = '', ...attributes] = cookie.split(';').map((part) => part.trim())
    const value = /^token_id\s*=\s*(.*)$/.exec(pair)?.[1]
    return value === undefined ? [] : [isExpired(attributes) ? '' : value.replace(/^"(.*)"$/, '$1')]
  })
  const last = values.at(-1) ?? ''
  return tokenShape.test(last) ? last : undefined
}

/** By RFC 6265, Max-Age counts more than Expires. */
function isExpired(attributes: string[]): boolean {
  const attributeOf = (name: string) => {
    const found = attributes.findLast((attribute) => attribute.toLowerCase().startsWith(`${name}=`))
    return found?.slice(name.length + 1).trim()
  }
  const maxAge = attributeOf('max-age')
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return Number(maxAge) <= 0
  return Date.parse(attributeOf('expires') ?? '') <= Date.now()
}
