import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../main/core/failure'
import type { Keychain } from '../../main/keychain/keychain'
import { unreadableItem } from '../../main/keychain/keychain-errors'

/** A keychain in memory that a test can make slow or make fail. The real one is tested in keychain.test.ts. */
export class MemoryKeychain implements Keychain {
  readonly items = new Map<string, string>()
  /** While set, every call fails with it. */
  failure: Failure | undefined
  /** The duration of each call, in milliseconds. */
  delay = 0

  async read(account: string): Promise<string | null> {
    await this.respond()
    return this.items.get(account) ?? null
  }

  async findExisting(accounts: string[]): Promise<Set<string>> {
    await this.respond()
    return new Set(accounts.filter((account) => this.items.has(account)))
  }

  async write(account: string, secret: string, mayReplace: (known: string) => boolean): Promise<void> {
    const known = await this.read(account)
    if (known !== null && !mayReplace(known)) throw unreadableItem()
    this.items.set(account, secret)
  }

  async remove(account: string): Promise<void> {
    await this.respond()
    this.items.delete(account)
  }

  private async respond(): Promise<void> {
    if (this.delay > 0) await sleep(this.delay)
    if (this.failure) throw this.failure
  }
}

export const locked = () => new Failure('keychain-locked', 'The keyring is locked.')
