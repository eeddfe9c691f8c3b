import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../main/core/failure'
import type { Keychain } from '../../main/keychain/keychain'
import { keychainProblem, unreadableItem } from '../../main/keychain/keychain-errors'
import { KeychainQueue } from '../../main/keychain/keychain-queue'

/**
 * A keychain in memory that a test can make slow or make fail. It runs one operation at a time, as the real one does, which is
 * tested in keychain.test.ts and prompts.test.ts.
 */
export class MemoryKeychain implements Keychain {
  readonly items = new Map<string, string>()
  /** While set, every call fails with it. */
  failure: Failure | undefined
  /** The duration of each call, in milliseconds. */
  delay = 0
  /** Whether the user refuses each question whether the app may read an item. An item that it has not may be written. */
  refusesReading = false
  /** After this time, in milliseconds, a caller is told that there is no answer. */
  timeout = 45_000
  private readonly queue = new KeychainQueue()
  private prompt: { answered: Promise<'accept' | 'cancel'>; answer(answer: 'accept' | 'cancel'): void } | undefined

  get hasOpenPrompt(): boolean {
    return this.prompt !== undefined
  }

  /** Locks the keychain. The next operation asks the user to unlock it, and waits until {@link answerPrompt}. */
  lock(): void {
    let answer: (answer: 'accept' | 'cancel') => void = () => undefined
    const answered = new Promise<'accept' | 'cancel'>((resolve) => {
      answer = resolve
    })
    this.prompt = { answered, answer }
  }

  /** Answers the question whether to unlock the keychain. Cancelled, it stays locked, and the next operation asks again. */
  answerPrompt(answer: 'accept' | 'cancel'): void {
    const { prompt } = this
    this.prompt = undefined
    if (answer === 'cancel') this.lock()
    prompt?.answer(answer)
  }

  read(account: string): Promise<string | null> {
    return this.run(null, async () => this.get(account))
  }

  findExisting(accounts: string[]): Promise<Set<string>> {
    return this.run(null, async () => new Set(accounts.filter((account) => this.items.has(account))))
  }

  write(account: string, secret: string, mayReplace: (known: string) => boolean): Promise<void> {
    return this.run(account, async () => {
      const known = this.get(account)
      if (known !== null && !mayReplace(known)) throw unreadableItem()
      this.items.set(account, secret)
      this.get(account)
    })
  }

  remove(account: string): Promise<void> {
    return this.run(account, async () => void this.items.delete(account))
  }

  wouldAsk(): Promise<boolean> {
    return this.queue.run(null, this.timeout, async () => {
      if (this.failure) throw this.failure
      return this.hasOpenPrompt
    })
  }

  private get(account: string): string | null {
    if (this.refusesReading && this.items.has(account)) throw keychainProblem('denied')
    return this.items.get(account) ?? null
  }

  private run<Value>(changes: string | null, operation: () => Promise<Value>): Promise<Value> {
    return this.queue.run(changes, this.timeout, async () => {
      if (this.delay > 0) await sleep(this.delay)
      if (this.failure) throw this.failure
      if ((await this.prompt?.answered) === 'cancel') throw keychainProblem('locked')
      return operation()
    })
  }
}

export const locked = () => new Failure('keychain-locked', 'The keyring is locked.')
