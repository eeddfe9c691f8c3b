import type { PlainKey } from '../../../texts/format'
import type { CliCommandGroup, CliCommandName } from '../command-names'
import type { CliCommand } from '../define-command'
import { avatarCliCommands } from './avatar'
import { doctorCliCommands } from './doctor'
import { exportCliCommands } from './export'
import { lookupCliCommands } from './lookup'
import { profileCliCommands } from './profile'
import { sessionCliCommands } from './session'
import { settingsCliCommands } from './settings'
import { smtpCliCommands } from './smtp'
import { smtpCheckCliCommands } from './smtp-checks'

/** Every command, in the order of the help. */
export const cliCommands: Record<CliCommandName, CliCommand> = {
  ...sessionCliCommands,
  ...settingsCliCommands,
  ...smtpCliCommands,
  ...smtpCheckCliCommands,
  ...avatarCliCommands,
  ...exportCliCommands,
  ...profileCliCommands,
  ...lookupCliCommands,
  ...doctorCliCommands,
}

/** What the help says of the commands that share a first word. */
export const cliCommandGroups: Record<CliCommandGroup, PlainKey> = {
  smtp: 'cli.smtp',
  avatar: 'cli.avatar',
  profile: 'cli.profile',
}
