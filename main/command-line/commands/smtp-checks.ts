import { z } from 'zod'
import type { MailServer } from '../../../contract'
import { Failure, isFailure } from '../../core/failure'
import { text } from '../../core/text'
import type { Cli } from '../cli'
import { type CliCommands, defineCommand } from '../define-command'
import { exitCodes } from '../exit-codes'
import { findMailServer, idOption } from '../find-mail-server'

/** The commands that try a mail server from this computer. */
export const smtpCheckCliCommands = {
  'smtp check': defineCommand({
    description: 'cli.smtpCheck',
    example: 'smtp check',
    arguments: ['[addresses...]'],
    options: idOption,
    result: z.strictObject({
      checks: z.array(
        z.strictObject({ id: z.string(), address: z.string(), works: z.boolean(), failure: z.string().nullable() }),
      ),
    }),
    needsSession: true,
    async run(cli, [addresses], { id }) {
      await cli.run('smtp.refresh', {})
      await cli.settled()
      const named = [
        ...addresses.map((address) => findMailServer(cli, address)),
        ...(id ? [findMailServer(cli, undefined, id)] : []),
      ]
      const wanted = named.length > 0 ? named : (cli.state.mailServers ?? [])
      return { checks: await Promise.all(wanted.map((server) => checkMailServer(cli, server))) }
    },
    print: ({ checks }) => checks.map(({ address, failure }) => `${address}: ${failure ?? text('check.working')}`),
    exitCode: ({ checks }) => (checks.every(({ works }) => works) ? exitCodes.ok : exitCodes.checkFailed),
  }),

  'smtp test': defineCommand({
    description: 'cli.smtpTest',
    example: 'smtp test liis@example.com',
    arguments: ['[address]'],
    options: idOption,
    result: z.strictObject({ to: z.string(), serverReply: z.string() }),
    needsSession: true,
    async run(cli, [address], options) {
      await cli.run('smtp.refresh', {})
      await cli.settled()
      const { id } = findMailServer(cli, address, options.id)
      // Its end tells whether the email may have been sent.
      const stop = () => void cli.run('smtp.cancelCheck', { id })
      return cli.stoppable(quoting(cli, id, cli.run('smtp.sendTest', { id })), stop)
    },
    print: ({ to, serverReply }) => [
      text('cli.testSent', { address: to }),
      `${text('check.serverSaid')} ${serverReply}`,
    ],
  }),
} satisfies CliCommands

async function checkMailServer(cli: Cli, { id, address }: MailServer) {
  const failure = await quoting(cli, id, cli.run('smtp.check', { id })).then(
    () => null,
    (reason: Failure) => reason.message,
  )
  return { id, address, works: failure === null, failure }
}

/**
 * A terminal has no details to open, so the error of a check says what the server said.
 * @param id of the mail server; null for entered values
 */
export function quoting<Result>(cli: Cli, id: string | null, check: Promise<Result>): Promise<Result> {
  return check.catch((reason) => {
    const shown = id === null ? cli.state.enteredCheck : cli.state.mailChecks[id]
    const reply = shown?.kind === 'failed' ? shown.failure.serverReply : null
    if (!isFailure(reason, 'check-failed') || reply === null) throw reason
    throw new Failure(reason.code, `${reason.message} ${text('check.serverSaid')} ${reply}`, reason.field)
  })
}
