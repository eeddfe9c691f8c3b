import { readMailedId } from './mailed-link'
import { parseServerAddress } from './server-address'
import { callWithoutSession } from './without-session'

/**
 * account/reset_password: mails a link; until it is used the password stays. Source: ref-auth.
 * @param server what a person wrote
 * @throws Failure `refused` for an unknown address, and when it was asked for too often
 */
export async function requestReset(server: string, email: string): Promise<void> {
  await callWithoutSession(server, 'account/reset_password', { email: email.trim() })
}

/**
 * account/confirm_password: sets the new password. Afterwards one signs in with it as usual.
 * @param link from the mail, or the id in it
 * @throws Failure `invalid-input` for a link of something else, `refused` for one that was used or has expired
 */
export async function confirmReset(server: string, link: string, password: string): Promise<void> {
  const id = readMailedId(link, parseServerAddress(server))
  await callWithoutSession(server, 'account/confirm_password', { notification_id: id, password })
}
