import { Failure } from '../core/failure'
import { text } from '../core/text'
import { keychainName } from './keychain-name'

/** Longest wait in milliseconds behind an operation that has not been answered in time, such as a forgotten prompt. */
const forgottenTimeout = 5000

interface Operation {
  /** The account whose item the operation changes; null if it only reads. */
  changes: string | null
  /** The caller was told that the keychain did not respond. */
  isAbandoned: boolean
  start(): Promise<void>
}

/**
 * Runs the operations on the keychain one after the other, in the order in which they were requested. A call of keytar holds
 * one of the process's four threads for files and DNS until the keychain answers, so a second call must not be made meanwhile.
 *
 * A caller is told after its time limit that the keychain did not respond. The operation goes on, because it cannot be
 * stopped. A change whose turn has not come yet is still made later, unless a newer change of the same item replaces it or
 * the keychain refuses: otherwise a removal would be lost behind a prompt that the user answers late.
 */
export class KeychainQueue {
  private running: Operation | undefined
  private waiting: Operation[] = []

  /**
   * @param changes the account whose item the operation changes; null if it only reads
   * @param timeout longest wait in milliseconds for the turn, and again for the operation
   * @throws Failure `keychain-no-answer` after a time limit, otherwise what the task throws
   */
  run<Value>(changes: string | null, timeout: number, task: () => Promise<Value>): Promise<Value> {
    if (changes !== null) this.drop((other) => other.isAbandoned && other.changes === changes)
    return new Promise((resolve, reject) => {
      const operation: Operation = {
        changes,
        isAbandoned: false,
        start: async () => {
          clearTimeout(timer)
          if (!operation.isAbandoned) timer = setTimeout(abandon, timeout)
          try {
            resolve(await task())
          } catch (reason) {
            reject(reason)
            // The callers of these know that their changes were not made. Each would show another prompt.
            this.drop(({ isAbandoned }) => isAbandoned)
          } finally {
            clearTimeout(timer)
          }
        },
      }
      const abandon = () => {
        operation.isAbandoned = true
        if (changes === null) this.drop((other) => other === operation)
        reject(noAnswer())
      }
      const limit = this.running?.isAbandoned ? Math.min(forgottenTimeout, timeout) : timeout
      let timer = setTimeout(abandon, limit)
      this.waiting.push(operation)
      void this.startNext()
    })
  }

  private async startNext(): Promise<void> {
    if (this.running) return
    this.running = this.waiting.shift()
    if (!this.running) return
    await this.running.start()
    this.running = undefined
    void this.startNext()
  }

  private drop(isDropped: (operation: Operation) => boolean): void {
    this.waiting = this.waiting.filter((operation) => !isDropped(operation))
  }
}

/** The process has one, because its threads are what must not run out. */
export const keychainQueue = new KeychainQueue()

function noAnswer(): Failure {
  return new Failure('keychain-no-answer', text('keychain.noAnswer', { keychain: keychainName() }))
}
