import { z } from 'zod'
import type { Account, MailServer } from '../../../contract'
import { isDeeperThan, maxJsonDepth } from '../../../contract/json-limits'
import { jsonRecord } from '../../../contract/json-record'
import { storedSettingShape } from '../../../contract/setting-schemas'
import { settingsOf } from '../../../contract/settings'
import { mailServerFields } from '../../../contract/smtp'
import { Failure } from '../../core/failure'
import { toSingleLine } from '../../core/single-line'
import { text } from '../../core/text'
import { toNetworkHost } from '../../mail/smtp-login'

/**
 * Text as the commands accept it, without anything that they would remove from what is typed: nobody sees in a file what would
 * be removed, and the preview shows what is in the file.
 */
function exactly(schema: z.ZodType<string>) {
  return z.string().refine((value) => schema.safeParse(value).data === value)
}

const mailServer = z.strictObject({
  address: exactly(mailServerFields.address),
  username: exactly(mailServerFields.username),
  host: exactly(mailServerFields.host).refine((host) => toNetworkHost(host) !== undefined),
  /** null if Fleep chooses it. */
  port: mailServerFields.port.nullable(),
  encryption: z.enum(['tls', 'starttls']).nullable(),
  isDefault: z.boolean(),
})

/** The schema of a settings file. It has no secrets, and nothing that only one account can have. */
const profile = z.strictObject({
  format: z.literal('fleep-settings-profile'),
  version: z.literal(1),
  /** The email address of the account that the settings were saved from. Of another account, what is personal is not applied unless the user wants it. */
  of: z.string().max(320),
  settings: z.strictObject({
    ...storedSettingShape,
    clientSettings: jsonRecord(z.string().min(1).max(200)),
    flags: z.array(z.string().regex(/^[\w.-]{1,100}$/)).max(1000),
    mailServers: z.array(mailServer).max(1000),
  }),
})

export type Profile = z.infer<typeof profile>
export type MailServerSettings = z.infer<typeof mailServer>

/** In bytes. Real files have a few thousand. */
export const maxProfileSize = 1024 * 1024

/** A client setting of the greatest depth is within three objects of the file, and counts one level itself. */
const maxDepth = maxJsonDepth + 2

/** Client settings with such names are not saved, because other apps could store secrets in them. */
const secretName = /password|passwd|secret|token|ticket|credential|private.?key/i

/** @returns the settings. Leaves out a mail server that could not be set up with what Fleep has stored of it */
export function profileOf(account: Account, mailServers: MailServer[]): Profile {
  const clientSettings = Object.fromEntries(
    Object.entries(account.clientSettings).filter(([name]) => !secretName.test(name)),
  )
  return {
    format: 'fleep-settings-profile',
    version: 1,
    of: account.email,
    settings: {
      ...settingsOf(account),
      clientSettings,
      flags: [...account.flags].sort(),
      mailServers: mailServers
        .map(({ address, username, host, port, encryption, isDefault }) => {
          return { address, username, host, port, encryption, isDefault: isDefault === true }
        })
        .filter((settings) => mailServer.safeParse(settings).success),
    },
  }
}

/** @returns the content of a settings file */
export function formatProfile(value: Profile): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** @param bytes the content of a file. @throws Failure `invalid-input` if it is not a valid settings file */
export function parseProfile(bytes: Uint8Array): Profile {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new Failure('invalid-input', text('profile.notJson'))
  }
  const { format, version } = (json ?? {}) as Record<string, unknown>
  if (format !== 'fleep-settings-profile') throw new Failure('invalid-input', text('profile.notFleep'))
  if (version !== 1) throw new Failure('invalid-input', text('profile.newer'))
  if (isDeeperThan(json, maxDepth)) throw new Failure('invalid-input', text('profile.tooDeep'))
  const parsed = profile.safeParse(json)
  if (parsed.success) return parsed.data
  const where = toSingleLine(parsed.error.issues[0]?.path.join('.') ?? '', [])
  throw new Failure('invalid-input', where ? text('profile.damagedAt', { where }) : text('profile.damaged'))
}
