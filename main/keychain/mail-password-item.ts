import { z } from 'zod'
import { mailEncryptions } from '../../contract/choices'
import { itemFormat } from './item'
import type { Keychain } from './keychain'

/** Names a password: of a mail server, in a Fleep account, at a Fleep server. */
export interface MailPasswordKey {
  /** The Fleep server's origin. */
  server: string
  accountId: string
  smtpId: string
}

const passwordPlace = z.object({
  address: z.string(),
  host: z.string(),
  port: z.number(),
  encryption: z.enum(mailEncryptions),
  username: z.string(),
})

/**
 * Where a mail password may be sent: the settings that it was typed for, as `placeOf` returns them. It is stored in the
 * same item as the password, so that the keychain protects both.
 */
export type PasswordPlace = z.infer<typeof passwordPlace>

const mailPasswordItem = itemFormat({
  password: z.string().min(1),
  /** null: it is not known where the password may be sent. Version 0.1.0 stored no place. */
  place: passwordPlace.nullish().catch(null),
})

/** `other-settings`: there is a password, but not for this place. `unbound`: an item of version 0.1.0, without a place. */
export type StoredPassword =
  | { kind: 'usable'; password: string }
  | { kind: 'missing' }
  | { kind: 'other-settings' }
  | { kind: 'unbound' }

export function mailPasswordName({ server, accountId, smtpId }: MailPasswordKey): string {
  return `${smtpId} of ${accountId} at ${server}`
}

/**
 * Reads a password for the place where it is going to be sent. No function returns one without a place.
 *
 * @param place null if the settings name no place; then no password is returned
 * @throws Failure; `keychain-unreadable` if the app did not write the item
 */
export async function readMailPassword(
  keychain: Keychain,
  key: MailPasswordKey,
  place: PasswordPlace | null,
): Promise<StoredPassword> {
  const item = await mailPasswordItem.read(keychain, mailPasswordName(key))
  if (!item) return { kind: 'missing' }
  if (item.place === undefined) return { kind: 'unbound' }
  return isSamePlace(item.place, place) ? { kind: 'usable', password: item.password } : { kind: 'other-settings' }
}

/**
 * Gives an item of version 0.1.0 its place. Other items stay as they are.
 *
 * @param place null if it is not known; then the password is not used any more
 * @returns whether the item has a place now
 * @throws Failure
 */
export async function bindMailPassword(
  keychain: Keychain,
  key: MailPasswordKey,
  place: PasswordPlace | null,
): Promise<boolean> {
  const item = await mailPasswordItem.read(keychain, mailPasswordName(key))
  if (!item) return false
  if (item.place !== undefined) return item.place !== null
  await writeMailPassword(keychain, key, item.password, place, false)
  return place !== null
}

/**
 * @param place where the password may be sent; null if that is not known
 * @param replace whether an unreadable item may be overwritten
 * @throws Failure
 */
export function writeMailPassword(
  keychain: Keychain,
  key: MailPasswordKey,
  password: string,
  place: PasswordPlace | null,
  replace: boolean,
): Promise<void> {
  return mailPasswordItem.write(keychain, mailPasswordName(key), { password, place }, replace)
}

/** Whether every value is the same. Without a place there is nothing that could be the same. */
export function isSamePlace(one: PasswordPlace | null, other: PasswordPlace | null): boolean {
  if (!one || !other) return false
  return (Object.keys(passwordPlace.shape) as (keyof PasswordPlace)[]).every((key) => one[key] === other[key])
}

/** @throws Failure `invalid-input` for a password that is too long for the keychain of some system */
export function assertFitsKeychain(password: string, place: PasswordPlace | null): void {
  mailPasswordItem.assertFits({ password, place }, 'password')
}
