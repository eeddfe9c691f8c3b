/**
 * The interface between the window and the main process: the commands with the schemas of their input, the state, and
 * the errors. The main process implements it, the preload script exposes it, and the page imports its types and the
 * plain data (choices, limits, settings).
 */
import type { z } from 'zod'
import { type AccountSlice, accountCommands } from './account'
import { type AddressesSlice, addressCommands } from './addresses'
import { type AppSlice, appCommands } from './app'
import { type AvatarSlice, avatarCommands } from './avatar'
import type { Command } from './command'
import { type DataSlice, dataCommands } from './data'
import { type LinksSlice, linkCommands } from './links'
import type { ManagedSlice } from './managed'
import type { NotUnderstoodSlice } from './not-understood'
import { type PeopleSlice, peopleCommands } from './people'
import { type ProfilesSlice, profileCommands } from './profiles'
import { type SessionSlice, sessionCommands } from './session'
import { type SmtpSlice, smtpCommands } from './smtp'
import { type UpdatesSlice, updateCommands } from './updates'

/** All commands by name: `feature.verb`. */
export const commands = {
  ...sessionCommands,
  ...accountCommands,
  ...addressCommands,
  ...avatarCommands,
  ...smtpCommands,
  ...peopleCommands,
  ...dataCommands,
  ...linkCommands,
  ...profileCommands,
  ...appCommands,
  ...updateCommands,
} satisfies Record<string, Command>

type Commands = typeof commands
export type CommandName = keyof Commands
export type CommandInput<Name extends CommandName> = z.infer<Commands[Name]['input']>
export type CommandAnswer<Name extends CommandName> =
  Commands[Name] extends Command<z.ZodType, infer Answer> ? Answer : never

/** The state that the window and the tray show. It contains no secrets. */
export interface AppState
  extends SessionSlice,
    AccountSlice,
    AddressesSlice,
    AvatarSlice,
    SmtpSlice,
    PeopleSlice,
    DataSlice,
    LinksSlice,
    ManagedSlice,
    NotUnderstoodSlice,
    ProfilesSlice,
    AppSlice,
    UpdatesSlice {}

export type { Account, AccountFacts, Json } from './account'
export type { Alias } from './addresses'
export type { KeychainKind, PanelName, UiAction } from './app'
export type { AppSettingName } from './app-settings'
export type { ChosenFile, UndoOffer } from './avatar'
export type { BoardItem, BoardName, Conversation, ExportFile, HistoryExport, SavedFile } from './data'
export type { CommandError, CommandResult, ErrorCode } from './errors'
export type { KeychainCheck } from './keychain-check'
export type { Invitation, LinkPurpose, OpenLink } from './links'
export type { ListName } from './not-understood'
export type { Person, PersonState } from './people'
export type { ProfileChange } from './profiles'
export type { KeychainProblem, SessionState, SessionStorageState } from './session'
export type { AccountSettingChanges, AccountSettingName, EmailInterval } from './settings'
export type {
  CheckStep,
  MailCheck,
  MailCheckFailure,
  MailEncryption,
  MailObstacle,
  MailServer,
  MailSuggestion,
  PasswordLocation,
  PasswordRule,
  SmtpEncryption,
  SuggestedMailServer,
  TestEmail,
} from './smtp'
