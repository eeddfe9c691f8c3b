import { z } from 'zod'
import type { CommandError, ErrorCode } from '../../contract'
import { settingValueShape } from './setting-values'

/** By the kind of error, so that a script can tell whether trying again, or signing in, would help. */
export const exitCodes = {
  ok: 0,
  defect: 1,
  wrongUse: 2,
  signedOut: 3,
  refused: 4,
  notReached: 5,
  keychain: 6,
  checkFailed: 7,
  cancelled: 8,
} as const

const kinds: Record<ErrorCode, keyof typeof exitCodes> = {
  offline: 'notReached',
  timeout: 'notReached',
  'untrusted-server': 'notReached',
  'server-fault': 'notReached',
  'bad-answer': 'notReached',
  'signed-out': 'signedOut',
  refused: 'refused',
  'invalid-input': 'wrongUse',
  'unknown-command': 'wrongUse',
  'keychain-unavailable': 'keychain',
  'keychain-locked': 'keychain',
  'keychain-denied': 'keychain',
  'keychain-unreadable': 'keychain',
  'keychain-no-answer': 'keychain',
  'check-failed': 'checkFailed',
  cancelled: 'cancelled',
  internal: 'defect',
}

export function exitCodeOf({ code }: Pick<CommandError, 'code'>): number {
  return exitCodes[kinds[code]]
}

const settings = z
  .strictObject({
    ...settingValueShape,
    email: z.string(),
    'fleep-address': z.string().nullable(),
    flags: z.array(z.string()),
  })
  .partial()

const mailServer = z.strictObject({
  address: z.string(),
  username: z.string(),
  host: z.string(),
  port: z.int().nullable(),
  encryption: z.enum(['tls', 'starttls']).nullable(),
  isDefault: z.boolean(),
  fleepCheck: z.enum(['waiting', 'working', 'failed']),
})
const mailServers = z.strictObject({ accounts: z.array(mailServer) })
const nothing = z.strictObject({})

const results = {
  status: z.strictObject({
    signedIn: z.boolean(),
    server: z.string(),
    email: z.string().nullable(),
    name: z.string().nullable(),
    online: z.boolean(),
    /** Where the session is kept. */
    keeping: z.enum(['none', 'stored', 'memory-only']),
  }),
  get: settings,
  set: settings,
  'change-password': nothing,
  'smtp list': mailServers,
  'smtp add': mailServers,
  'smtp change': mailServers,
  'smtp remove': mailServers,
  'smtp default': mailServers,
  'smtp check': z.strictObject({
    checks: z.array(z.strictObject({ address: z.string(), works: z.boolean(), failure: z.string().nullable() })),
  }),
  'avatar upload': z.strictObject({ sizes: z.array(z.int()) }),
  'avatar remove': nothing,
  export: z.strictObject({ files: z.array(z.strictObject({ name: z.string(), path: z.string() })) }),
  lookup: z.strictObject({
    people: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        address: z.string(),
        fleepId: z.string(),
        state: z.enum(['active', 'new', 'banned', 'closed', 'alias']).nullable(),
      }),
    ),
  }),
  'profile save': z.strictObject({ path: z.string() }),
  /** Each setting by its kind and name; what is left wants a password. */
  'profile apply': z.strictObject({ changed: z.array(z.string()), left: z.array(z.string()) }),
  'sign-in': z.strictObject({ email: z.string(), server: z.string(), keeping: z.enum(['stored', 'memory-only']) }),
  'sign-out': nothing,
}

export type CliCommand = keyof typeof results
export type Result<Name extends CliCommand> = z.infer<(typeof results)[Name]>

const failed = z.strictObject({
  ok: z.literal(false),
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    canRetry: z.boolean(),
  }),
})

/** What `--json` prints, as one object on one line. docs/command-line.schema.json is made from it. */
export const output = z.union([
  ...(Object.entries(results) as [CliCommand, z.ZodType][]).map(([command, result]) =>
    z.strictObject({ ok: z.literal(true), command: z.literal(command), result }),
  ),
  failed,
])
