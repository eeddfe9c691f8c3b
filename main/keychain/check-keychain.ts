import { randomUUID } from 'node:crypto'
import { keychainSteps } from '../../contract/choices'
import type { KeychainFinding, KeychainStep } from '../../contract/keychain-check'
import { itemExists, openDefaultCollection } from './item-access'
import { explainFailure } from './keychain-advice'
import { keychainProblem } from './keychain-errors'
import { keychainQueue } from './keychain-queue'
import { askKeytar } from './keytar'
import { SecretService } from './secret-service'

/** As long as an operation of the app, in milliseconds: the user may have to type a password. */
const defaultTimeout = 45_000

/** The steps of the check on this system, in order. */
function stepsOfKeychainCheck(platform = process.platform): KeychainStep[] {
  return platform === 'linux' ? [...keychainSteps] : ['write', 'read', 'remove']
}

/** @param service the name under which the app keeps its items */
export function tryOsKeychain(service: string) {
  return {
    steps: stepsOfKeychainCheck(),
    run: (onStep: (step: KeychainStep) => void) => checkKeychain(service, onStep),
  }
}

/**
 * Tries the keychain step by step with an item that it removes again, also if that is only possible after the time limit.
 * @param service the name under which the app keeps its items
 * @param onStep called when a step begins
 * @returns what is wrong; null if the keychain works
 */
export async function checkKeychain(
  service: string,
  onStep: (step: KeychainStep) => void,
  timeout = defaultTimeout,
): Promise<KeychainFinding | null> {
  let current: KeychainStep = stepsOfKeychainCheck()[0] ?? 'write'
  let hasEnded = false
  const begin = (step: KeychainStep) => {
    if (hasEnded) return
    current = step
    onStep(step)
  }
  try {
    const secrets = process.platform === 'linux' ? await connect(begin) : null
    begin(secrets ? 'collection' : 'write')
    await keychainQueue.run(null, timeout, () => tryItem(secrets, service, begin))
    return null
  } catch (reason) {
    return explainFailure(current, reason)
  } finally {
    hasEnded = true
  }
}

async function connect(begin: (step: KeychainStep) => void): Promise<SecretService> {
  begin('bus')
  const secrets = await SecretService.connect()
  try {
    begin('service')
    await secrets.start()
    return secrets
  } catch (reason) {
    secrets.close()
    throw reason
  }
}

/** Removes the item and closes the connection at the end, also if the caller no longer waits. */
async function tryItem(secrets: SecretService | null, service: string, begin: (step: KeychainStep) => void) {
  // No other check uses this name.
  const account = `check ${randomUUID()}`
  const value = randomUUID()
  let isWritten = false
  const remove = () => askKeytar((keytar) => keytar.deletePassword(service, account))
  try {
    if (secrets) await openDefaultCollection(secrets, () => begin('unlock'))
    begin('write')
    isWritten = true
    await askKeytar((keytar) => keytar.setPassword(service, account, value))
    begin('read')
    const read = await askKeytar((keytar) => keytar.getPassword(service, account))
    if (read !== value) throw keychainProblem(read === null ? 'denied' : 'not-kept')
    begin('remove')
    isWritten = !(await remove())
    if (isWritten || (secrets && (await itemExists(secrets, service, account)))) throw keychainProblem('denied')
  } finally {
    if (isWritten) await remove().catch(() => undefined)
    secrets?.close()
  }
}
