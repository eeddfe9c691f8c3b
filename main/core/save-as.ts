import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Failure } from './failure'
import { text } from './text'

/** Asks the person where a file shall be written, under the name that is suggested; null where they chose none. */
export type ChooseSaveLocation = (name: string) => Promise<string | null>

/** @returns the file's name, null where none was chosen. @throws Failure for one that cannot be written */
export async function saveAs(choose: ChooseSaveLocation, name: string, text: string): Promise<{ name: string } | null> {
  const path = await choose(name)
  if (path === null) return null
  await writeFile(path, text).catch(() => cannotWrite(path))
  return { name: basename(path) }
}

export function cannotWrite(path: string): never {
  throw new Failure('refused', text('errors.cannotWriteThere', { name: basename(path) }))
}
