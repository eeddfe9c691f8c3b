import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isProcessRunning } from './is-process-running'
import { processIdIn, processName } from './process-name'
import { codeOf, sleepSync } from './retry-briefly'

/** How long another process may hold a lock, in milliseconds. It needs a few: a longer one hangs, or its id was given again. */
const longestHold = 5000
/** The same for a lock that does not name its process yet. */
const longestUnnamed = 500
/** How long a lock may be there that cannot be read, such as a folder or another user's file, in milliseconds. */
const longestUnreadable = 1500

/**
 * Runs a task while no other process runs one with the same lock. Synchronous, so that the task cannot be interrupted
 * within this process either. The lock is a file that names its process: the lock of a process that has ended is taken over.
 *
 * @param lock the path of the lock, in a folder that exists
 * @throws what the task throws, and the system error if the lock cannot be created, or is there and cannot be read
 */
export function withFileLock<Value>(lock: string, task: () => Value): Value {
  const token = processName()
  acquire(lock, token)
  try {
    return task()
  } finally {
    // Unless it was taken over, because this process was stopped for long.
    if (holderOf(lock) === token) rmSync(lock, { force: true })
  }
}

function acquire(lock: string, token: string): void {
  let holder: string | undefined
  let since = performance.now()
  for (;;) {
    const problem = create(lock, token)
    if (!problem) return
    const found = holderOf(lock)
    if (found !== holder) {
      holder = found
      since = performance.now()
    }
    if (found === undefined && performance.now() - since > longestUnreadable) throw problem
    if (found !== undefined && isAbandoned(found, performance.now() - since)) remove(lock, found)
    else sleepSync(1 + Math.random() * 2)
  }
}

/** @returns the system error if the lock exists; undefined if it was created. @throws the system error if it cannot be */
function create(lock: string, token: string): unknown {
  try {
    writeFileSync(lock, token, { flag: 'wx', mode: 0o600 })
    return undefined
  } catch (reason) {
    // EPERM: Windows is still removing the previous lock.
    if (codeOf(reason) === 'EEXIST' || (process.platform === 'win32' && codeOf(reason) === 'EPERM')) return reason
    throw reason
  }
}

/** @returns the token in the lock, which may not be written yet; undefined if there is no lock, or none that can be read */
function holderOf(lock: string): string | undefined {
  try {
    return readFileSync(lock, 'utf8')
  } catch {
    return undefined
  }
}

/** @param waited how long this holder has been seen, in milliseconds */
function isAbandoned(holder: string, waited: number): boolean {
  const processId = processIdIn(holder)
  if (processId === undefined) return waited > longestUnnamed
  // This process does not hold the lock here, so its id was given to it after the holder had ended.
  return processId === process.pid || !isProcessRunning(processId) || waited > longestHold
}

/** Removes an abandoned lock, unless another process has replaced it meanwhile. */
function remove(lock: string, abandoned: string): void {
  const moved = `${lock}.${processName()}.part`
  try {
    renameSync(lock, moved)
    const found = readFileSync(moved, 'utf8')
    if (found !== abandoned) create(lock, found)
  } catch {
    // Another process has removed it.
  } finally {
    rmSync(moved, { force: true })
  }
}
