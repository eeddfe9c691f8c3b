import { z } from 'zod'
import { text } from '../../core/text'
import { type CliCommands, defineCommand } from '../define-command'
import { formatTable } from '../text-table'

export const lookupCliCommands = {
  lookup: defineCommand({
    description: 'cli.lookup',
    arguments: ['<addresses...>'],
    result: z.strictObject({
      people: z.array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          address: z.string(),
          fleepId: z.string(),
          state: z.enum(['active', 'new', 'banned', 'closed', 'alias']).nullable(),
        }),
      ),
    }),
    needsSession: true,
    async run(cli, [addresses]) {
      await cli.run('people.lookUp', { addresses, excludedIds: [] })
      const people = (cli.state.people ?? []).map(({ id, displayName, address, fleepId, state }) => {
        return { id, name: displayName, address, fleepId, state }
      })
      return { people }
    },
    print({ people }) {
      const rows = people.map(({ name, address, state }) => {
        return [address, name, state ? text(`people.state.${state}`) : text('people.unknown')]
      })
      return formatTable(rows)
    },
  }),
} satisfies CliCommands
