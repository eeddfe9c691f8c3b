import { keychainProblem } from './keychain-errors'
import type { SecretService } from './secret-service'

/** @returns whether the Secret Service has the item, locked or not. Asks the user nothing */
export async function itemExists(secrets: SecretService, service: string, account: string): Promise<boolean> {
  const { unlocked, locked } = await secrets.find(service, account)
  return unlocked.length > 0 || locked.length > 0
}

/** @returns whether new items would go into a locked collection */
export async function isDefaultLocked(secrets: SecretService): Promise<boolean> {
  const collection = await secrets.defaultCollection()
  return collection !== null && (await secrets.isLocked(collection))
}

/** `asks`: the keyring is open, but it asks the user before the connection of keytar may use this item. */
type ItemAccess = 'missing' | 'open' | 'asks'

/**
 * Unlocks the collection that has an item or may hide it, which may ask the user. An item that a service such as KeePassXC
 * confirms for each program is left to keytar, because the user's answer counts for one connection only.
 * @throws Failure `keychain-locked` if the user did not unlock it
 */
export async function openItem(secrets: SecretService, service: string, account: string): Promise<ItemAccess> {
  const found = await secrets.find(service, account)
  if (found.unlocked.length > 0) return 'open'
  if (found.locked.length > 0) await unlockCollectionsOf(secrets, found.locked)
  else if (!(await unlockDefault(secrets))) return 'missing'
  const { unlocked, locked } = await secrets.find(service, account)
  if (unlocked.length > 0) return 'open'
  return locked.length > 0 ? 'asks' : 'missing'
}

/**
 * Makes sure that new items can be stored, which may ask the user.
 * @param onExists called when a collection for them exists
 * @throws Failure `keychain-locked`, or `keychain-denied` if there is no collection and the user did not create one
 */
export async function openDefaultCollection(
  secrets: SecretService,
  onExists: () => void = () => undefined,
): Promise<void> {
  const exists = (await secrets.defaultCollection()) !== null
  if (!exists && !(await secrets.createDefaultCollection())) throw keychainProblem('not-created')
  onExists()
  await unlockDefault(secrets)
}

/** @returns whether it was locked. @throws Failure `keychain-locked` if it still is */
async function unlockDefault(secrets: SecretService): Promise<boolean> {
  const collection = await secrets.defaultCollection()
  if (collection === null || !(await secrets.isLocked(collection))) return false
  await unlock(secrets, [collection])
  return true
}

async function unlockCollectionsOf(secrets: SecretService, items: string[]): Promise<void> {
  for (const collection of new Set(items.map((item) => item.replace(/\/[^/]*$/, '')))) {
    if (await secrets.isLocked(collection)) await unlock(secrets, [collection])
  }
}

async function unlock(secrets: SecretService, paths: string[]): Promise<void> {
  if (!(await secrets.unlock(paths))) throw keychainProblem('locked')
}
