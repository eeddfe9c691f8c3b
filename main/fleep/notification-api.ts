import type { EmailInterval } from '../../contract'
import { callWithoutSession } from './without-session'

/**
 * account/configure_email_interval. Source: the API's account page. INFERRED: it needs no session.
 * @param id from the link in an email
 * @throws Failure `refused` for an id that has expired
 */
export async function setIntervalByMail(server: string, id: string, interval: EmailInterval): Promise<void> {
  const input = { notification_id: id, email_interval: interval }
  await callWithoutSession(server, 'account/configure_email_interval', input)
}

/** account/unsubscribe; otherwise like {@link setIntervalByMail}. */
export async function unsubscribeByMail(server: string, id: string): Promise<void> {
  await callWithoutSession(server, 'account/unsubscribe', { notification_id: id })
}
