import { z } from 'zod'
import { unexpectedAnswer } from '../http/network-failure'
import { id } from './bounds'
import { FleepSession } from './fleep-session'
import { type ContactInfo, contactStream } from './records'
import type { Transport } from './transport'

const signInResponse = z.object({
  account_id: id,
  ticket: z.string().min(1).max(10_000),
  profiles: contactStream.optional().catch(undefined),
})

/** A new session, and the account's record if the response has it. */
export interface SignInResult {
  session: FleepSession
  profile: ContactInfo | undefined
}

/**
 * account/login. Source: ref-auth.
 * @param email the primary email or the Fleep ID
 * @throws Failure `refused` for a wrong email or password (431)
 */
export function login(transport: Transport, email: string, password: string): Promise<SignInResult> {
  return callSignIn(transport, 'account/login', { email, password, remember_me: true })
}

/**
 * Makes any call whose response, like that of account/login, has a ticket and a cookie. It is not retried: every call that
 * reaches the server opens another session.
 */
export async function callSignIn(transport: Transport, method: string, input: object): Promise<SignInResult> {
  const { body, tokenId } = await transport.call(method, input, { repeatable: false })
  const parsed = signInResponse.safeParse(body)
  if (!parsed.success || !tokenId) throw unexpectedAnswer(transport.host)
  const { account_id: accountId, ticket, profiles } = parsed.data
  return {
    session: new FleepSession(transport, accountId, { ticket, tokenId }),
    profile: profiles?.find((profile) => profile.account_id === accountId),
  }
}

/** Longest wait for account/logout as a whole, with its retries, in milliseconds. Tests shorten it. */
export const logoutDefaults = { timeout: 5000 }

/** account/logout: ticket and cookie become invalid. Source: ref-auth. @throws Failure, or the reason of the time-out */
export async function logout(session: FleepSession): Promise<void> {
  const signal = AbortSignal.timeout(logoutDefaults.timeout)
  await session.call('account/logout', {}, z.object({}), { repeatable: true, mayBeEmpty: true, signal })
}
