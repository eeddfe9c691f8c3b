import { emailIntervals } from '../../contract/choices'
import type { Account, CommandInput } from '../../contract/contract'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import type { Cli } from './cli'
import type { Result } from './output'

type Name = Exclude<keyof Result<'get'>, undefined>

/** Every setting by its name on the command line. */
const read: { [Key in Name]: (account: Account) => NonNullable<Result<'get'>[Key]> | null } = {
  name: ({ displayName }) => displayName,
  email: ({ email }) => email,
  phone: ({ phoneNumber }) => phoneNumber,
  'email-interval': ({ emailInterval }) => emailInterval,
  'full-privacy': ({ fullPrivacy }) => fullPrivacy,
  newsletter: ({ newsletter }) => newsletter,
  automute: ({ automute }) => automute,
  'fleep-address': ({ fleepAddress }) => fleepAddress,
  flags: ({ flags }) => flags,
}

/** @param names all when none are given. @throws Failure for an unknown one */
export function readSettings(account: Account, names: string[]): Result<'get'> {
  const wanted = names.length > 0 ? names : Object.keys(read)
  return Object.fromEntries(
    wanted.map((name) => {
      if (!Object.hasOwn(read, name)) throw unknown(name)
      return [name, read[name as Name](account)]
    }),
  )
}

/** Settings that go in one change. */
const changes: Record<string, (value: string, name: string) => CommandInput<'account.change'>> = {
  name: (displayName) => ({ displayName }),
  phone: (phoneNumber) => ({ phoneNumber }),
  'email-interval': (value, name) => ({ emailInterval: oneOf(name, value, emailIntervals) }),
  'full-privacy': (value, name) => ({ fullPrivacy: isOn(name, value) }),
  newsletter: (value, name) => ({ newsletter: isOn(name, value) }),
  automute: (value, name) => ({ automute: isOn(name, value) }),
}

/**
 * @param assignments each as `name=value`; all of them are read before anything is changed
 * @returns the settings that were named, as they are now
 * @throws Failure
 */
export async function setSettings(cli: Cli, assignments: string[]): Promise<Result<'set'>> {
  const pairs = assignments.map(split)
  const together: CommandInput<'account.change'>[] = []
  const others: (() => Promise<unknown>)[] = []
  for (const [name, value] of pairs) {
    const change = Object.hasOwn(changes, name) ? changes[name] : undefined
    if (change) together.push(change(value, name))
    else others.push(another(cli, name, value))
  }
  if (together.length > 0) await cli.run('account.change', Object.assign({}, ...together))
  for (const act of others) await act()
  const named = pairs.map(([name]) => (name === 'primary-email' ? 'email' : name.startsWith('flag:') ? 'flags' : name))
  return readSettings(cli.account(), named)
}

function another(cli: Cli, name: string, value: string): () => Promise<unknown> {
  if (name === 'fleep-address') return () => cli.run('account.takeFleepAddress', { fleepAddress: value })
  if (name === 'primary-email' || name === 'email') return () => cli.run('aliases.makePrimary', { email: value })
  if (name.startsWith('flag:')) {
    const isSet = isOn(name, value)
    return () => cli.run('account.setFlag', { flag: name.slice('flag:'.length), value: isSet })
  }
  throw unknown(name)
}

function split(assignment: string): [string, string] {
  const at = assignment.indexOf('=')
  if (at <= 0)
    throw new Failure('invalid-input', text('cli.writeAs', { assignment: assignment || text('cli.aSetting') }))
  return [assignment.slice(0, at), assignment.slice(at + 1)]
}

function isOn(name: string, value: string): boolean {
  return oneOf(name, value, ['on', 'off'] as const) === 'on'
}

function oneOf<Value extends string>(name: string, value: string, values: readonly Value[]): Value {
  const found = values.find((candidate) => candidate === value)
  if (!found) throw new Failure('invalid-input', text('cli.nameIsOneOf', { name, values: values.join(', ') }), name)
  return found
}

function unknown(name: string): Failure {
  const names = [...Object.keys(read), 'primary-email', 'flag:NAME'].join(', ')
  return new Failure('invalid-input', text('cli.noSetting', { name, names }))
}
