import { z } from 'zod'
import type { Json } from '../../../contract'
import { formatValue, parseValue, typedProblem } from '../../../contract/client-setting-value'
import { Failure } from '../../core/failure'
import { toSingleLine } from '../../core/single-line'
import { text } from '../../core/text'
import type { Cli } from '../cli'
import { type CliCommands, defineCommand } from '../define-command'
import { splitAssignment } from '../setting-values'

/** Each setting by its name, with any JSON value. */
const clientSettings = z.strictObject({ settings: z.record(z.string(), z.json()) })
type ClientSettings = z.infer<typeof clientSettings>

export const clientSettingCliCommands = {
  'client-settings list': defineCommand({
    description: 'cli.clientSettingsList',
    example: 'client-settings list',
    result: clientSettings,
    needsSession: true,
    run: async (cli) => ({ settings: cli.account().clientSettings }),
    print: (result) =>
      Object.keys(result.settings).length === 0 ? [text('clientSettings.none')] : printClientSettings(result),
  }),

  'client-settings get': defineCommand({
    description: 'cli.clientSettingsGet',
    example: 'client-settings get theme',
    arguments: ['<names...>'],
    result: clientSettings,
    needsSession: true,
    run: async (cli, [names]) => pickSettings(cli, names),
    print: printClientSettings,
  }),

  'client-settings set': defineCommand({
    description: 'cli.clientSettingsSet',
    example: 'client-settings set theme=dark sound=true',
    arguments: ['<name=value...>'],
    result: clientSettings,
    needsSession: true,
    async run(cli, [assignments]) {
      const changed = Object.fromEntries(assignments.map(readAssignment))
      await cli.run('account.changeClientSettings', { changed })
      // null removes a setting.
      return pickSettings(
        cli,
        Object.keys(changed).filter((name) => changed[name] !== null),
      )
    },
    print: printClientSettings,
  }),

  'client-settings unset': defineCommand({
    description: 'cli.clientSettingsUnset',
    example: 'client-settings unset theme',
    arguments: ['<names...>'],
    result: clientSettings,
    needsSession: true,
    async run(cli, [names]) {
      pickSettings(cli, names)
      await cli.run('account.changeClientSettings', { changed: Object.fromEntries(names.map((name) => [name, null])) })
      return { settings: cli.account().clientSettings }
    },
    print: printClientSettings,
  }),
} satisfies CliCommands

/** @throws Failure `invalid-input` for a name that the account does not have */
function pickSettings(cli: Cli, names: string[]): ClientSettings {
  const { clientSettings: known } = cli.account()
  const picked = names.map((name) => {
    const value = Object.hasOwn(known, name) ? known[name] : undefined
    if (value === undefined) {
      const all = Object.keys(known).join(', ')
      throw new Failure('invalid-input', text('cli.noClientSetting', { name, names: all || '–' }), 'name')
    }
    return [name, value] as const
  })
  return { settings: Object.fromEntries(picked) }
}

/** @throws Failure `invalid-input` */
function readAssignment(assignment: string): [string, Json] {
  const [name, typed] = splitAssignment(assignment)
  const value = parseValue(typed)
  const problem = typedProblem(name, value)
  if (problem) throw new Failure('invalid-input', `${toSingleLine(name, [])}: ${text(problem.why)}`, problem.field)
  return [name, value as Json]
}

function printClientSettings({ settings }: ClientSettings): string[] {
  return Object.entries(settings).map(([name, value]) => `${toSingleLine(name, [])}=${formatValue(value as Json)}`)
}
