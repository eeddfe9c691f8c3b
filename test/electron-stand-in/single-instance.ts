import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Listener = (argv: string[], workingDirectory: string) => void

/**
 * One running app per data folder. The first holds a lock file with its process id; a later one leaves its arguments in
 * a folder that the first one watches.
 *
 * @returns the function that gives the lock back; undefined when another process holds it and was told
 */
export function takeLock(
  dataFolder: string,
  argv: string[],
  workingDirectory: string,
  onSecond: Listener,
): (() => void) | undefined {
  mkdirSync(dataFolder, { recursive: true })
  const lock = join(dataFolder, 'stand-in.lock')
  const letters = join(dataFolder, 'stand-in.second')
  mkdirSync(letters, { recursive: true })
  if (!claim(lock)) {
    const letter = join(letters, `${process.pid}.json`)
    writeFileSync(`${letter}.part`, JSON.stringify({ argv, workingDirectory }))
    renameSync(`${letter}.part`, letter)
    return undefined
  }
  const readLetters = () => {
    for (const name of readdirSync(letters).filter((file) => file.endsWith('.json'))) {
      const letter = JSON.parse(readFileSync(join(letters, name), 'utf8'))
      rmSync(join(letters, name))
      onSecond(letter.argv, letter.workingDirectory)
    }
  }
  const watcher = watch(letters, readLetters)
  watcher.unref()
  return () => {
    watcher.close()
    rmSync(lock, { force: true })
  }
}

function claim(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (isRunning(Number(readFileSync(lock, 'utf8')))) return false
    rmSync(lock, { force: true })
    return claim(lock)
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
