import { randomUUID } from 'node:crypto'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import { isDefaultLocked, itemExists, openDefaultCollection, openItem } from './item-access'
import { keychainFailure, keychainProblem, unreadableItem } from './keychain-errors'
import { keychainName } from './keychain-name'
import { keychainQueue } from './keychain-queue'
import { askKeytar, type KeytarQuestion } from './keytar'
import { connectSecretService, type SecretService } from './secret-service'

/** Stores secrets. A read that fails throws; only `null` means that there is no such item. */
export interface Keychain {
  read(account: string): Promise<string | null>
  /** @returns those of the accounts that have an item; fails as {@link read} does */
  findExisting(accounts: string[]): Promise<Set<string>>
  /**
   * Reads first: an item that cannot be read is never overwritten.
   * @param mayReplace whether the item that exists may be overwritten
   */
  write(account: string, secret: string, mayReplace: (known: string) => boolean): Promise<void>
  remove(account: string): Promise<void>
  /** Whether a write would ask the user something, such as to unlock the keychain. Asks nothing itself. Fails as a write does. */
  wouldAsk(): Promise<boolean>
}

/**
 * Longest wait for the keychain, in milliseconds. The system may be asking the user to unlock it or to allow access, so this
 * is long enough to type a password.
 */
const defaultTimeout = 45_000

/** null where the system has none, or where the app cannot ask it: then keytar alone is asked. */
type Secrets = SecretService | null

/** The OS keychain, by keytar. */
export class OsKeychain implements Keychain {
  constructor(
    private readonly service: string,
    private readonly timeout = defaultTimeout,
  ) {}

  /** @throws Failure `keychain-*` */
  read(account: string): Promise<string | null> {
    return this.run(null, (secrets) => this.get(secrets, account))
  }

  /** Shows no prompt where the Secret Service can be asked. @throws Failure `keychain-*` */
  findExisting(accounts: string[]): Promise<Set<string>> {
    return this.run(null, async (secrets) => {
      const found = new Set<string>()
      for (const account of accounts) {
        const exists = secrets
          ? await itemExists(secrets, this.service, account)
          : (await this.get(null, account)) !== null
        if (exists) found.add(account)
      }
      // Some services find nothing while they are locked.
      if (secrets && found.size < accounts.length && (await isDefaultLocked(secrets))) throw keychainProblem('locked')
      return found
    })
  }

  /** @throws Failure `keychain-*`; nothing is written if the item cannot be read first, or must not be replaced */
  write(account: string, secret: string, mayReplace: (known: string) => boolean): Promise<void> {
    return this.run(account, async (secrets) => {
      if (secrets) await openDefaultCollection(secrets)
      const known = await this.get(secrets, account)
      if (known !== null && !mayReplace(known)) throw unreadableItem()
      await askKeytar((keytar) => keytar.setPassword(this.service, account, secret))
      await this.assertKept(secrets, account, secret)
    })
  }

  /** @throws Failure `keychain-*`; not if there is no such item */
  remove(account: string): Promise<void> {
    return this.run(account, async (secrets) => {
      const access = secrets ? await openItem(secrets, this.service, account) : 'open'
      if (access === 'missing') return
      // keytar asks the user when it reads, but not when it removes.
      if (access === 'asks') await this.get(secrets, account)
      const existed = await this.orGone(secrets, account, (keytar) => keytar.deletePassword(this.service, account))
      if (!existed && !secrets && process.platform === 'linux') {
        await this.assertUnlocked()
        await this.delete(account)
      }
      const isLeft = secrets
        ? await itemExists(secrets, this.service, account)
        : (await askKeytar((keytar) => keytar.getPassword(this.service, account))) !== null
      if (isLeft) throw keychainProblem('denied')
    })
  }

  /** @returns false where the system does not tell. @throws Failure `keychain-*` */
  wouldAsk(): Promise<boolean> {
    return this.run(null, async (secrets) => {
      if (!secrets) return false
      return (await secrets.defaultCollection()) === null || (await isDefaultLocked(secrets))
    })
  }

  /** Runs an operation when all earlier ones have ended. */
  private run<Value>(changes: string | null, operation: (secrets: Secrets) => Promise<Value>): Promise<Value> {
    return keychainQueue.run(changes && `${this.service}/${changes}`, this.timeout, async () => {
      const secrets = process.platform === 'linux' ? await connectSecretService() : null
      try {
        return await operation(secrets)
      } catch (reason) {
        throw reason instanceof Failure ? reason : keychainFailure(reason)
      } finally {
        secrets?.close()
      }
    })
  }

  private async get(secrets: Secrets, account: string): Promise<string | null> {
    if (secrets && (await openItem(secrets, this.service, account)) === 'missing') return null
    const secret = await this.orGone(secrets, account, (keytar) => keytar.getPassword(this.service, account))
    if (secret !== null || process.platform !== 'linux') return secret
    if (secrets) {
      // The keyring is open and has it: the user has not allowed the app to read it.
      if (await itemExists(secrets, this.service, account)) throw keychainProblem('denied')
      return null
    }
    await this.assertUnlocked()
    return askKeytar((keytar) => keytar.getPassword(this.service, account))
  }

  /** @returns null if keytar failed because another process has removed the item since it was found */
  private async orGone<Value>(
    secrets: Secrets,
    account: string,
    question: KeytarQuestion<Value>,
  ): Promise<Value | null> {
    try {
      return await askKeytar(question)
    } catch (reason) {
      const isGone = secrets && !(await itemExists(secrets, this.service, account)) && !(await isDefaultLocked(secrets))
      if (isGone) return null
      throw reason
    }
  }

  private delete(account: string): Promise<boolean> {
    return askKeytar((keytar) => keytar.deletePassword(this.service, account))
  }

  /** Some keychains accept a write and store nothing, so it is read back. */
  private async assertKept(secrets: Secrets, account: string, secret: string): Promise<void> {
    const kept = await this.get(secrets, account).catch((reason) => {
      if (!(reason instanceof Failure && reason.code === 'keychain-denied')) throw reason
      throw new Failure('keychain-denied', text('keychain.notReadBack', { keychain: keychainName() }))
    })
    if (kept === secret) return
    throw keychainProblem('not-kept')
  }

  /** For a Secret Service that only keytar can ask: while it is locked, a read answers "no such item", and only a write fails. */
  private async assertUnlocked(): Promise<void> {
    // Another process may do the same at the same time.
    const probe = `probe ${randomUUID()}`
    await askKeytar((keytar) => keytar.setPassword(this.service, probe, 'open'))
    await this.delete(probe)
  }
}
