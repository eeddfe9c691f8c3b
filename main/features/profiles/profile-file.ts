import { z } from 'zod'
import type { Account, MailServer } from '../../../contract'
import { storedSettingShape } from '../../../contract/setting-schemas'
import { settingsOf } from '../../../contract/settings'
import { Failure } from '../../core/failure'
import { text } from '../../core/text'

const mailServer = z.strictObject({
  address: z.string().min(3).max(320),
  username: z.string().max(320),
  host: z.string().min(1).max(255),
  /** null where Fleep chooses it. */
  port: z.int().min(1).max(65_535).nullable(),
  encryption: z.enum(['tls', 'starttls']).nullable(),
  isDefault: z.boolean(),
})

/** The settings of an account in a file. No secret is among them, and nothing that belongs to one person for good. */
const profile = z.strictObject({
  format: z.literal('fleep-settings-profile'),
  version: z.literal(1),
  /** The email of the account whose settings these are, for people to read. */
  of: z.string().max(320),
  settings: z.strictObject({
    ...storedSettingShape,
    clientSettings: z.record(z.string().min(1).max(200), z.json()),
    flags: z.array(z.string().regex(/^[\w.-]{1,100}$/)).max(1000),
    mailServers: z.array(mailServer).max(1000),
  }),
})

export type Profile = z.infer<typeof profile>
export type MailServerSettings = z.infer<typeof mailServer>

/** In bytes; real ones have a few thousand. */
export const largestProfile = 1024 * 1024

/** What an app keeps in its settings is its own affair; what is called like a secret does not leave in a file. */
const secretLike = /password|passwd|secret|token|ticket|credential|private.?key/i

export function profileOf(account: Account, mailServers: MailServer[]): Profile {
  const clientSettings = Object.fromEntries(
    Object.entries(account.clientSettings).filter(([name]) => !secretLike.test(name)),
  )
  return {
    format: 'fleep-settings-profile',
    version: 1,
    of: account.email,
    settings: {
      ...settingsOf(account),
      clientSettings,
      flags: [...account.flags].sort(),
      mailServers: mailServers.map(({ address, username, host, port, encryption, isDefault }) => {
        return { address, username, host, port, encryption, isDefault }
      }),
    },
  }
}

export function writeProfile(written: Profile): string {
  return `${JSON.stringify(written, null, 2)}\n`
}

/** @throws Failure `invalid-input` for anything that is no such file */
export function readProfile(bytes: Uint8Array): Profile {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new Failure('invalid-input', text('profile.notJson'))
  }
  const { format, version } = (json ?? {}) as Record<string, unknown>
  if (format !== 'fleep-settings-profile') throw new Failure('invalid-input', text('profile.notFleep'))
  if (version !== 1) throw new Failure('invalid-input', text('profile.newer'))
  const parsed = profile.safeParse(json)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new Failure('invalid-input', where ? text('profile.damagedAt', { where }) : text('profile.damaged'))
}
