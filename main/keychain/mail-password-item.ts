import { z } from 'zod'
import { itemFormat } from './item'
import type { Keychain } from './keychain'

/** Names a password: of a mail server, in a Fleep account, at a Fleep server. */
export interface MailPasswordKey {
  /** The Fleep server's origin. */
  server: string
  accountId: string
  smtpId: string
}

const mailPasswordItem = itemFormat({ password: z.string().min(1) })

export function mailPasswordName({ server, accountId, smtpId }: MailPasswordKey): string {
  return `${smtpId} of ${accountId} at ${server}`
}

/** @returns null if there is none. @throws Failure; `keychain-unreadable` if the app did not write the item */
export async function readMailPassword(keychain: Keychain, key: MailPasswordKey): Promise<string | null> {
  return (await mailPasswordItem.read(keychain, mailPasswordName(key)))?.password ?? null
}

/** @param replace whether an unreadable item may be overwritten. @throws Failure */
export function writeMailPassword(
  keychain: Keychain,
  key: MailPasswordKey,
  password: string,
  replace: boolean,
): Promise<void> {
  return mailPasswordItem.write(keychain, mailPasswordName(key), { password }, replace)
}

/** @throws Failure `invalid-input` for a password that is too long for the keychain of some system */
export function assertFitsKeychain(password: string): void {
  mailPasswordItem.assertFits({ password }, 'password')
}
