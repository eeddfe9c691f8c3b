import { z } from 'zod'
import type { Credentials } from '../fleep/credentials'
import { itemFormat } from './item'
import type { Keychain } from './keychain'

/** Ticket and cookie are one item, so that one is never stored without the other. */
const sessionItem = itemFormat({ ticket: z.string().min(1), tokenId: z.string().min(1) })

function itemName(server: string, accountId: string): string {
  return `${accountId} at ${server}`
}

/** @returns null if there is none. @throws Failure; `keychain-unreadable` if the app did not write the item */
export function readSession(keychain: Keychain, server: string, accountId: string): Promise<Credentials | null> {
  return sessionItem.read(keychain, itemName(server, accountId))
}

/** @param replace whether an unreadable item may be overwritten. @throws Failure */
export function writeSession(
  keychain: Keychain,
  server: string,
  accountId: string,
  session: Credentials,
  replace: boolean,
): Promise<void> {
  return sessionItem.write(keychain, itemName(server, accountId), session, replace)
}

/** Does nothing if there is none. @throws Failure */
export async function removeSession(keychain: Keychain, server: string, accountId: string): Promise<void> {
  await keychain.remove(itemName(server, accountId))
}
