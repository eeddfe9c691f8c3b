import { z } from 'zod'
import type { OpenLink } from '../../../contract'
import { linkPurposes } from '../../../contract/choices'
import { accountSettings } from '../../../contract/settings'
import { Failure } from '../../core/failure'
import { text } from '../../core/text'
import type { Cli } from '../cli'
import { type CliCommands, defineCommand } from '../define-command'
import { oneOf } from '../one-of'
import { describeLink, openLink, requireConsent } from '../open-link'
import { promptNewPassword } from '../prompt-password'
import { type NewAccountValues, newAccountOptions, readInvitation, setUpAccount } from '../set-up-account'
import { requireNobodySignedIn, requireStoredSession } from '../stored-session'

const intervals = accountSettings.emailInterval.options

const asOption = { '--as <purpose>': { description: 'cli.linkAs', completion: linkPurposes } } as const

export const linkCliCommands = {
  'link show': defineCommand({
    description: 'cli.linkShow',
    example: 'link show https://fleep.io/confirm?confirm_id=…',
    arguments: ['[link]'],
    options: asOption,
    result: z.strictObject({
      /** null if the link does not show it. */
      purpose: z.enum(linkPurposes).nullable(),
      email: z.string().nullable(),
      server: z.string(),
    }),
    needsSession: null,
    async run(cli, [link], options) {
      const { purpose, email, server } = await openLink(cli, link, options.as, options.server ?? cli.knownServer())
      return { purpose, email, server }
    },
    print: describeLink,
  }),

  'link follow': defineCommand({
    description: 'cli.linkFollow',
    example: 'link follow --interval daily',
    arguments: ['[link]'],
    options: {
      ...asOption,
      '--interval <interval>': { description: 'cli.linkInterval', completion: intervals },
      ...newAccountOptions,
      '--yes': { description: 'cli.withoutAsking' },
    },
    result: z.strictObject({ purpose: z.enum(linkPurposes), message: z.string() }),
    needsSession: 'if-readable',
    async run(cli, [link], { as, server, yes = false, ...options }) {
      const open = await openLink(cli, link, as, server)
      const { purpose } = open
      if (purpose === null) {
        const values = linkPurposes.join(', ')
        throw new Failure('invalid-input', text('cli.linkPurposeUnknown', { values }), 'purpose')
      }
      const signsIn = purpose === 'set-up-account' || purpose === 'confirm-account'
      if (signsIn) await requireNobodySignedIn(cli)
      if (purpose === 'email-interval') readInterval(options.interval)
      await requireConsent(describeLink(open).join(' '), yes)
      await follow(cli, open, options, yes)
      return { purpose, message: cli.state.linkResult ?? '' }
    },
    print: ({ message }) => [message],
  }),
} satisfies CliCommands

/** @throws Failure */
async function follow(
  cli: Cli,
  { id, purpose, email }: OpenLink,
  options: NewAccountValues & { interval: string | undefined },
  isAgreed: boolean,
): Promise<void> {
  if (purpose === 'set-up-account') return setUpAccount(cli, await readInvitation(cli), options, isAgreed)
  if (purpose === 'email-interval') {
    await cli.run('links.setInterval', { id, emailInterval: readInterval(options.interval) })
  } else if (purpose === 'reset-password') {
    const prompt = email === null ? text('password.new') : text('cli.newPasswordOf', { address: email })
    await cli.run('links.setPassword', { id, newPassword: await promptNewPassword(prompt) })
  } else {
    await cli.run('links.follow', { id })
    if (purpose === 'confirm-account') await requireStoredSession(cli)
  }
}

/** @throws Failure `invalid-input` for none, and for an unknown one */
function readInterval(typed: string | undefined) {
  return oneOf(typed, intervals, '--interval', 'emailInterval')
}
