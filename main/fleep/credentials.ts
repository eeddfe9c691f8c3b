import type { HttpResponse } from '../http/http-client'
import { tokenIdOf } from './response'

/** The ticket and the cookie that every call of a session carries; both are secret. */
export interface Credentials {
  ticket: string
  tokenId: string
}

/** Called with the session cookie that an answer sets, whatever its status. */
export type OnCookie = (tokenId: string) => void

export function reportCookie(headers: HttpResponse['headers'], onCookie: OnCookie | undefined): void {
  const tokenId = onCookie && tokenIdOf(headers['set-cookie'])
  if (tokenId) onCookie(tokenId)
}

export function cookieOf({ tokenId }: Credentials): string {
  return `token_id=${tokenId}`
}
