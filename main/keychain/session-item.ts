import { z } from 'zod'
import { Failure } from '../failure'
import type { Keychain } from './keychain'
import { keychainName } from './keychain-name'

/** Ticket and cookie are one item, so that never only one of them is stored. */
const sessionItem = z.object({ version: z.literal(1), ticket: z.string().min(1), tokenId: z.string().min(1) })

export interface StoredSession {
  ticket: string
  tokenId: string
}

function itemName(server: string, accountId: string): string {
  return `${accountId} at ${server}`
}

/** @returns null when there is none. @throws Failure; `keychain-unreadable` when the item is not the app's */
export async function readSession(
  keychain: Keychain,
  server: string,
  accountId: string,
): Promise<StoredSession | null> {
  const secret = await keychain.read(itemName(server, accountId))
  if (secret === null) return null
  const parsed = sessionItem.safeParse(parseJson(secret))
  if (parsed.success) return { ticket: parsed.data.ticket, tokenId: parsed.data.tokenId }
  throw new Failure('keychain-unreadable', `The entry in ${keychainName} was changed by something else.`)
}

/** @param replace whether an item that cannot be understood may be overwritten. @throws Failure */
export async function writeSession(
  keychain: Keychain,
  server: string,
  accountId: string,
  session: StoredSession,
  replace: boolean,
): Promise<void> {
  if (!replace) await readSession(keychain, server, accountId)
  await keychain.write(itemName(server, accountId), JSON.stringify({ version: 1, ...session }))
}

export async function removeSession(keychain: Keychain, server: string, accountId: string): Promise<void> {
  await keychain.remove(itemName(server, accountId))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
