import type { PlainKey } from '../../../texts/format'
import type { CliCommandGroup, CliCommandName } from '../command-names'
import type { CliCommand } from '../define-command'
import { aboutCliCommands } from './about'
import { addressCliCommands } from './addresses'
import { avatarCliCommands } from './avatar'
import { boardCliCommands } from './boards'
import { clientSettingCliCommands } from './client-settings'
import { doctorCliCommands } from './doctor'
import { exportCliCommands } from './export'
import { linkCliCommands } from './links'
import { lookupCliCommands } from './lookup'
import { profileCliCommands } from './profile'
import { programCliCommands } from './program'
import { registrationCliCommands } from './registration'
import { sessionCliCommands } from './session'
import { settingsCliCommands } from './settings'
import { smtpCliCommands } from './smtp'
import { smtpCheckCliCommands } from './smtp-checks'

/** Every command, in the order of the help. */
export const cliCommands: Record<CliCommandName, CliCommand> = {
  ...sessionCliCommands,
  ...registrationCliCommands,
  ...aboutCliCommands,
  ...settingsCliCommands,
  ...addressCliCommands,
  ...clientSettingCliCommands,
  ...smtpCliCommands,
  ...smtpCheckCliCommands,
  ...avatarCliCommands,
  ...exportCliCommands,
  ...boardCliCommands,
  ...profileCliCommands,
  ...lookupCliCommands,
  ...linkCliCommands,
  ...doctorCliCommands,
  ...programCliCommands(() => ({ commands: cliCommands, groups: cliCommandGroups })),
}

/** What the help says of the commands that share a first word. */
export const cliCommandGroups: Record<CliCommandGroup, PlainKey> = {
  'sign-up': 'cli.signUp',
  'reset-password': 'cli.resetPassword',
  addresses: 'cli.addresses',
  'client-settings': 'cli.clientSettings',
  smtp: 'cli.smtp',
  avatar: 'cli.avatar',
  boards: 'cli.boards',
  profile: 'cli.profile',
  link: 'cli.link',
}
