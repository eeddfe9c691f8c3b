import { z } from 'zod'
import type { Account, AccountSettingChanges, CommandInput } from '../../contract'
import { type AccountSetting, accountSettingList } from '../../contract/settings'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import type { Cli } from './cli'
import { oneOf } from './one-of'

/** The value of a setting on the command line; null for a choice or a switch of which Fleep has told none. */
type Value = string | boolean | string[] | null

const accountSettingShape: Record<string, z.ZodType<Value>> = Object.fromEntries(
  accountSettingList().map((setting) => [setting.cli, valueSchema(setting)]),
)

/** The names that `get` takes. */
export const settingNames: readonly string[] = [
  ...accountSettingList().map(({ cli }) => cli),
  'email',
  'fleep-address',
  'flags',
]

/** What `set` takes: each value of a setting that has a few, otherwise its name up to the value. */
export const assignmentWords: readonly string[] = [
  ...accountSettingList().flatMap((setting) => valuesOf(setting).map((value) => `${setting.cli}=${value}`)),
  'fleep-address=',
  'primary-email=',
  'flag:',
]

function valuesOf(setting: AccountSetting): readonly string[] {
  if (setting.kind === 'switch') return ['on', 'off']
  return setting.kind === 'choice' ? setting.options : ['']
}

/** The account's settings by their names on the command line. */
export const settingValues = z
  .strictObject({
    ...accountSettingShape,
    email: z.string(),
    'fleep-address': z.string().nullable(),
    flags: z.array(z.string()),
  })
  .partial()

export type SettingValues = z.infer<typeof settingValues>

function valueSchema(setting: AccountSetting): z.ZodType<Value> {
  if (setting.kind === 'switch') return setting.default === null ? z.boolean().nullable() : z.boolean()
  return setting.kind === 'choice' ? z.enum(setting.options).nullable() : z.string()
}

/** @param names all if none are given. @throws Failure for an unknown one */
export function readSettings(account: Account, names: string[]): SettingValues {
  const values: Record<string, Value> = {
    ...Object.fromEntries(accountSettingList().map(({ cli, name }) => [cli, account[name]])),
    email: account.email,
    'fleep-address': account.fleepAddress,
    flags: account.flags,
  }
  const wanted = names.length > 0 ? names : Object.keys(values)
  return Object.fromEntries(
    wanted.map((name) => {
      if (!Object.hasOwn(values, name)) throw unknownSetting(name, Object.keys(values))
      return [name, values[name] ?? null]
    }),
  )
}

/**
 * @param assignments each as `name=value`; nothing is changed when one of them is invalid
 * @returns the given settings, with their new values
 * @throws Failure
 */
export async function setSettings(cli: Cli, assignments: string[]): Promise<SettingValues> {
  const pairs = assignments.map(splitAssignment).map(([name, value]) => [withFlagColon(name), value] as const)
  const changes: AccountSettingChanges = {}
  const others: (() => Promise<unknown>)[] = []
  for (const [name, value] of pairs) {
    const setting = accountSettingList().find(({ cli: known }) => known === name)
    if (setting) Object.assign(changes, { [setting.name]: parseValue(setting, value) })
    else others.push(otherChange(cli, name, value))
  }
  if (Object.keys(changes).length > 0) await cli.run('account.change', changes)
  for (const change of others) await change()
  const named = pairs.map(([name]) => (name === 'primary-email' ? 'email' : name.startsWith('flag:') ? 'flags' : name))
  return readSettings(cli.account(), named)
}

function parseValue(setting: AccountSetting, value: string): string | boolean {
  if (setting.kind === 'switch') return parseOnOff(setting.cli, value)
  return setting.kind === 'choice' ? oneOf(value, setting.options, setting.cli) : value
}

/** @returns a change that is not part of `account.change`. @throws Failure for an unknown setting */
function otherChange(cli: Cli, name: string, value: string): () => Promise<unknown> {
  if (name === 'fleep-address') return () => cli.run('account.setFleepAddress', { fleepAddress: value })
  if (name === 'primary-email' || name === 'email') return () => cli.run('addresses.makePrimary', { email: value })
  if (name.startsWith('flag:')) {
    const flag: CommandInput<'account.setFlag'> = { flag: name.slice('flag:'.length), value: parseOnOff(name, value) }
    return () => cli.run('account.setFlag', flag)
  }
  throw unknownSetting(name, Object.keys(readSettings(cli.account(), [])))
}

/** `flag.NAME` is another way to write `flag:NAME`, which Electron takes for a link on Windows. */
function withFlagColon(name: string): string {
  return name.replace(/^flag\./, 'flag:')
}

export function splitAssignment(assignment: string): [string, string] {
  const at = assignment.indexOf('=')
  if (at <= 0) {
    throw new Failure('invalid-input', text('cli.writeAs', { assignment: assignment || text('cli.aSetting') }))
  }
  return [assignment.slice(0, at), assignment.slice(at + 1)]
}

function parseOnOff(name: string, value: string): boolean {
  return oneOf(value, ['on', 'off'], name) === 'on'
}

function unknownSetting(name: string, known: string[]): Failure {
  const names = [...known, 'primary-email', 'flag:NAME'].join(', ')
  return new Failure('invalid-input', text('cli.noSetting', { name, names }))
}
