import { existsSync, readFileSync, renameSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { z } from 'zod'
import { withFileLock } from './file-lock'
import { makePrivateFolder, writePrivateFile } from './private-files'
import { codeOf, retryBriefly } from './retry-briefly'
import { text } from './text'

type Changes<Value> = { [Key in keyof Value]?: Value[Key] | undefined }

/** The object in a file, with keys that a newer version of the app may have written. */
type Stored = Record<string, unknown>

/**
 * A small JSON file with a version number, in the app's data folder. Contains no secrets. Several processes can use it: the
 * open app, and commands. The keys and the version that a newer version of the app has written stay as they are.
 */
export class JsonFile<Value extends object> {
  /** Whether the user knows that the file cannot be read, because it is read often. */
  private isReported = false

  /**
   * @param schema the schema of the file, including its version; each key is validated on its own
   * @param defaults the values of keys that are missing or invalid
   * @param onProblem called with a sentence for the user if the file cannot be read
   */
  constructor(
    private readonly path: string,
    private readonly schema: z.ZodObject & z.ZodType<Value & { version: number }>,
    private readonly defaults: Value,
    private readonly onProblem: (sentence: string) => void = () => undefined,
  ) {}

  /**
   * @returns the defaults if there is no file, or it is invalid, or cannot be read. An invalid file is renamed to `….bad`; a
   *   file that only cannot be read now stays where it is.
   */
  read(): Value {
    try {
      const content = this.load()
      this.isReported = false
      if (content === null) return this.defaults
      return this.validate(parse(content) ?? withFileLock(this.lock, () => this.setAside(content)))
    } catch {
      this.reportUnreadable()
      return this.defaults
    }
  }

  /**
   * Reads the file, changes it and writes it while no other process does.
   * @param changes the changes, or a function that makes them from what is stored now; missing and undefined keys stay as
   *   they are
   * @returns whether the file was written; never if it exists and cannot be read
   */
  write(changes: Changes<Value> | ((stored: Value) => Changes<Value>)): boolean {
    try {
      makePrivateFolder(dirname(this.path))
      return withFileLock(this.lock, () => {
        // Repeated only if a program without the lock has changed the file meanwhile.
        while (!this.replace(changes));
        return true
      })
    } catch (reason) {
      if (codeOf(reason) === undefined) throw reason
      return false
    }
  }

  private get lock(): string {
    return `${this.path}.lock`
  }

  /** @returns whether the file was still the one that was read */
  private replace(changes: Changes<Value> | ((stored: Value) => Changes<Value>)): boolean {
    const content = this.load()
    const stored = content === null ? {} : (parse(content) ?? this.setAside(content))
    const wanted = typeof changes === 'function' ? changes(this.validate(stored)) : changes
    const given = Object.entries(wanted).filter(([, value]) => value !== undefined)
    const written = { version: 1, ...this.defaults, ...stored, ...Object.fromEntries(given) }
    return writePrivateFile(this.path, JSON.stringify(written), () => this.load() === content)
  }

  /** @returns the file's content; null if there is no file. @throws the system error */
  private load(): string | null {
    try {
      return retryBriefly(() => readFileSync(this.path, 'utf8'))
    } catch (reason) {
      if (codeOf(reason) === 'ENOENT' || codeOf(reason) === 'ENOTDIR') return null
      // A folder in place of the file is never a valid file.
      if (codeOf(reason) === 'EISDIR') return ''
      throw reason
    }
  }

  private validate(stored: Stored): Value {
    const values = Object.entries(this.defaults).map(([key, fallback]) => {
      const { success, data } = (this.schema.shape[key] as z.ZodType).safeParse(stored[key])
      return [key, success ? data : fallback]
    })
    return Object.fromEntries(values) as Value
  }

  /**
   * Renames an invalid file; never overwrites one that was renamed before. To be called with the lock.
   * @returns an empty file's object, or that of a valid file which has replaced the invalid one meanwhile
   */
  private setAside(invalid: string): Stored {
    const content = this.load()
    if (content !== invalid) return (content === null ? undefined : parse(content)) ?? {}
    let newPath = `${this.path}.bad`
    for (let number = 2; existsSync(newPath); number += 1) newPath = `${this.path}.bad-${number}`
    retryBriefly(() => renameSync(this.path, newPath))
    this.onProblem(text('files.setAside', { name: basename(this.path), kept: basename(newPath) }))
    return {}
  }

  private reportUnreadable(): void {
    if (this.isReported) return
    this.isReported = true
    this.onProblem(text('files.unreadable', { name: basename(this.path) }))
  }
}

/** @returns undefined unless the text is a JSON object with a version number */
function parse(content: string): Stored | undefined {
  try {
    const parsed: unknown = JSON.parse(content)
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    const version = isObject ? (parsed as Stored).version : undefined
    return typeof version === 'number' && Number.isInteger(version) && version > 0 ? (parsed as Stored) : undefined
  } catch {
    return undefined
  }
}

/** @returns the schema of a list whose invalid items are left out, so that they do not cost the others */
export function listOfValid<Item>(item: z.ZodType<Item>): z.ZodType<Item[]> {
  return z.array(z.unknown()).transform((items) =>
    items.flatMap((stored) => {
      const { success, data } = item.safeParse(stored)
      return success ? [data] : []
    }),
  )
}
