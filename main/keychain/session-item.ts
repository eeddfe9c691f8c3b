import { z } from 'zod'
import type { Credentials } from '../fleep/transport'
import type { Keychain } from './keychain'
import { unreadable } from './reasons'

/** Ticket and cookie are one item, so that never only one of them is stored. */
const sessionItem = z.object({ version: z.literal(1), ticket: z.string().min(1), tokenId: z.string().min(1) })

function itemName(server: string, accountId: string): string {
  return `${accountId} at ${server}`
}

/** @returns null when there is none. @throws Failure; `keychain-unreadable` when the item is not the app's */
export async function readSession(keychain: Keychain, server: string, accountId: string): Promise<Credentials | null> {
  const secret = await keychain.read(itemName(server, accountId))
  if (secret === null) return null
  const session = parse(secret)
  if (!session) throw unreadable()
  return session
}

/** @param replace whether an item that cannot be understood may be overwritten. @throws Failure */
export async function writeSession(
  keychain: Keychain,
  server: string,
  accountId: string,
  session: Credentials,
  replace: boolean,
): Promise<void> {
  const mayReplace = (known: string) => replace || parse(known) !== undefined
  await keychain.write(itemName(server, accountId), JSON.stringify({ version: 1, ...session }), mayReplace)
}

export async function removeSession(keychain: Keychain, server: string, accountId: string): Promise<void> {
  await keychain.remove(itemName(server, accountId))
}

function parse(text: string): Credentials | undefined {
  try {
    const { ticket, tokenId } = sessionItem.parse(JSON.parse(text))
    return { ticket, tokenId }
  } catch {
    return undefined
  }
}
