import { z } from 'zod'
import type { MailEncryption, MailServer } from '../../../contract'
import { mailEncryptions } from '../../../contract/choices'
import { usualPort } from '../../../contract/smtp-ports'
import { removeInvisible } from '../../../contract/typed-text'
import { Failure } from '../../core/failure'
import { text } from '../../core/text'
import type { Cli } from '../cli'
import { type CliCommands, defineCommand, type OptionDeclarations } from '../define-command'
import { exitCodes } from '../exit-codes'
import { promptPassword } from '../prompt-password'
import { formatTable } from '../text-table'

const mailServerList = z.strictObject({
  accounts: z.array(
    z.strictObject({
      address: z.string(),
      username: z.string(),
      host: z.string(),
      port: z.int().nullable(),
      encryption: z.enum(['tls', 'starttls']).nullable(),
      isDefault: z.boolean(),
      fleepCheck: z.enum(['waiting', 'working', 'failed']),
    }),
  ),
})
type MailServerList = z.infer<typeof mailServerList>

const mailServerOptions = {
  '--host <name>': { description: 'cli.host' },
  '--port <number>': { description: 'cli.port' },
  '--encryption <kind>': { description: 'cli.encryption' },
  '--username <name>': { description: 'cli.username' },
  '--no-check': { description: 'cli.noCheck' },
} as const satisfies OptionDeclarations

export const smtpCliCommands = {
  'smtp list': defineCommand({
    description: 'cli.smtpList',
    result: mailServerList,
    needsSession: true,
    async run(cli) {
      await cli.run('smtp.refresh', {})
      return listMailServers(cli)
    },
    print: printMailServers,
  }),

  'smtp add': defineCommand({
    description: 'cli.smtpAdd',
    arguments: ['<address>'],
    options: mailServerOptions,
    result: mailServerList,
    needsSession: true,
    async run(cli, [address], options) {
      const found = options.host ? null : await cli.run('smtp.suggest', { address })
      if (!options.host && !found) throw new Failure('invalid-input', text('cli.noServerKnown', { address }))
      const encryption = parseEncryption(options.encryption) ?? found?.encryption ?? 'tls'
      const entered = {
        address,
        host: options.host ?? found?.host ?? '',
        port: Number(options.port ?? found?.port ?? usualPort(encryption)),
        encryption,
        username: options.username ?? found?.username ?? address,
        password: await promptPassword(text('cli.passwordOf', { address })),
      }
      if (options.check) await cli.run('smtp.checkEntered', { id: null, ...entered })
      await cli.run('smtp.add', entered)
      return listMailServers(cli)
    },
    print: printMailServers,
  }),

  'smtp change': defineCommand({
    description: 'cli.smtpChange',
    arguments: ['<address>'],
    options: { ...mailServerOptions, '--password': { description: 'cli.password' } },
    result: mailServerList,
    needsSession: true,
    async run(cli, [address], options) {
      await cli.run('smtp.refresh', {})
      await cli.settled()
      const known = findMailServer(cli, address)
      const encryption = parseEncryption(options.encryption) ?? known.encryption ?? 'tls'
      const entered = {
        id: known.id,
        address: known.address,
        host: options.host ?? known.host,
        port: Number(options.port ?? known.port ?? usualPort(encryption)),
        encryption,
        username: options.username ?? known.username,
        password: options.password ? await promptPassword(text('cli.passwordOf', { address })) : null,
      }
      if (options.check) await cli.run('smtp.checkEntered', entered)
      await cli.run('smtp.change', entered)
      return listMailServers(cli)
    },
    print: printMailServers,
  }),

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

  'smtp remove': defineCommand({
    description: 'cli.smtpRemove',
    arguments: ['<address>'],
    result: mailServerList,
    needsSession: true,
    async run(cli, [address]) {
      await cli.run('smtp.refresh', {})
      await cli.run('smtp.remove', { id: findMailServer(cli, address).id, canUndo: false, nextDefault: null })
      return listMailServers(cli)
    },
    print: printMailServers,
  }),

  'smtp default': defineCommand({
    description: 'cli.smtpDefault',
    arguments: ['<address>'],
    result: mailServerList,
    needsSession: true,
    async run(cli, [address]) {
      await cli.run('smtp.refresh', {})
      await cli.run('smtp.makeDefault', { id: findMailServer(cli, address).id })
      return listMailServers(cli)
    },
    print: printMailServers,
  }),
} satisfies CliCommands

/** @throws Failure `refused` when there is none for the address */
function findMailServer(cli: Cli, address: string): MailServer {
  const known = cli.state.mailServers ?? []
  const wanted = removeInvisible(address).toLowerCase()
  const found = known.find((server) => server.address.toLowerCase() === wanted)
  if (found) return found
  const all = known.map((server) => server.address).join(', ')
  throw new Failure('refused', all ? text('cli.noMailServerFor', { address, all }) : text('cli.noMailServer'))
}

async function checkMailServer(cli: Cli, { id, address }: MailServer) {
  const failure = await cli.run('smtp.check', { id }).then(
    () => null,
    (reason: Failure) => reason.message,
  )
  return { address, works: failure === null, failure }
}

function listMailServers(cli: Cli): MailServerList {
  const accounts = (cli.state.mailServers ?? []).map(({ id: _id, fleepCheck, ...account }) => {
    return { ...account, fleepCheck: fleepCheck.status }
  })
  return { accounts }
}

function printMailServers({ accounts }: MailServerList): string[] {
  const rows = accounts.map(({ address, host, port, encryption, isDefault, fleepCheck }) => [
    address,
    port === null ? host : `${host}:${port}`,
    encryption ?? '',
    text(`cli.fleepCheck.${fleepCheck}`),
    isDefault ? text('cli.default') : '',
  ])
  return rows.length > 0 ? formatTable(rows) : [text('cli.noMailServer')]
}

/** @throws Failure `invalid-input` for an unknown one */
function parseEncryption(typed: string | undefined): MailEncryption | undefined {
  if (typed === undefined) return undefined
  const found = mailEncryptions.find((encryption) => encryption === typed)
  if (found) return found
  const values = mailEncryptions.join(', ')
  throw new Failure('invalid-input', text('cli.nameIsOneOf', { name: '--encryption', values }), 'encryption')
}
