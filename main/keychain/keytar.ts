type Keytar = typeof import('keytar')

/** Calls that the keychain has not answered. */
let pending = 0

/**
 * Asks keytar, which is loaded with the first call, so that a start without a secret touches no keychain. Only to be called
 * from a task of the `keychainQueue`.
 */
export async function askKeytar<Value>(question: (keytar: Keytar) => Promise<Value>): Promise<Value> {
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

function endWaitingThread(): void {
  if (pending > 0) process.kill(process.pid, 'SIGKILL')
}
