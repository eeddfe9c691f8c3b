import { z } from 'zod'
import { notFleep } from './answer-failure'
import { type ContactInfo, contactStream } from './records'
import { FleepSession } from './session'
import type { Transport } from './transport'

const loginAnswer = z.object({
  account_id: z.string().min(1),
  ticket: z.string().min(1),
  display_name: z.string().nullish(),
  profiles: contactStream.optional(),
})

/**
 * account/login. Source: ref-auth.
 * @param email the primary email or the Fleep ID
 * @returns the session and one's own record, when the answer has it
 * @throws Failure `refused` for a wrong email or password (431)
 */
export async function login(
  transport: Transport,
  email: string,
  password: string,
): Promise<{ session: FleepSession; profile: ContactInfo | undefined }> {
  const input = { email, password, remember_me: true }
  // Not repeated: each login that reaches the server opens a session of its own.
  const { body, tokenId } = await transport.call('account/login', input, { repeatable: false })
  const parsed = loginAnswer.safeParse(body)
  if (!parsed.success || !tokenId) throw notFleep(transport.host)
  const { account_id: accountId, ticket, profiles } = parsed.data
  return {
    session: new FleepSession(transport, accountId, { ticket, tokenId }),
    profile: profiles?.find((profile) => profile.account_id === accountId),
  }
}

/** account/logout. Source: ref-auth. Afterwards ticket and cookie are dead. Nobody waits long for leaving. */
export async function logout(session: FleepSession): Promise<void> {
  await session.call('account/logout', {}, z.object({}), { repeatable: true, answerWithin: 5000 })
}
