import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the running app learns of a second start. */
interface Start {
  argv: string[]
  workingDirectory: string
  /** from `encode()` */
  data: string
}

/**
 * Allows one running app per data folder. The first holds a lock file with its process id. A later one writes its
 * arguments to a folder that the first one watches.
 *
 * @returns a function that releases the lock; undefined if another process holds it
 */
export function acquireLock(
  dataFolder: string,
  start: Start,
  onSecondInstance: (start: Start) => void,
): (() => void) | undefined {
  mkdirSync(dataFolder, { recursive: true })
  const lock = join(dataFolder, 'stand-in.lock')
  const messages = join(dataFolder, 'stand-in.second')
  mkdirSync(messages, { recursive: true })
  if (!createLock(lock)) {
    const message = join(messages, `${process.pid}.json`)
    writeFileSync(`${message}.part`, JSON.stringify(start))
    renameSync(`${message}.part`, message)
    return undefined
  }
  const readMessages = () => {
    for (const name of readdirSync(messages).filter((file) => file.endsWith('.json'))) {
      const message = JSON.parse(readFileSync(join(messages, name), 'utf8'))
      rmSync(join(messages, name))
      onSecondInstance(message)
    }
  }
  const watcher = watch(messages, readMessages)
  watcher.unref()
  return () => {
    watcher.close()
    rmSync(lock, { force: true })
  }
}

function createLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (isRunning(Number(readFileSync(lock, 'utf8')))) return false
    rmSync(lock, { force: true })
    return createLock(lock)
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch {
    return false
  }
}
