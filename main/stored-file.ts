import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { z } from 'zod'

/** A small JSON file in the app's data folder, with a version in it. Holds no secret. */
export class StoredFile<Value extends object> {
  /**
   * @param schema of what is in the file, its version included
   * @param fresh what holds while there is no file
   */
  constructor(
    private readonly path: string,
    private readonly schema: z.ZodType<Value & { version: 1 }>,
    private readonly fresh: Value,
  ) {}

  /** @returns {@link fresh} when there is no file; one that cannot be understood is kept beside, as `….bad` */
  read(): Value {
    let text: string
    try {
      text = readFileSync(this.path, 'utf8')
    } catch {
      return this.fresh
    }
    try {
      const { version: _version, ...known } = this.schema.parse(JSON.parse(text))
      return known as unknown as Value
    } catch {
      renameSync(this.path, `${this.path}.bad`)
      return this.fresh
    }
  }

  /**
   * Written beside and then renamed, so that it is never half there.
   * @param changes what is not given stays
   * @returns whether it could be written
   */
  write(changes: Partial<Value>): boolean {
    const known = { ...this.read(), ...changes }
    try {
      mkdirSync(dirname(this.path), { recursive: true })
      writeFileSync(`${this.path}.part`, JSON.stringify({ version: 1, ...known }))
      renameSync(`${this.path}.part`, this.path)
      return true
    } catch {
      return false
    }
  }
}
