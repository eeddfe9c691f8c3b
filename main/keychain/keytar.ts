import { constants } from 'node:os'

type Keytar = typeof import('keytar')

export type KeytarQuestion<Value> = (keytar: Keytar) => Promise<Value>

/** What ends a command from outside, with 128 and the number of the signal as its exit code. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Calls that the keychain has not answered. */
let pending = 0

/**
 * Asks keytar, which is loaded with the first call, so that a start without a secret touches no keychain. Only to be called
 * from a task of the `keychainQueue`.
 */
export async function askKeytar<Value>(question: KeytarQuestion<Value>): Promise<Value> {
  const module = await import('keytar')
  // A thread that waits for the user would keep the process from ending.
  process.off('exit', endWaitingThread)
  process.on('exit', endWaitingThread)
  pending += 1
  try {
    // The bundle has it as a CommonJS module, Node's own import as a default export.
    return await question((module as { default?: Keytar }).default ?? module)
  } finally {
    pending -= 1
  }
}

function endWaitingThread(code: number): void {
  if (pending === 0) return
  const signal = signals.find((name) => code === 128 + constants.signals[name])
  if (signal) {
    // Ends as the signal would end the process without the app's handlers.
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  }
  process.kill(process.pid, 'SIGKILL')
}
