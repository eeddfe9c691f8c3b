import { z } from 'zod'
import { itemFormat } from './item'
import type { Keychain } from './keychain'

/** Which password it is: of one SMTP account, of one Fleep account, at one server. */
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

/** @returns null when there is none. @throws Failure; `keychain-unreadable` when the item is not the app's */
export async function readMailPassword(keychain: Keychain, key: MailPasswordKey): Promise<string | null> {
  return (await mailPasswordItem.read(keychain, mailPasswordName(key)))?.password ?? null
}

/** @param replace whether an item that cannot be understood may be overwritten. @throws Failure */
export function writeMailPassword(
  keychain: Keychain,
  key: MailPasswordKey,
  password: string,
  replace: boolean,
): Promise<void> {
  return mailPasswordItem.write(keychain, mailPasswordName(key), { password }, replace)
}

/** @throws Failure `invalid-input` for a password that some system's keychain could not hold */
export function mustFitKeychain(password: string): void {
  mailPasswordItem.mustFit({ password }, 'password')
}
