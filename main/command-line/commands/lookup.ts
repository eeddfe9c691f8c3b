import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { Failure } from '../../core/failure'
import { text } from '../../core/text'
import type { Cli } from '../cli'
import { type CliCommands, defineCommand } from '../define-command'
import { formatTable } from '../text-table'

const accountId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const lookupCliCommands = {
  lookup: defineCommand({
    description: 'cli.lookup',
    example: 'lookup marten@example.org liis@fleep.io --ignore kai@example.org',
    arguments: ['<addresses...>'],
    options: {
      '--ignore <address or id>': { description: 'cli.ignore', isRepeatable: true },
      '--to <file>': { description: 'cli.lookupTo', completion: 'file' },
    },
    result: z.strictObject({
      people: z.array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          /** Their own name, where the user has given them another one; otherwise empty. */
          fullName: z.string(),
          /** Empty for none. */
          organisation: z.string(),
          /** null if Fleep does not tell. */
          isInOwnOrganisation: z.boolean().nullable(),
          address: z.string(),
          fleepId: z.string(),
          state: z.enum(['active', 'new', 'banned', 'closed', 'alias']).nullable(),
        }),
      ),
      notUnderstood: z.int(),
    }),
    needsSession: true,
    async run(cli, [addresses], { ignore = [], to }) {
      if (to !== undefined && existsSync(to)) throw new Failure('refused', text('cli.isThere', { name: to }))
      const excludedIds = await findIds(cli, ignore)
      await cli.run('people.lookUp', { addresses, excludedIds })
      if (to !== undefined) {
        cli.chooseSaveLocation(resolve(to))
        await cli.run('people.save', { excludedIds })
      }
      const found = (cli.state.people ?? []).filter(({ id }) => !excludedIds.includes(id))
      const people = found.map(({ displayName, avatar: _picture, ...person }) => ({ ...person, name: displayName }))
      return { people, notUnderstood: cli.state.notUnderstood.people }
    },
    print({ people, notUnderstood }) {
      const rows = people.map(({ name, fullName, organisation, address, state }) => {
        const names = [name, fullName && `(${fullName})`, organisation && `· ${organisation}`].filter(Boolean).join(' ')
        return [address, names, state ? text(`people.state.${state}`) : text('people.unknown')]
      })
      const unread = notUnderstood > 0 ? [text('notUnderstood.people', { count: notUnderstood })] : []
      if (rows.length === 0 && unread.length === 0) return [text('people.nobody')]
      return [...formatTable(rows), ...unread]
    },
  }),
} satisfies CliCommands

/**
 * Fleep leaves out accounts by their ids, so the addresses are looked up first.
 * @param ignored addresses, Fleep IDs and account ids
 * @returns account ids
 */
async function findIds(cli: Cli, ignored: string[]): Promise<string[]> {
  const ids = ignored.filter((one) => accountId.test(one)).map((id) => id.toLowerCase())
  const addresses = ignored.filter((one) => !accountId.test(one))
  if (addresses.length === 0) return ids
  await cli.run('people.lookUp', { addresses, excludedIds: [] })
  return [...ids, ...(cli.state.people ?? []).map(({ id }) => id)]
}
