import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs'
import { Failure } from '../core/failure'
import { codeOf } from '../core/retry-briefly'
import { text } from '../core/text'

/** In bytes. A list of exceptions from the proxy may be long. */
const maxSize = 64 * 1024

/** The ids of root's group, and on macOS of the administrators', who may change /Library. */
const trustedGroups = process.platform === 'darwin' ? [0, 80] : [0]

/**
 * Reads the settings file of the organisation. Another user of the computer must not be able to have written it, because it
 * decides where passwords are sent.
 * @param owner the id of the user that the file belongs to
 * @returns its text; null if there is no such file
 * @throws Failure `refused` with a sentence that names the file
 */
export function readManagedFile(path: string, owner = 0): string | null {
  let descriptor: number
  try {
    // Does not wait, should the file be a pipe.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (reason) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(reason) ?? '')) return null
    // A socket cannot be opened.
    throw new Failure(
      'refused',
      text(codeOf(reason) === 'ENXIO' ? 'managed.special' : 'managed.unreadable', { file: path }),
    )
  }
  try {
    requireTrusted(path, fstatSync(descriptor), owner)
    return readFileSync(descriptor, 'utf8').replace(/^\uFEFF/, '')
  } catch (reason) {
    throw reason instanceof Failure ? reason : new Failure('refused', text('managed.unreadable', { file: path }))
  } finally {
    closeSync(descriptor)
  }
}

/** @throws Failure `refused` */
function requireTrusted(path: string, info: Stats, owner: number): void {
  const refuse = (key: 'special' | 'otherOwner' | 'writable' | 'tooLarge') => {
    throw new Failure('refused', text(`managed.${key}`, { file: path }))
  }
  if (!info.isFile()) refuse('special')
  if (info.uid !== owner) refuse('otherOwner')
  const isOpenToGroup = (info.mode & 0o020) !== 0 && !trustedGroups.includes(info.gid)
  if ((info.mode & 0o002) !== 0 || isOpenToGroup) refuse('writable')
  if (info.size > maxSize) refuse('tooLarge')
}
