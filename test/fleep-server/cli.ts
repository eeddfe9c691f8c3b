/**
 * `npm run fleep-server [-- PORT] [--quirks=NAME,…|all]`: prints the server's URL, and then `email password` of each account.
 * The quirks, by which it answers otherwise, are in quirks.ts. Ctrl-C stops it.
 */
import { parseArgs } from 'node:util'
import { seededPeople } from './accounts'
import { allQuirks, type Quirk } from './quirks'
import { FleepServer, type ServerOptions } from './server'

/** @throws Error with a sentence */
function readCommandLine(): ServerOptions {
  const { values, positionals } = parseArgs({ options: { quirks: { type: 'string' } }, allowPositionals: true })
  const [port = '0', ...others] = positionals
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Error(`${port} is not a port. Use 0 to 65535.`)
  if (others.length > 0) throw new Error(`Only one port is used, not ${others.join(' ')}.`)
  return { port: Number(port), quirks: values.quirks === undefined ? [] : parseQuirks(values.quirks.split(',')) }
}

/** @throws Error that names all */
function parseQuirks(names: string[]): readonly Quirk[] {
  if (names.join() === 'all') return allQuirks
  return names.map((name) => {
    const quirk = allQuirks.find((known) => known === name)
    if (!quirk) throw new Error(`There is no quirk “${name}”. Known: all, ${allQuirks.join(', ')}.`)
    return quirk
  })
}

async function run(): Promise<void> {
  const server = await FleepServer.start(seededPeople, readCommandLine())
  const lines = [server.url, ...seededPeople.map(({ email, password }) => `${email} ${password}`)]
  process.stdout.write(`${lines.join('\n')}\n`)
}

run().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
