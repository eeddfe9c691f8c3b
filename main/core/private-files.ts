import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join, parse, resolve } from 'node:path'
import { isProcessRunning } from './is-process-running'
import { processIdIn, processName } from './process-name'
import { codeOf, retryBriefly } from './retry-briefly'

/** Permissions for the user alone. Windows ignores them: there, the user's folders are private. */
export const privateFile = 0o600
const privateFolder = 0o700
const othersPermissions = 0o077

/** The app's own files and folders in its data folder. Chromium takes care of the others. */
const ownNames = /^(?:preferences|remembered)\.json|^(?:logs|pictures)$/

/**
 * Creates the app's data folder for the user alone, whatever the umask is, and takes others' permissions from one that
 * exists and from the app's files in it.
 *
 * @throws the system error if it cannot be created
 */
export function makePrivateFolder(folder: string): void {
  createFolder(folder)
  if (process.platform === 'win32' || isShared(folder)) return
  try {
    tighten(folder)
    for (const name of readdirSync(folder).filter((entry) => ownNames.test(entry))) tighten(join(folder, name))
  } catch {
    // The folder belongs to another user, who decides.
  }
}

/**
 * Creates a folder and its parents. mkdirSync with `recursive` never returns where a folder exists but takes no other, as in
 * /proc. Seen in Node 20.
 */
function createFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: privateFolder })
  } catch (reason) {
    const parent = dirname(folder)
    if (codeOf(reason) === 'EEXIST' && statSync(folder).isDirectory()) return
    if (codeOf(reason) !== 'ENOENT' || parent === folder) throw reason
    createFolder(parent)
    mkdirSync(folder, { mode: privateFolder })
  }
}

/** Whether a folder that was named as the data folder has other uses, such as /tmp, /etc or the home folder. */
function isShared(folder: string): boolean {
  const { mode } = statSync(folder)
  const { root, dir } = parse(resolve(folder))
  return (mode & 0o1000) !== 0 || dir === root || resolve(folder) === homedir()
}

function tighten(path: string): void {
  const entry = lstatSync(path, { throwIfNoEntry: false })
  if (!entry?.isFile() && !entry?.isDirectory()) return
  if ((entry.mode & othersPermissions) !== 0) chmodSync(path, entry.mode & 0o7777 & ~othersPermissions)
}

/**
 * Writes a file that only the user can read. It is never incomplete, also after a loss of power: the text is in a temporary
 * file and on the disk before that file takes the name.
 *
 * @param isStillWanted asked right before the file takes the name
 * @returns false if it was not wanted any more
 * @throws the system error
 */
export function writePrivateFile(path: string, text: string, isStillWanted: () => boolean): boolean {
  removeAbandonedParts(path)
  const part = `${path}.${processName()}.part`
  try {
    retryBriefly(() => writeFileSync(part, text, { mode: privateFile, flush: true }))
    if (!isStillWanted()) return false
    retryBriefly(() => renameSync(part, path))
  } finally {
    rmSync(part, { force: true })
  }
  syncFolder(dirname(path))
  return true
}

/** Removes the temporary files of processes that were killed. */
function removeAbandonedParts(path: string): void {
  const folder = dirname(path)
  const prefix = `${basename(path)}.`
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix) || !name.endsWith('.part')) continue
    const processId = processIdIn(name.slice(prefix.length).replace(/^lock\./, ''))
    // Version 0.1.0 used one name for all processes.
    const isAbandoned = processId === undefined ? name === `${prefix}part` : !isProcessRunning(processId)
    if (isAbandoned) rmSync(join(folder, name), { force: true })
  }
}

/** Makes the new name of a file survive a loss of power. Windows cannot open folders, and needs no such call. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } catch {
    // Some file systems cannot; the file itself is complete.
  } finally {
    closeSync(handle)
  }
}
