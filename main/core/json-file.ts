import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { z } from 'zod'
import { text } from './text'

/** A small JSON file in the app's data folder, with a version in it. Holds no secret. */
export class JsonFile<Value extends object> {
  /**
   * @param schema of what is in the file, its version included
   * @param fresh what holds while there is no file
   * @param tell called with a sentence for people when a file could not be used
   */
  constructor(
    private readonly path: string,
    private readonly schema: z.ZodType<Value & { version: 1 }>,
    private readonly fresh: Value,
    private readonly tell: (sentence: string) => void = () => undefined,
  ) {}

  /** @returns {@link fresh} when there is no file; one that cannot be read or understood is kept beside, as `….bad` */
  read(): Value {
    try {
      const { version: _version, ...known } = this.schema.parse(JSON.parse(readFileSync(this.path, 'utf8')))
      return known as unknown as Value
    } catch (reason) {
      if ((reason as NodeJS.ErrnoException).code !== 'ENOENT') this.setAside()
      return this.fresh
    }
  }

  /**
   * Written beside and then renamed, so that it is never half there.
   * @param changes what is not given stays
   * @returns whether it could be written
   */
  write(changes: { [Key in keyof Value]?: Value[Key] | undefined }): boolean {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined)
    const known = { ...this.read(), ...Object.fromEntries(given) }
    try {
      mkdirSync(dirname(this.path), { recursive: true })
      writeFileSync(`${this.path}.part`, JSON.stringify({ version: 1, ...known }))
      renameSync(`${this.path}.part`, this.path)
      return true
    } catch {
      return false
    }
  }

  /** An earlier one that was set aside stays, too. */
  private setAside(): void {
    let kept = `${this.path}.bad`
    for (let number = 2; existsSync(kept); number += 1) kept = `${this.path}.bad-${number}`
    const name = basename(this.path)
    try {
      renameSync(this.path, kept)
      this.tell(text('files.setAside', { name, kept: basename(kept) }))
    } catch {
      this.tell(text('files.unreadable', { name }))
    }
  }
}
