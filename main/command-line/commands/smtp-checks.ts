import { z } from 'zod'
import type { MailServer } from '../../../contract'
import { removeInvisible } from '../../../contract/typed-text'
import { Failure, isFailure } from '../../core/failure'
import { text } from '../../core/text'
import type { Cli } from '../cli'
import { type CliCommands, defineCommand } from '../define-command'
import { exitCodes } from '../exit-codes'

/** The commands that try a mail server from this computer. */
export const smtpCheckCliCommands = {
  'smtp check': defineCommand({
    description: 'cli.smtpCheck',
    arguments: ['[addresses...]'],
    result: z.strictObject({
      checks: z.array(z.strictObject({ address: z.string(), works: z.boolean(), failure: z.string().nullable() })),
    }),
    needsSession: true,
    async run(cli, [addresses]) {
      await cli.run('smtp.refresh', {})
      await cli.settled()
      const known = cli.state.mailServers ?? []
      const wanted = addresses.length > 0 ? addresses.map((address) => findMailServer(cli, address)) : known
      return { checks: await Promise.all(wanted.map((server) => checkMailServer(cli, server))) }
    },
    print: ({ checks }) => checks.map(({ address, failure }) => `${address}: ${failure ?? text('check.working')}`),
    exitCode: ({ checks }) => (checks.every(({ works }) => works) ? exitCodes.ok : exitCodes.checkFailed),
  }),

  'smtp test': defineCommand({
    description: 'cli.smtpTest',
    arguments: ['<address>'],
    result: z.strictObject({ to: z.string(), serverReply: z.string() }),
    needsSession: true,
    async run(cli, [address]) {
      await cli.run('smtp.refresh', {})
      await cli.settled()
      const { id } = findMailServer(cli, address)
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

/** @throws Failure `refused` when there is none for the address, or more than one */
export function findMailServer(cli: Cli, address: string): MailServer {
  const known = cli.state.mailServers ?? []
  const wanted = removeInvisible(address).toLowerCase()
  const [found, ...others] = known.filter((server) => server.address.toLowerCase() === wanted)
  if (found && others.length > 0) {
    const servers = [found, ...others].map(({ host, port }) => (port === null ? host : `${host}:${port}`)).join(', ')
    throw new Failure('refused', text('cli.severalMailServersFor', { address, servers }))
  }
  if (found) return found
  const all = known.map((server) => server.address).join(', ')
  throw new Failure('refused', all ? text('cli.noMailServerFor', { address, all }) : text('cli.noMailServer'))
}

async function checkMailServer(cli: Cli, { id, address }: MailServer) {
  const failure = await quoting(cli, id, cli.run('smtp.check', { id })).then(
    () => null,
    (reason: Failure) => reason.message,
  )
  return { address, works: failure === null, failure }
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
