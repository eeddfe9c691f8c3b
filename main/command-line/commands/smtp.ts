import { z } from 'zod'
import type { MailEncryption, MailServer } from '../../../contract'
import { mailEncryptions } from '../../../contract/choices'
import { isUsualPort, usualPort } from '../../../contract/smtp-ports'
import { Failure } from '../../core/failure'
import { toSingleLine } from '../../core/single-line'
import { text } from '../../core/text'
import { isSameServer } from '../../features/smtp/password-place'
import type { Cli } from '../cli'
import { confirm } from '../confirm'
import { type CliCommands, defineCommand, type OptionDeclarations } from '../define-command'
import { findMailServer, idOption, placeOf } from '../find-mail-server'
import { oneOf } from '../one-of'
import { promptPassword } from '../prompt-password'
import { describePasswordRule, findMailServerOf } from '../suggested-mail-server'
import { formatTable } from '../text-table'
import { quoting } from './smtp-checks'

const mailServerList = z.strictObject({
  accounts: z.array(
    z.strictObject({
      id: z.string(),
      address: z.string(),
      username: z.string(),
      host: z.string(),
      port: z.int().nullable(),
      encryption: z.enum(['tls', 'starttls']).nullable(),
      isDefault: z.boolean().nullable(),
      fleepCheck: z.enum(['waiting', 'working', 'failed', 'unknown']),
      /** Fleep's own words about its check; empty if it has none. */
      fleepCheckDescription: z.string(),
    }),
  ),
  notUnderstood: z.int(),
})
type MailServerList = z.infer<typeof mailServerList>

const mailServerOptions = {
  '--host <name>': { description: 'cli.host' },
  '--port <number or none>': { description: 'cli.port' },
  '--encryption <kind>': { description: 'cli.encryption', completion: mailEncryptions },
  '--username <name>': { description: 'cli.username' },
  '--no-check': { description: 'cli.noCheck' },
} as const satisfies OptionDeclarations

export const smtpCliCommands = {
  'smtp list': defineCommand({
    description: 'cli.smtpList',
    example: 'smtp list',
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
    example: 'smtp add liis@example.com --host mail.example.com',
    arguments: ['<address>'],
    options: { ...mailServerOptions, '--yes': { description: 'cli.yes' } },
    result: mailServerList,
    needsSession: true,
    async run(cli, [address], options) {
      const found = options.host ? null : await findMailServerOf(cli, address)
      const encryption = parseEncryption(options.encryption) ?? found?.encryption ?? 'tls'
      const settings = {
        address,
        host: options.host ?? found?.host ?? '',
        port: parsePort(options.port, portFor(encryption, found)),
        encryption,
        username: options.username ?? found?.username ?? address,
      }
      // Anyone on the network can forge DNS, so it alone does not decide where a password goes.
      if (found?.isOtherDomain && !options.yes) await confirmHost(found.host, address)
      const entered = { ...settings, password: await promptMailPassword(settings) }
      if (options.check) await quoting(cli, null, cli.run('smtp.checkEntered', { id: null, ...entered }))
      await cli.run('smtp.add', entered)
      return listMailServers(cli)
    },
    print: printMailServers,
  }),

  'smtp change': defineCommand({
    description: 'cli.smtpChange',
    example: 'smtp change liis@example.com --port 587 --encryption starttls',
    arguments: ['[address]'],
    options: { ...idOption, ...mailServerOptions, '--password': { description: 'cli.password' } },
    result: mailServerList,
    needsSession: true,
    async run(cli, [address], options) {
      await cli.run('smtp.refresh', {})
      await cli.settled()
      const known = findMailServer(cli, address, options.id)
      const encryption = parseEncryption(options.encryption) ?? known.encryption
      if (!encryption) throw new Failure('invalid-input', text('cli.encryptionUnknown'), 'encryption')
      const settings = {
        address: known.address,
        host: options.host ?? known.host,
        // One that Fleep chooses stays its choice.
        port:
          options.port === undefined && known.port === null
            ? null
            : parsePort(options.port, portFor(encryption, known)),
        encryption,
        username: options.username ?? known.username,
      }
      const isSame = isSameServer(known, { ...settings, encryption: encryption === 'none' ? null : encryption })
      const password = options.password || !isSame ? await promptMailPassword(settings) : null
      const entered = { id: known.id, ...settings, password }
      if (options.check) await quoting(cli, null, cli.run('smtp.checkEntered', entered))
      await cli.run('smtp.change', entered)
      return listMailServers(cli)
    },
    print: printMailServers,
  }),

  'smtp remove': defineCommand({
    description: 'cli.smtpRemove',
    example: 'smtp remove liis@example.com',
    arguments: ['[address]'],
    options: idOption,
    result: mailServerList,
    needsSession: true,
    async run(cli, [address], { id }) {
      await cli.run('smtp.refresh', {})
      await cli.run('smtp.remove', { id: findMailServer(cli, address, id).id, canUndo: false, nextDefault: null })
      return listMailServers(cli)
    },
    print: printMailServers,
  }),

  'smtp default': defineCommand({
    description: 'cli.smtpDefault',
    example: 'smtp default liis@example.com',
    arguments: ['[address]'],
    options: idOption,
    result: mailServerList,
    needsSession: true,
    async run(cli, [address], { id }) {
      await cli.run('smtp.refresh', {})
      await cli.run('smtp.makeDefault', { id: findMailServer(cli, address, id).id })
      return listMailServers(cli)
    },
    print: printMailServers,
  }),
} satisfies CliCommands

