import { basename } from 'node:path'
import type { ChosenFile } from '../../contract'
import { largestPictureFile } from '../../contract/limits'
import { readRegularFile } from './read-regular-file'

/** @throws Failure `invalid-input` for anything but a file that can be read and is not too large */
export async function readChosenFile(path: string): Promise<ChosenFile> {
  return { name: basename(path), bytes: await readRegularFile(path, largestPictureFile) }
}
