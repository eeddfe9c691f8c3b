import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { fleepItself } from './fleep/server-address'

/** What is known at start without asking the keychain. No secret. `accountId` is null while nobody is signed in. */
const remembered = z.object({
  version: z.literal(1),
  server: z.url(),
  email: z.string(),
  accountId: z.string().nullable(),
  /** Of which mail servers there may be a password in the keychain: it cannot be asked for all it holds. */
  mailPasswords: z.array(z.object({ server: z.string(), accountId: z.string(), smtpId: z.string() })).default([]),
})

export type Remembered = Omit<z.infer<typeof remembered>, 'version'>

const fresh: Remembered = { server: fleepItself, email: '', accountId: null, mailPasswords: [] }

/** A small file in the app's data folder: to which server, account and mail servers the keychain's items belong. */
export class RememberedFile {
  constructor(private readonly path: string) {}

  /** @returns defaults when there is no file; one that cannot be read is kept beside, as `….bad` */
  read(): Remembered {
    let text: string
    try {
      text = readFileSync(this.path, 'utf8')
    } catch {
      return fresh
    }
    try {
      const { version: _version, ...known } = remembered.parse(JSON.parse(text))
      return known
    } catch {
      renameSync(this.path, `${this.path}.bad`)
      return fresh
    }
  }

  /**
   * Written beside and then renamed, so that it is never half there.
   * @param changes what is not given stays
   * @returns whether it could be written
   */
  write(changes: Partial<Remembered>): boolean {
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
