import { z } from 'zod'
import { planText } from '../../../contract/account-plan'
import { formatSize } from '../../../texts/format-size'
import { currentLanguage, text } from '../../core/text'
import { type CliCommands, defineCommand } from '../define-command'
import { formatTable } from '../text-table'

/** null: Fleep has not told. */
const facts = z.strictObject({
  id: z.string(),
  email: z.string(),
  /** In bytes. */
  storageUsed: z.number().nullable(),
  /** In bytes. */
  storageQuota: z.number().nullable(),
  isInOrganisation: z.boolean().nullable(),
  /** Empty if it belongs to none. */
  organisation: z.string().nullable(),
  isOrganisationAdmin: z.boolean().nullable(),
  isPremium: z.boolean().nullable(),
  /** In ISO 8601 format; empty without a trial. */
  trialEndsAt: z.string().nullable(),
  /** Empty if none is. */
  connectedEmail: z.string().nullable(),
  /** In ISO 8601 format. */
  activatedAt: z.string().nullable(),
})

export const aboutCliCommands = {
  about: defineCommand({
    description: 'cli.about',
    example: 'about --json',
    result: facts,
    needsSession: true,
    async run(cli) {
      await cli.run('account.refresh', {})
      const { id, email, facts: known } = cli.account()
      return { id, email, ...known, trialEndsAt: toDate(known.trialEndsAt), activatedAt: toDate(known.activatedAt) }
    },
    print: (found) =>
      formatTable([
        [text('aboutAccount.storage'), storageOf(found)],
        [text('aboutAccount.organisation'), organisationOf(found)],
        [text('aboutAccount.plan'), planOf(found)],
        [text('aboutAccount.connectedEmail'), found.connectedEmail || unknownOrNone(found.connectedEmail)],
        [text('aboutAccount.since'), found.activatedAt?.slice(0, dateLength) ?? text('aboutAccount.unknown')],
        [text('aboutAccount.id'), found.id],
      ]),
  }),
} satisfies CliCommands

type Facts = z.infer<typeof facts>

/** Of a date without its time, in ISO 8601 format. */
const dateLength = '2026-01-31'.length

/** @param time in milliseconds since 1970; 0 stands for never */
function toDate(time: number | null): string | null {
  if (time === null) return null
  return time === 0 ? '' : new Date(time).toISOString()
}

function storageOf({ storageUsed, storageQuota }: Facts): string {
  if (storageUsed === null) return text('aboutAccount.unknown')
  const { locale } = currentLanguage()
  const used = formatSize(storageUsed, locale)
  return storageQuota
    ? text('aboutAccount.usedOf', { used, quota: formatSize(storageQuota, locale) })
    : text('aboutAccount.used', { used })
}

function organisationOf({ isInOrganisation, organisation, isOrganisationAdmin }: Facts): string {
  const name = organisation || (isInOrganisation ? text('aboutAccount.premium') : unknownOrNone(organisation))
  return isInOrganisation && isOrganisationAdmin ? `${name}. ${text('aboutAccount.isAdmin')}` : name
}

function planOf({ isPremium, trialEndsAt }: Facts): string {
  const plan = planText({ isPremium, trialEndsAt: trialEndsAt ? Date.parse(trialEndsAt) : null }, Date.now())
  if (!('endsAt' in plan)) return text(plan.key)
  return text(plan.key, { date: new Date(plan.endsAt).toISOString().slice(0, dateLength) })
}

function unknownOrNone(value: string | null): string {
  return text(value === null ? 'aboutAccount.unknown' : 'common.none')
}
