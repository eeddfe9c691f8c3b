import { Failure } from '../core/failure'
import { text } from '../core/text'
import { withTimeout } from '../core/with-timeout'
import { keychainFailure, unreadableItem } from './keychain-errors'
import { keychainName } from './keychain-name'

type Keytar = typeof import('keytar')

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
}

/**
 * Longest wait for the keychain, in milliseconds. The system may be asking the user to unlock it or to allow access, so this
 * is long enough to type a password.
 */
const defaultTimeout = 45_000

/** Name of the item that is written and removed again to find out whether the keychain is unlocked. */
const probe = 'probe'

/** The OS keychain, by keytar. keytar is loaded with the first call, so that a start without a secret touches no keyring. */
export class OsKeychain implements Keychain {
  constructor(
    private readonly service: string,
    private readonly timeout = defaultTimeout,
  ) {}

  /** @throws Failure `keychain-*` */
  async read(account: string): Promise<string | null> {
    const secret = await this.get(account)
    if (secret === null) await this.assertUnlocked()
    return secret
  }

  /** @throws Failure `keychain-*` */
  async findExisting(accounts: string[]): Promise<Set<string>> {
    const found = new Set<string>()
    for (const account of accounts) if ((await this.get(account)) !== null) found.add(account)
    if (found.size < accounts.length) await this.assertUnlocked()
    return found
  }

  /** @throws Failure `keychain-*`; nothing is written if the item cannot be read first, or must not be replaced */
  async write(account: string, secret: string, mayReplace: (known: string) => boolean): Promise<void> {
    const known = await this.get(account)
    if (known !== null && !mayReplace(known)) throw unreadableItem()
    await this.ask((keytar) => keytar.setPassword(this.service, account, secret))
    // Some keychains accept a write and store nothing, so it is read back.
    if ((await this.get(account)) === secret) return
    throw new Failure('keychain-unavailable', text('keychain.notKept', { keychain: keychainName() }))
  }

  /** @throws Failure `keychain-*`; not if there is no such item */
  async remove(account: string): Promise<void> {
    const existed = await this.ask((keytar) => keytar.deletePassword(this.service, account))
    if (!existed) await this.assertUnlocked()
  }

  private get(account: string): Promise<string | null> {
    return this.ask((keytar) => keytar.getPassword(this.service, account))
  }

  /** A locked Secret Service answers a read with "no such item"; only a write fails. */
  private async assertUnlocked(): Promise<void> {
    if (process.platform !== 'linux') return
    await this.ask(async (keytar) => {
      await keytar.setPassword(this.service, probe, 'open')
      await keytar.deletePassword(this.service, probe)
    })
  }

  /** Asks keytar, and turns its errors into failures. A question that takes too long goes on in the background. */
  private async ask<T>(question: (keytar: Keytar) => Promise<T>): Promise<T> {
    try {
      return await withTimeout(loadKeytar().then(question), this.timeout, () => {
        throw new Failure('keychain-no-answer', text('keychain.noAnswer', { keychain: keychainName() }))
      })
    } catch (reason) {
      throw reason instanceof Failure ? reason : keychainFailure(reason)
    }
  }
}

async function loadKeytar(): Promise<Keytar> {
  const module = await import('keytar')
  // The bundle has it as a CommonJS module, Node's own import as a default export.
  return (module as { default?: Keytar }).default ?? module
}
