import { Failure } from '../core/failure'
import { text } from '../core/text'
import { readReason, unreadable } from './keychain-errors'
import { keychainName } from './keychain-name'

type Keytar = typeof import('keytar')

/** Where secrets are kept. A read that fails throws; only `null` means that there is no such item. */
export interface Keychain {
  read(account: string): Promise<string | null>
  /** @returns which of them there are; fails as {@link read} does */
  which(accounts: string[]): Promise<Set<string>>
  /** Reads first: what cannot be read is never overwritten, and what is not the app's only if `mayReplace` says so. */
  write(account: string, secret: string, mayReplace: (known: string) => boolean): Promise<void>
  remove(account: string): Promise<void>
}

/**
 * How long an answer may take, in milliseconds. The system may be asking a person to unlock or to allow, so this is
 * long enough to type a password.
 */
const answerWithin = 45_000

/** Written and removed again to see whether the keychain is open. */
const probe = 'probe'

/** The OS keychain, by keytar, which is loaded with the first call: a start that needs no secret touches no keyring. */
export class OsKeychain implements Keychain {
  constructor(
    private readonly service: string,
    private readonly within = answerWithin,
  ) {}

  /** @throws Failure `keychain-*` */
  async read(account: string): Promise<string | null> {
    const secret = await this.get(account)
    if (secret === null) await this.mustBeOpen()
    return secret
  }

  /** @throws Failure `keychain-*` */
  async which(accounts: string[]): Promise<Set<string>> {
    const there = new Set<string>()
    for (const account of accounts) if ((await this.get(account)) !== null) there.add(account)
    if (there.size < accounts.length) await this.mustBeOpen()
    return there
  }

  /** @throws Failure `keychain-*`; nothing is written when the item could not be read before, or is not the app's */
  async write(account: string, secret: string, mayReplace: (known: string) => boolean): Promise<void> {
    const known = await this.get(account)
    if (known !== null && !mayReplace(known)) throw unreadable()
    await this.ask((keytar) => keytar.setPassword(this.service, account, secret))
    // A write that was accepted is believed once it can be read.
    if ((await this.get(account)) === secret) return
    throw new Failure('keychain-unavailable', text('keychain.notKept', { keychain: keychainName }))
  }

  /** @throws Failure `keychain-*`; removing what is not there is no failure */
  async remove(account: string): Promise<void> {
    const wasThere = await this.ask((keytar) => keytar.deletePassword(this.service, account))
    if (!wasThere) await this.mustBeOpen()
  }

  private get(account: string): Promise<string | null> {
    return this.ask((keytar) => keytar.getPassword(this.service, account))
  }

  /** A locked Secret Service says "no such item" to a read; only a write tells that it is locked. */
  private async mustBeOpen(): Promise<void> {
    if (process.platform !== 'linux') return
    await this.ask(async (keytar) => {
      await keytar.setPassword(this.service, probe, 'open')
      await keytar.deletePassword(this.service, probe)
    })
  }

  private async ask<T>(question: (keytar: Keytar) => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<never>((_resolve, reject) => {
      const sentence = text('keychain.noAnswer', { keychain: keychainName })
      timer = setTimeout(() => reject(new Failure('keychain-no-answer', sentence)), this.within)
    })
    try {
      return await Promise.race([loadKeytar().then(question), tooLate])
    } catch (reason) {
      throw reason instanceof Failure ? reason : readReason(reason)
    } finally {
      clearTimeout(timer)
    }
  }
}

async function loadKeytar(): Promise<Keytar> {
  const module = await import('keytar')
  // As CommonJS in the bundle, as a default export under Node's own import.
  return (module as { default?: Keytar }).default ?? module
}
