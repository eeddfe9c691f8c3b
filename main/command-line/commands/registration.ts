import { z } from 'zod'
import { text } from '../../core/text'
import { type CliCommands, defineCommand } from '../define-command'
import { promptLine } from '../prompt-line'
import { promptNewPassword } from '../prompt-password'
import { newAccountOptions, readInvitation, setUpAccount } from '../set-up-account'
import { requireNobodySignedIn } from '../stored-session'

const emailSent = z.strictObject({ email: z.string(), server: z.string() })

/** A new account, and a new password for one that cannot be signed in to. */
export const registrationCliCommands = {
  'sign-up request': defineCommand({
    description: 'cli.signUpRequest',
    example: 'sign-up request tiina@example.com',
    arguments: ['<email>'],
    result: emailSent,
    needsSession: null,
    async run(cli, [email], options) {
      const server = options.server ?? cli.knownServer()
      await cli.run('links.register', { server, email })
      return { email, server }
    },
    print: ({ email }) => [text('cli.codeSent', { email })],
  }),

  'sign-up finish': defineCommand({
    description: 'cli.signUpFinish',
    example: 'sign-up finish tiina@example.com --name "Tiina Põld" --fleep-id tiina.pold',
    arguments: ['<email>'],
    options: { ...newAccountOptions, '--yes': { description: 'cli.suggestedFleepId' } },
    result: z.strictObject({ email: z.string(), server: z.string(), message: z.string() }),
    needsSession: false,
    async run(cli, [email], { server = cli.state.server, yes = false, ...values }) {
      await requireNobodySignedIn(cli)
      const code = await promptLine(text('cli.codeFromEmail', { address: email }))
      await cli.run('links.readCode', { server, email, code })
      await setUpAccount(cli, await readInvitation(cli), values, yes)
      return { email: cli.account().email, server: cli.state.server, message: cli.state.linkResult ?? '' }
    },
    print: ({ message }) => [message],
  }),

  'reset-password request': defineCommand({
    description: 'cli.resetRequest',
    example: 'reset-password request liis@example.com',
    arguments: ['<email>'],
    result: emailSent,
    needsSession: null,
    async run(cli, [email], options) {
      const server = options.server ?? cli.knownServer()
      await cli.run('session.requestReset', { server, email })
      return { email, server }
    },
    print: ({ email }) => [text('cli.resetLinkSent', { email })],
  }),

  'reset-password finish': defineCommand({
    description: 'cli.resetFinish',
    example: 'reset-password finish',
    result: z.strictObject({ server: z.string() }),
    needsSession: null,
    async run(cli, _args, { server = cli.knownServer() }) {
      const link = await promptLine(text('links.linkFromMail'))
      const newPassword = await promptNewPassword(text('password.new'))
      await cli.run('session.confirmReset', { server, link, newPassword })
      return { server }
    },
    print: () => [text('links.passwordSet')],
  }),
} satisfies CliCommands
