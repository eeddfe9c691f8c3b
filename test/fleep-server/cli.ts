/**
 * `npm run fleep-server [-- PORT] [--quirks=NAME,…|all]`: prints the server's URL, and then `email password` of each account.
 * The quirks, by which it answers otherwise, are in quirks.ts.
 */
import { parseArgs } from 'node:util'
import { seededPeople } from './accounts'
import { allQuirks, type Quirk } from './quirks'
import { FleepServer } from './server'

const { values, positionals } = parseArgs({ options: { quirks: { type: 'string' } }, allowPositionals: true })

/** @throws Error that names all */
function parseQuirks(names: string[]): readonly Quirk[] {
  if (names.join() === 'all') return allQuirks
  return names.map((name) => {
    const quirk = allQuirks.find((known) => known === name)
    if (!quirk) throw new Error(`There is no quirk ${name}. Known: ${allQuirks.join(', ')}.`)
    return quirk
  })
}

const quirks = parseQuirks(values.quirks?.split(',') ?? [])
void FleepServer.start(seededPeople, { port: Number(positionals[0] ?? 0) }).then((server) => {
  for (const quirk of quirks) server.state.quirks.add(quirk)
  const lines = [server.url, ...seededPeople.map(({ email, password }) => `${email} ${password}`)]
  process.stdout.write(`${lines.join('\n')}\n`)
})
