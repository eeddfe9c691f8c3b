import { z } from 'zod'
import { Failure } from '../../core/failure'
import { text } from '../../core/text'
import type { Cli } from '../cli'
import { type CliCommands, defineCommand } from '../define-command'
import { promptLine } from '../prompt-line'
import { formatTable } from '../text-table'

const addressList = z.strictObject({
  primary: z.string(),
  /** The other addresses. */
  addresses: z.array(z.strictObject({ email: z.string(), isConfirmed: z.boolean() })),
  notUnderstood: z.int(),
})
type AddressList = z.infer<typeof addressList>

export const addressCliCommands = {
  'addresses list': defineCommand({
    description: 'cli.addressesList',
    example: 'addresses list',
    result: addressList,
    needsSession: true,
    run: listAddresses,
    print: printAddresses,
  }),

  'addresses add': defineCommand({
    description: 'cli.addressesAdd',
    example: 'addresses add liis@example.org',
    arguments: ['<email>'],
    result: addressList,
    needsSession: true,
    async run(cli, [email], _options, showProgress) {
      await cli.run('addresses.add', { email })
      showProgress(text('cli.confirmationSent', { email: email.trim() }))
      return listAddresses(cli)
    },
    print: printAddresses,
  }),

  'addresses confirm': defineCommand({
    description: 'cli.addressesConfirm',
    example: 'addresses confirm',
    arguments: ['[link]'],
    result: addressList,
    needsSession: true,
    async run(cli, [link]) {
      await cli.run('addresses.confirm', { link: link ?? (await promptLine(text('links.linkFromMail'))) })
      return listAddresses(cli)
    },
    print: printAddresses,
  }),

  'addresses remove': defineCommand({
    description: 'cli.addressesRemove',
    example: 'addresses remove liis@example.org',
    arguments: ['<email>'],
    result: addressList,
    needsSession: true,
    async run(cli, [email]) {
      // Fleep removes any address with success, so a mistyped one would look removed.
      await cli.run('addresses.refresh', {})
      await cli.run('addresses.remove', { email: findAddress(cli, email) })
      return listAddresses(cli)
    },
    print: printAddresses,
  }),

  'addresses primary': defineCommand({
    description: 'cli.addressesPrimary',
    example: 'addresses primary liis@example.org',
    arguments: ['<email>'],
    result: addressList,
    needsSession: true,
    async run(cli, [email]) {
      await cli.run('addresses.makePrimary', { email })
      return listAddresses(cli)
    },
    print: printAddresses,
  }),
} satisfies CliCommands

/** @returns as Fleep has it. @throws Failure `invalid-input` unless it is one of the account's */
function findAddress(cli: Cli, typed: string): string {
  const known = [cli.account().email, ...(cli.state.aliases ?? []).map(({ email }) => email)]
  const found = known.find((email) => email.toLowerCase() === typed.trim().toLowerCase())
  if (found === undefined) throw new Failure('invalid-input', text('cli.noAddress', { email: typed.trim() }), 'email')
  return found
}

async function listAddresses(cli: Cli): Promise<AddressList> {
  await cli.run('addresses.refresh', {})
  const addresses = (cli.state.aliases ?? []).map(({ email, confirmed }) => ({ email, isConfirmed: confirmed }))
  return { primary: cli.account().email, addresses, notUnderstood: cli.state.notUnderstood.addresses }
}

function printAddresses({ primary, addresses, notUnderstood }: AddressList): string[] {
  const rows = addresses.map(({ email, isConfirmed }) => [email, isConfirmed ? '' : text('cli.unconfirmed')])
  const unread = notUnderstood > 0 ? [text('notUnderstood.addresses', { count: notUnderstood })] : []
  return [...formatTable([[primary, text('cli.primary')], ...rows]), ...unread]
}
