import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { SavedFile } from '../../contract'
import type { CommandContext } from './command-context'
import { Failure } from './failure'
import { text } from './text'

/**
 * Asks the user where to save a file.
 * @param name the suggested file name
 * @returns the path; null if they cancel
 */
export type ChooseSaveLocation = (name: string) => Promise<string | null>

/**
 * Asks where to save a file of the command's account, and writes it.
 * @param name the suggested file name
 * @returns the name of the saved file; null if the user cancels
 * @throws Failure `refused` if the file cannot be written; `signed-out` if the account has signed out by then
 */
export async function saveAs(
  { signal }: CommandContext,
  choose: ChooseSaveLocation,
  name: string,
  text: string,
): Promise<SavedFile | null> {
  const path = await choose(name)
  signal.throwIfAborted()
  if (path === null) return null
  await writeFile(path, text).catch(() => throwUnwritable(path))
  return { name: basename(path) }
}

/** @throws Failure `refused` */
export function throwUnwritable(path: string): never {
  throw new Failure('refused', text('errors.cannotWriteThere', { name: basename(path) }))
}
