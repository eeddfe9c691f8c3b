import { z } from 'zod'
import { JsonFile, listOfValid } from '../../core/json-file'
import { fleepServer } from '../../fleep/server-address'

const knownMailPassword = z.object({
  server: z.string(),
  accountId: z.string(),
  smtpId: z.string(),
  /** Whether the item says where its password may be sent. Items of version 0.1.0 do not. */
  hasPlace: z.boolean().optional(),
})

const knownSession = z.object({
  version: z.int(),
  /** The server of the last sign-in. */
  server: z.url(),
  /** The email address of the last sign-in. */
  email: z.string(),
  /** The signed-in account; null while nobody is signed in. */
  accountId: z.string().nullable(),
  /** The accounts that may have a session in the keychain, because the keychain cannot list its items. */
  sessions: listOfValid(z.object({ server: z.string(), accountId: z.string() })),
  /** The accounts that signed out and wanted their mail passwords removed, until that is done. */
  passwordsToForget: listOfValid(z.object({ server: z.string(), accountId: z.string() })),
  /** The mail servers that may have a password in the keychain. */
  mailPasswords: listOfValid(knownMailPassword),
  /** The mail servers that Fleep could not send through when this app last heard of them. */
  failedMailServers: listOfValid(z.object({ server: z.string(), accountId: z.string(), smtpId: z.string() })),
})

export type KnownSession = Omit<z.infer<typeof knownSession>, 'version'>

const defaults: KnownSession = {
  server: fleepServer,
  email: '',
  accountId: null,
  sessions: [],
  passwordsToForget: [],
  mailPasswords: [],
  failedMailServers: [],
}

/** The file that names the accounts and mail servers whose secrets are in the keychain. Contains no secrets itself. */
export class KnownSessionFile extends JsonFile<KnownSession> {
  constructor(path: string, onProblem?: (sentence: string) => void) {
    super(path, knownSession, defaults, onProblem)
  }
}