function listMailServers(cli: Cli): MailServerList {
  const accounts = (cli.state.mailServers ?? []).map(({ fleepCheck, ...account }) => {
    return { ...account, fleepCheck: fleepCheck.status, fleepCheckDescription: fleepCheck.description }
  })
  return { accounts, notUnderstood: cli.state.notUnderstood.mailServers }
}

function printMailServers({ accounts, notUnderstood }: MailServerList): string[] {
  const rows = accounts.map(({ encryption, isDefault, fleepCheck, fleepCheckDescription, ...server }) => [
    server.address,
    placeOf(server),
    encryption ?? '',
    text(`cli.fleepCheck.${fleepCheck}`) + (fleepCheckDescription && ` (${fleepCheckDescription})`),
    isDefault ? text('cli.default') : '',
    `#${server.id}`,
  ])
  const unread = notUnderstood > 0 ? [text('notUnderstood.mailServers', { count: notUnderstood })] : []
  if (rows.length === 0 && unread.length === 0) return [text('cli.noMailServer')]
  const isDefaultUnknown =
    accounts.some(({ isDefault }) => isDefault === null) && !accounts.some(({ isDefault }) => isDefault)
  return [...formatTable(rows), ...(isDefaultUnknown ? [text('cli.defaultUnknown')] : []), ...unread]
}

/**
 * @param known the settings that the encryption may differ from
 * @returns the known port, unless it is the usual one of another encryption
 */
function portFor(encryption: MailEncryption, known: Pick<MailServer, 'port' | 'encryption'> | null): number {
  const port = known?.port ?? null
  const isOfOther = known?.encryption !== encryption && port !== null && isUsualPort(port)
  return port === null || isOfOther ? usualPort(encryption) : port
}

/** @param typed `none` leaves the choice to Fleep; any other text is checked with the command */
function parsePort(typed: string | undefined, otherwise: number): number | null {
  return typed?.toLowerCase() === 'none' ? null : Number(typed ?? otherwise)
}

interface PasswordTarget {
  address: string
  host: string
  port: number | null
  encryption: MailEncryption
}

/** Says which password the provider takes, if it has a rule, and where the password is going to be sent. */
function promptMailPassword({ address, host, port, encryption }: PasswordTarget): Promise<string> {
  const [shownAddress, shownHost] = [toSingleLine(address, []), toSingleLine(host, [])]
  const how = encryption === 'none' ? text('smtp.noEncryption') : encryption.toUpperCase()
  const values = {
    address: shownAddress,
    host: shownHost,
    port: String(port ?? usualPort(encryption)),
    encryption: how,
  }
  return promptPassword([...describePasswordRule(host), text('cli.mailPasswordOf', values)].join(' '))
}

/** @throws Failure `invalid-input` unless the user agrees in a terminal */
async function confirmHost(host: string, address: string): Promise<void> {
  const found = text('cli.otherDomain', { host, address: toSingleLine(address, []) })
  if (!(await confirm(`${found} ${text('cli.sendThere')}`)))
    throw new Failure('invalid-input', `${found} ${text('cli.useHostOrYes', { host })}`, 'host')
}

/** @throws Failure `invalid-input` for an unknown one */
function parseEncryption(typed: string | undefined): MailEncryption | undefined {
  return typed === undefined ? undefined : oneOf(typed, mailEncryptions, '--encryption', 'encryption')
}
