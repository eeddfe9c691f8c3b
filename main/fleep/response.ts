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

/** The call that a response answers. */
export interface AnsweredCall {
  /** The server's. */
  origin: string
  host: string
  /** What the call sent and a failure must not repeat; asked for only when the call failed. */
  secrets(): string[]
  /** Whether the call was sent with a session. */
  hasSession: boolean
  /** Whether Fleep's documentation names no output, so that an empty body or `null` is read as an empty object. */
  mayBeEmpty: boolean
}

/** @throws Failure for a status other than 200, and for a body that is not a JSON object */
export function readResponse(response: HttpResponse, call: AnsweredCall): ApiResponse {
  const { status, headers } = response
  const type = typeOf(headers)
  const isJsonType = type === 'application/json'
  const tokenId = tokenIdOf(headers['set-cookie'])
  if (call.mayBeEmpty && (isJsonType || type === '') && isEmpty(response)) return { tokenId, body: {} }
  const json = isJsonType ? parseObject(textOf(response)) : undefined
  if (status !== 200) {
    const { origin, hasSession } = call
    throw statusFailure({ status, headers, body: json, origin, hasSession, secrets: call.secrets() })
  }
  if (type === 'text/html') throw pageInstead(call.host)
  if (!json) throw unexpectedAnswer(call.host)
  return { tokenId, body: json }
}

function isEmpty(response: HttpResponse): boolean {
  if (response.status === 204) return true
  return response.status === 200 && response.body.length < 20 && ['', 'null'].includes(textOf(response).trim())
}

/** @returns the body without a byte order mark, which JSON.parse does not accept. Source: RFC 8259, 8.1. */
function textOf({ body }: HttpResponse): string {
  const text = body.toString('utf8')
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

/** Whether a refusal of a file is Fleep's own, as far as its headers tell. Its body is not read. */
export function isJson(headers: HttpResponse['headers']): boolean {
  return typeOf(headers) === 'application/json'
}

/** @returns the media type in lower case, without its parameters; empty if there is none. undici joins none that come twice. */
function typeOf(headers: HttpResponse['headers']): string {
  const sent = headers['content-type']
  // Fleep's own way, without more work.
  if (sent === 'application/json; charset=utf-8') return 'application/json'
  const [type = ''] = String(sent ?? '').split(/[;,]/)
  return type.trim().toLowerCase()
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
  // Nearly all answers set none.
  if (cookies === undefined) return undefined
  const values = [cookies].flat().flatMap((cookie) => {
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
