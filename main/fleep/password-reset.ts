import { readMailedId } from './mailed-id'
import { parseServerAddress } from './server-address'
import { Transport } from './transport'

/**
 * account/reset_password: mails a link; until it is used the password stays. Source: ref-auth.
 * @param server what a person wrote
 * @throws Failure `refused` for an unknown address, and when it was asked for too often
 */
export function requestReset(server: string, email: string): Promise<void> {
  return once(server, 'account/reset_password', { email: email.trim() })
}

/**
 * account/confirm_password: sets the new password. Afterwards one signs in with it as usual.
 * @param link from the mail, or the id in it
 * @throws Failure `invalid-input` for a link of something else, `refused` for one that was used or has expired
 */
export async function confirmReset(server: string, link: string, password: string): Promise<void> {
  const id = readMailedId(link, parseServerAddress(server))
  await once(server, 'account/confirm_password', { notification_id: id, password })
}

/** A call without a session. Not repeated: the second mail, and the second use of a link, are refused. */
async function once(server: string, method: string, input: object): Promise<void> {
  const transport = new Transport({ server: parseServerAddress(server) })
  try {
    await transport.call(method, input, { repeatable: false })
  } finally {
    void transport.close()
  }
}
