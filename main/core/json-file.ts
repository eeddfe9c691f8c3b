import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { z } from 'zod'
import { text } from './text'

/** A small JSON file with a version number, in the app's data folder. Contains no secrets. */
export class JsonFile<Value extends object> {
  /**
   * @param schema the schema of the file, including its version
   * @param defaults the value if there is no file
   * @param onProblem called with a sentence for the user if the file cannot be read
   */
  constructor(
    private readonly path: string,
    private readonly schema: z.ZodType<Value & { version: 1 }>,
    private readonly defaults: Value,
    private readonly onProblem: (sentence: string) => void = () => undefined,
  ) {}

  /** @returns the defaults if there is no file or it is invalid. An invalid file is renamed to `….bad`. */
  read(): Value {
    try {
      const { version: _version, ...value } = this.schema.parse(JSON.parse(readFileSync(this.path, 'utf8')))
      return value as unknown as Value
    } catch (reason) {
      if ((reason as NodeJS.ErrnoException).code !== 'ENOENT') this.moveAway()
      return this.defaults
    }
  }

  /**
   * Writes a temporary file and renames it, so that the file is never incomplete.
   * @param changes missing and undefined keys stay as they are
   * @returns whether the file was written
   */
  write(changes: { [Key in keyof Value]?: Value[Key] | undefined }): boolean {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined)
    const value = { ...this.read(), ...Object.fromEntries(given) }
    try {
      mkdirSync(dirname(this.path), { recursive: true })
      writeFileSync(`${this.path}.part`, JSON.stringify({ version: 1, ...value }))
      renameSync(`${this.path}.part`, this.path)
      return true
    } catch {
      return false
    }
  }

  /** Renames the file; never overwrites one that was renamed before. */
  private moveAway(): void {
    let newPath = `${this.path}.bad`
    for (let number = 2; existsSync(newPath); number += 1) newPath = `${this.path}.bad-${number}`
    const name = basename(this.path)
    try {
      renameSync(this.path, newPath)
      this.onProblem(text('files.setAside', { name, kept: basename(newPath) }))
    } catch {
      this.onProblem(text('files.unreadable', { name }))
    }
  }
}
