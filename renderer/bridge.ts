import type { CommandAnswer, CommandInput, CommandName, CommandResult } from '../contract'
import type { Bridge } from '../contract/bridge'
import { text } from './text'

export type {
  AccountFacts,
  AccountSettingName,
  Alias,
  AppSettingName,
  AppState,
  BoardItem,
  CheckStep,
  CommandError,
  CommandInput,
  CommandName,
  CommandResult,
  Conversation,
  EmailInterval,
  ExportFile,
  Invitation,
  Json,
  KeychainCheck,
  LinkPurpose,
  ListName,
  MailCheck,
  MailEncryption,
  MailObstacle,
  MailServer,
  MailSuggestion,
  OpenLink,
  PanelName,
  PasswordRule,
  Person,
  ProfileChange,
  TestEmail,
  UiAction,
} from '../contract'
export { planText } from '../contract/account-plan'
export { appSettingList } from '../contract/app-settings'
export { stepsOf } from '../contract/check-steps'
export { linkPurposes, mailEncryptions, panelNames } from '../contract/choices'
export { formatValue, parseValue, typedProblem } from '../contract/client-setting-value'
export { fleepAddressIn, fleepIdOf } from '../contract/fleep-id'
export { fleepPage, helpPage } from '../contract/help-page'
export { initialState } from '../contract/initial-state'
export { keychainStepStates } from '../contract/keychain-check-steps'
export { largestAvatarSide, largestPictureFile, maxPicturePixels } from '../contract/limits'
export { hasStoredPassword } from '../contract/mail-passwords'
export { fieldOf, isPersonal } from '../contract/profile-change'
export { hasHelp, optionKeys } from '../contract/setting-texts'
export { accountSettingList, accountSettings, type Setting, type SettingGroupName } from '../contract/settings'
export { isUsualPort, usualPort } from '../contract/smtp-ports'
export { removeInvisible, trimTyped } from '../contract/typed-text'

declare global {
  interface Window {
    readonly fleepSettings: Bridge
  }
}

/** Sends a command to the main process. Never throws: an unexpected error becomes a failure with code `internal`. */
export async function run<Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
): Promise<CommandResult<CommandAnswer<Name>>> {
  try {
    return await window.fleepSettings.run(name, input)
  } catch {
    const message = text('errors.defect')
    return { ok: false, error: { code: 'internal', message, canRetry: true } }
  }
}
