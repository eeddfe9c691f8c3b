import { oneLine } from '../plain-text'
import type { CliCommand, Result } from './output'

const states = {
  active: 'on Fleep',
  new: 'not on Fleep yet',
  banned: 'blocked',
  closed: 'closed',
  alias: 'another address of somebody',
}

/** What a command prints without --json. @returns whole lines */
export function inWords<Name extends CliCommand>(command: Name, result: Result<Name>): string {
  const lines = (words[command] as (result: Result<Name>) => string[])(result)
  return lines.map((line) => `${line}\n`).join('')
}

const words: { [Name in CliCommand]: (result: Result<Name>) => string[] } = {
  status: ({ signedIn, server, email, name, online }) => {
    if (!signedIn) return [`Nobody is signed in at ${server}.`]
    return [`${name ?? email} <${email}> at ${server}${online ? '' : ', which cannot be reached now'}`]
  },
  get: settings,
  set: settings,
  'change-password': () => ['Your password is changed. You are signed out everywhere else.'],
  'smtp list': mailServers,
  'smtp add': mailServers,
  'smtp change': mailServers,
  'smtp remove': mailServers,
  'smtp default': mailServers,
  'smtp check': ({ checks }) => checks.map(({ address, failure }) => `${address}: ${failure ?? 'works'}`),
  'avatar upload': () => ['Your picture is changed.'],
  'avatar remove': () => ['Your picture is removed.'],
  export: ({ files }) => files.map(({ path }) => path),
  lookup: ({ people }) =>
    table(people.map(({ name, address, state }) => [address, name, state ? states[state] : 'unknown'])),
  'profile save': ({ path }) => [path],
  'profile apply': ({ changed, left }) => [
    ...changed.map((name) => `changed: ${oneLine(name, [])}`),
    ...left.map((name) => `left, since it wants a password: ${oneLine(name, [])}`),
    ...(changed.length + left.length === 0 ? ['There is nothing to change.'] : []),
  ],
  'sign-in': ({ email, server }) => [`Signed in as ${email} at ${server}.`],
  'sign-out': () => ['Signed out.'],
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
    `Fleep: ${fleepCheck}`,
    isDefault ? 'default' : '',
  ])
  return rows.length > 0 ? table(rows) : ['You have no mail server of your own.']
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
