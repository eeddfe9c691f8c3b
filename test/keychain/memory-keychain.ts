import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../main/core/failure'
import type { Keychain } from '../../main/keychain/keychain'
import { unreadableItem } from '../../main/keychain/keychain-errors'

/** For tests of what the app does when a keychain fails at a given moment. The real one has tests of its own. */
export class MemoryKeychain implements Keychain {
  readonly items = new Map<string, string>()
  /** While this is set, every question fails with it. */
  failing: Failure | undefined
  /** How long it takes to answer, in milliseconds. */
  delay = 0

  async read(account: string): Promise<string | null> {
    await this.answer()
    return this.items.get(account) ?? null
  }

  async findExisting(accounts: string[]): Promise<Set<string>> {
    await this.answer()
    return new Set(accounts.filter((account) => this.items.has(account)))
  }

  async write(account: string, secret: string, mayReplace: (known: string) => boolean): Promise<void> {
    const known = await this.read(account)
    if (known !== null && !mayReplace(known)) throw unreadableItem()
    this.items.set(account, secret)
  }

  async remove(account: string): Promise<void> {
    await this.answer()
    this.items.delete(account)
  }

  private async answer(): Promise<void> {
    if (this.delay > 0) await sleep(this.delay)
    if (this.failing) throw this.failing
  }
}

export const locked = () => new Failure('keychain-locked', 'Secret Service is locked.')
