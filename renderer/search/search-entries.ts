import type { PlainKey } from '../../texts/format'
import {
  type AccountSettingName,
  type AppSettingName,
  type AppState,
  accountSettingList,
  appSettingList,
  type PanelName,
} from '../bridge'
import { knownFlags } from '../panels/account/known-flags'

/** The state that decides whether an entry is available. */
type Availability = Pick<AppState, 'account' | 'appSettings' | 'update'>

/** What the search compares with the typed words. */
export interface SearchText {
  id: string
  label: PlainKey
  /** The text in the list, if the label alone is not clear there. */
  title?: PlainKey
  /** Other words for it, the most usual ones first: a match with an earlier word ranks higher. */
  synonyms: PlainKey
}

/** A setting. Its id is that of its control, and its label the control's. */
export interface SearchEntry extends SearchText {
  panel: PanelName
  /** Left out for a setting that is always available. */
  isAvailable?(state: Availability): boolean
}

const hasTray = ({ appSettings }: Availability) => appSettings.hasTray
const hasAvatar = ({ account }: Availability) => Boolean(account?.avatar)

/** Every setting that the search finds. */
export const searchEntries: SearchEntry[] = [
  ...accountSettingList().map(({ name }) => settingEntry(name, 'account')),
  ...appSettingList().map(({ name, needsTray }) => settingEntry(name, 'app', needsTray && hasTray)),
  { id: 'fleepAddress', panel: 'account', label: 'account.fleepAddress', synonyms: 'find.words.fleepAddress' },
  {
    id: 'new-address',
    panel: 'account',
    label: 'aliases.another',
    title: 'aliases.title',
    synonyms: 'find.words.newAddress',
  },
  {
    id: 'mailed-links',
    panel: 'account',
    label: 'links.label',
    synonyms: 'find.words.mailedLinks',
  },
  {
    id: 'changePassword',
    panel: 'account',
    label: 'common.password',
    synonyms: 'find.words.changePassword',
  },
  { id: 'storage', panel: 'account', label: 'aboutAccount.storage', synonyms: 'find.words.storage' },
  { id: 'organisation', panel: 'account', label: 'aboutAccount.organisation', synonyms: 'find.words.organisation' },
  { id: 'plan', panel: 'account', label: 'aboutAccount.plan', synonyms: 'find.words.plan' },
  {
    id: 'connectedEmail',
    panel: 'account',
    label: 'aboutAccount.connectedEmail',
    synonyms: 'find.words.connectedEmail',
  },
  { id: 'accountSince', panel: 'account', label: 'aboutAccount.since', synonyms: 'find.words.accountSince' },
  { id: 'accountId', panel: 'account', label: 'aboutAccount.id', synonyms: 'find.words.accountId' },
  {
    id: 'updates',
    panel: 'app',
    label: 'updates.title',
    synonyms: 'find.words.updates',
    isAvailable: ({ update }) => update !== null,
  },
  { id: 'version', panel: 'app', label: 'thisApp.version', synonyms: 'find.words.version' },
  { id: 'keychainCheck', panel: 'app', label: 'keychainCheck.title', synonyms: 'find.words.keychainCheck' },
  { id: 'diagnostics', panel: 'app', label: 'diagnostics.title', synonyms: 'find.words.diagnostics' },
  { id: 'help', panel: 'app', label: 'thisApp.help', synonyms: 'find.words.help' },
  { id: 'fleepServer', panel: 'app', label: 'thisApp.server', synonyms: 'find.words.fleepServer' },
  {
    id: 'new-flag',
    panel: 'account',
    label: 'flags.another',
    title: 'flags.title',
    synonyms: 'find.words.newFlag',
  },
  ...knownFlags.map((flag) => flagEntry(flag)),
  {
    id: 'new-setting-name',
    panel: 'account',
    label: 'clientSettings.newName',
    title: 'clientSettings.title',
    synonyms: 'find.words.newSettingName',
  },
  {
    id: 'add-mail-server',
    panel: 'smtp',
    label: 'smtp.add',
    synonyms: 'find.words.addMailServer',
  },
  {
    id: 'choose-picture',
    panel: 'avatar',
    label: 'avatar.choose',
    synonyms: 'find.words.choosePicture',
  },
  {
    id: 'remove-picture',
    panel: 'avatar',
    label: 'common.remove',
    title: 'find.removePicture',
    synonyms: 'find.words.removePicture',
    isAvailable: hasAvatar,
  },
  {
    id: 'people-addresses',
    panel: 'people',
    label: 'people.addresses',
    title: 'find.lookPeopleUp',
    synonyms: 'find.words.peopleAddresses',
  },
  {
    id: 'data-conversation',
    panel: 'data',
    label: 'data.conversation',
    title: 'find.history',
    synonyms: 'find.words.dataConversation',
  },
  {
    id: 'save-settings',
    panel: 'data',
    label: 'profile.save',
    synonyms: 'find.words.saveSettings',
  },
  {
    id: 'apply-settings',
    panel: 'data',
    label: 'profile.apply',
    title: 'find.applySettings',
    synonyms: 'find.words.applySettings',
  },
  { id: 'sign-out', panel: 'account', label: 'session.signOut', synonyms: 'find.words.signOut' },
]

function settingEntry(
  name: AccountSettingName | AppSettingName,
  panel: PanelName,
  isAvailable: SearchEntry['isAvailable'] = () => true,
): SearchEntry {
  return { id: name, panel, label: `setting.${name}`, synonyms: `setting.${name}.find`, isAvailable }
}

function flagEntry(flag: (typeof knownFlags)[number]): SearchEntry {
  return { id: `flag-${flag}`, panel: 'account', label: `flags.${flag}`, synonyms: `flags.${flag}.find` }
}
