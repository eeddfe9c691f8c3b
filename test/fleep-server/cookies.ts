import type { FastifyReply } from 'fastify'
import type { Session } from './state'

/** Sets the cookie of a session. @param lifetime an attribute, or nothing for a cookie of the session */
export function setPlainCookie(reply: FastifyReply, { tokenId }: Session, lifetime: string): void {
  reply.header('set-cookie', `token_id=${tokenId}; Path=/; HttpOnly${lifetime}`)
}

/** As the quirk `many-cookies` says. @param isLast whether `token_id` is the last one */
export function setManyCookies(
  reply: FastifyReply,
  { tokenId, ticket }: Session,
  lifetime: string,
  isLast: boolean,
): void {
  const own = `token_id=${tokenId}; Domain=.fleep.example; Path=/; Secure; HttpOnly; SameSite=Lax${lifetime}`
  const others = [`xs_ticket=${ticket}; Path=/; Secure`, 'lang=et; Path=/; Expires=Fri, 01 Jan 2038 00:00:00 GMT']
  const cleared = 'token_id=deleted; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/'
  // Fastify would write the name in lower case.
  reply.raw.setHeader('Set-Cookie', isLast ? [...others, cleared, own] : [own, ...others])
}
