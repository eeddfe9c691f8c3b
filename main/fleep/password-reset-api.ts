import { readMailedId } from './mailed-link'
import { parseServerAddress } from './server-address'
import { callWithoutSession } from './without-session'

/**
 * account/reset_password: emails a link. The password stays valid until the link is used. Source: ref-auth.
 * @param server as the user typed it
 * @throws Failure `refused` for an unknown address, and after too many requests
 */
export async function requestReset(server: string, email: string): Promise<void> {
  await callWithoutSession(server, 'account/reset_password', { email: email.trim() })
}

/**
 * account/confirm_password: sets a new password. It opens no session.
 * @param link from the email, or the id in it
 * @throws Failure `invalid-input` for any other link, `refused` for one that was used or has expired
 */
export async function confirmReset(server: string, link: string, password: string): Promise<void> {
  const id = readMailedId(link, parseServerAddress(server))
  await callWithoutSession(server, 'account/confirm_password', { notification_id: id, password })
}
