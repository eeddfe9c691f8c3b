import { z } from 'zod'
import { JsonFile } from '../../core/json-file'
import { fleepServer } from '../../fleep/server-address'

/** What is known at start without asking the keychain. No secret. `accountId` is null while nobody is signed in. */
const knownSession = z.object({
  version: z.literal(1),
  server: z.url(),
  email: z.string(),
  accountId: z.string().nullable(),
  /** Of which mail servers there may be a password in the keychain: it cannot be asked for all it holds. */
  mailPasswords: z.array(z.object({ server: z.string(), accountId: z.string(), smtpId: z.string() })).default([]),
})

export type KnownSession = Omit<z.infer<typeof knownSession>, 'version'>

const defaults: KnownSession = { server: fleepServer, email: '', accountId: null, mailPasswords: [] }

/** To which server, account and mail servers the keychain's items belong. */
export class KnownSessionFile extends JsonFile<KnownSession> {
  constructor(path: string, tell?: (sentence: string) => void) {
    super(path, knownSession, defaults, tell)
  }
}
