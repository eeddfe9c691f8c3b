import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ChosenFile } from '../../contract'
import { largestPictureFile } from '../../contract/limits'
import { Failure } from './failure'
import { text } from './text'

/** @throws Failure `invalid-input` for a folder, and for a file that cannot be read or is too large */
export async function readChosenFile(path: string): Promise<ChosenFile> {
  const name = basename(path)
  const { size } = await stat(path).catch(throwUnreadable)
  if (size > largestPictureFile) {
    const megabytes = largestPictureFile / 1024 / 1024
    throw new Failure('invalid-input', text('errors.fileTooLarge', { megabytes }))
  }
  return { name, bytes: new Uint8Array(await readFile(path).catch(throwUnreadable)) }
}

function throwUnreadable(reason: NodeJS.ErrnoException): never {
  const isFolder = reason.code === 'EISDIR'
  throw new Failure('invalid-input', isFolder ? text('errors.folderNotFile') : text('errors.fileUnreadable'))
}
