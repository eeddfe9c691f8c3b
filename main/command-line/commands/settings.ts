import { z } from 'zod'
import { toSingleLine } from '../../core/single-line'
import { text } from '../../core/text'
import { type CliCommands, defineCommand } from '../define-command'
import { promptNewPassword, promptPassword } from '../prompt-password'
import {
  assignmentWords,
  readSettings,
  type SettingValues,
  setSettings,
  settingNames,
  settingValues,
} from '../setting-values'

export const settingsCliCommands = {
  get: defineCommand({
    description: 'cli.get',
    example: 'get name email-interval',
    arguments: ['[settings...]'],
    completion: settingNames,
    result: settingValues,
    needsSession: true,
    run: async (cli, [names]) => readSettings(cli.account(), names),
    print: printSettings,
  }),

  set: defineCommand({
    description: 'cli.set',
    example: 'set email-interval=daily full-privacy=on',
    arguments: ['<name=value...>'],
    completion: assignmentWords,
    result: settingValues,
    needsSession: true,
    run: (cli, [assignments]) => setSettings(cli, assignments),
    print: printSettings,
  }),

  'change-password': defineCommand({
    description: 'cli.changePassword',
    example: 'change-password',
    result: z.strictObject({}),
    needsSession: true,
    async run(cli) {
      const oldPassword = await promptPassword(text('password.current'))
      const newPassword = await promptNewPassword(text('password.new'))
      await cli.run('account.changePassword', { oldPassword, newPassword })
      return {}
    },
    print: () => [text('cli.passwordChanged')],
  }),
} satisfies CliCommands

function printSettings(values: SettingValues): string[] {
  return Object.entries(values).map(([name, value]) => `${name}=${formatValue(name, value)}`)
}

function formatValue(name: string, value: SettingValues[keyof SettingValues]): string {
  // An account may have no Fleep ID. Any other value that is missing is one that Fleep does not tell.
  if (value === null && name !== 'fleep-address') return text('cli.notKnown')
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (Array.isArray(value)) return value.join(',')
  return toSingleLine(value ?? '', [])
}
