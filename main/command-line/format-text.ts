import { oneLine } from '../core/plain-text'
import { text } from '../core/text'
import type { CliCommand, Result } from './output'

/** What a command prints without --json. @returns whole lines */
export function formatText<Name extends CliCommand>(command: Name, result: Result<Name>): string {
  const lines = (words[command] as (result: Result<Name>) => string[])(result)
  return lines.map((line) => `${line}\n`).join('')
}

const words: { [Name in CliCommand]: (result: Result<Name>) => string[] } = {
  status: ({ signedIn, server, email, name, online }) => {
    if (!signedIn) return [text('cli.nobodyAt', { server })]
    return [text(online ? 'cli.who' : 'cli.whoOffline', { who: `${name ?? email} <${email}>`, server })]
  },
  get: settings,
  set: settings,
  'change-password': () => [text('cli.passwordChanged')],
  'smtp list': mailServers,
  'smtp add': mailServers,
  'smtp change': mailServers,
  'smtp remove': mailServers,
  'smtp default': mailServers,
  'smtp check': ({ checks }) => checks.map(({ address, failure }) => `${address}: ${failure ?? text('check.working')}`),
  'avatar upload': () => [text('cli.pictureChanged')],
  'avatar remove': () => [text('cli.pictureRemoved')],
  export: ({ files }) => files.map(({ path }) => path),
  lookup: ({ people }) =>
    table(
      people.map(({ name, address, state }) => [
        address,
        name,
        state ? text(`people.state.${state}`) : text('people.unknown'),
      ]),
    ),
  'profile save': ({ path }) => [path],
  'profile apply': ({ changed, left }) => [
    ...changed.map((name) => text('cli.changed', { name: oneLine(name, []) })),
    ...left.map((name) => text('cli.left', { name: oneLine(name, []) })),
    ...(changed.length + left.length === 0 ? [text('profile.nothingToChange')] : []),
  ],
  'sign-in': ({ email, server }) => [text('cli.signedIn', { email, server })],
  'sign-out': () => [text('cli.signedOut')],
}

function settings(values: Result<'get'>): string[] {
  return Object.entries(values).map(([name, value]) => `${name}=${shown(value)}`)
}

function shown(value: string | boolean | string[] | null | undefined): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (Array.isArray(value)) return value.join(',')
  return oneLine(value ?? '', [])
}

function mailServers({ accounts }: Result<'smtp list'>): string[] {
  const rows = accounts.map(({ address, host, port, encryption, isDefault, fleepCheck }) => [
    address,
    port === null ? host : `${host}:${port}`,
    encryption ?? '',
    text(`cli.fleepCheck.${fleepCheck}`),
    isDefault ? text('cli.default') : '',
  ])
  return rows.length > 0 ? table(rows) : [text('cli.noMailServer')]
}

/** Columns below each other. Names come from other people: nothing in them may move the cursor or colour the terminal. */
function table(rows: string[][]): string[] {
  const clean = rows.map((row) => row.map((cell) => oneLine(cell, [])))
  const widths = clean.reduce<number[]>(
    (found, row) => row.map((cell, at) => Math.max(found[at] ?? 0, cell.length)),
    [],
  )
  return clean.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
