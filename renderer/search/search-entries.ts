import type { PlainKey } from '../../texts/write'
import type { AppState, PanelName } from '../bridge'

export interface SearchEntry {
  /** The id of the control to which a search leads. */
  id: string
  panel: PanelName
  /** As it is labelled there. */
  label: PlainKey
  /** What the list says, where the label alone would not tell. */
  title?: PlainKey
  /** What else people call it. */
  words: PlainKey
  /** Where it is not always there. */
  isThere?(state: AppState): boolean
}

const hasTray = ({ appSettings }: AppState) => appSettings.hasTray
const hasPicture = ({ account }: AppState) => Boolean(account?.avatar)

/** Every setting that can be found. To add one: its control's id, and the texts of its label and of what people may call it. */
export const searchEntries: SearchEntry[] = [
  { id: 'displayName', panel: 'account', label: 'setting.displayName', words: 'setting.displayName.find' },
  { id: 'phoneNumber', panel: 'account', label: 'setting.phoneNumber', words: 'setting.phoneNumber.find' },
  { id: 'fleepAddress', panel: 'account', label: 'account.fleepAddress', words: 'find.words.fleepAddress' },
  {
    id: 'new-address',
    panel: 'account',
    label: 'aliases.another',
    title: 'aliases.title',
    words: 'find.words.newAddress',
  },
  {
    id: 'emailInterval',
    panel: 'account',
    label: 'setting.emailInterval',
    words: 'setting.emailInterval.find',
  },
  {
    id: 'automute',
    panel: 'account',
    label: 'setting.automute',
    words: 'setting.automute.find',
  },
  { id: 'newsletter', panel: 'account', label: 'setting.newsletter', words: 'setting.newsletter.find' },
  {
    id: 'mailed-links',
    panel: 'account',
    label: 'links.label',
    words: 'find.words.mailedLinks',
  },
  {
    id: 'fullPrivacy',
    panel: 'account',
    label: 'setting.fullPrivacy',
    words: 'setting.fullPrivacy.find',
  },
  {
    id: 'changePassword',
    panel: 'account',
    label: 'common.password',
    words: 'find.words.changePassword',
  },
  { id: 'language', panel: 'account', label: 'setting.language', words: 'setting.language.find' },
  { id: 'startAtLogin', panel: 'account', label: 'setting.startAtLogin', words: 'setting.startAtLogin.find' },
  {
    id: 'startHidden',
    panel: 'account',
    label: 'setting.startHidden',
    words: 'setting.startHidden.find',
    isThere: hasTray,
  },
  {
    id: 'stayInTray',
    panel: 'account',
    label: 'setting.stayInTray',
    words: 'setting.stayInTray.find',
    isThere: hasTray,
  },
  {
    id: 'updates',
    panel: 'account',
    label: 'updates.title',
    words: 'find.words.updates',
    isThere: ({ update }) => update !== null,
  },
  { id: 'diagnostics', panel: 'account', label: 'diagnostics.title', words: 'find.words.diagnostics' },
  {
    id: 'new-flag',
    panel: 'account',
    label: 'flags.another',
    title: 'flags.title',
    words: 'find.words.newFlag',
  },
  {
    id: 'new-setting-name',
    panel: 'account',
    label: 'clientSettings.newName',
    title: 'clientSettings.title',
    words: 'find.words.newSettingName',
  },
  {
    id: 'add-mail-server',
    panel: 'smtp',
    label: 'smtp.add',
    words: 'find.words.addMailServer',
  },
  {
    id: 'choose-picture',
    panel: 'avatar',
    label: 'avatar.choose',
    words: 'find.words.choosePicture',
  },
  {
    id: 'remove-picture',
    panel: 'avatar',
    label: 'common.remove',
    title: 'find.removePicture',
    words: 'find.words.removePicture',
    isThere: hasPicture,
  },
  {
    id: 'people-addresses',
    panel: 'people',
    label: 'people.addresses',
    title: 'find.lookPeopleUp',
    words: 'find.words.peopleAddresses',
  },
  {
    id: 'data-conversation',
    panel: 'data',
    label: 'data.conversation',
    title: 'find.history',
    words: 'find.words.dataConversation',
  },
  {
    id: 'save-settings',
    panel: 'data',
    label: 'profile.save',
    words: 'find.words.saveSettings',
  },
  {
    id: 'apply-settings',
    panel: 'data',
    label: 'profile.apply',
    title: 'find.applySettings',
    words: 'find.words.applySettings',
  },
  { id: 'sign-out', panel: 'account', label: 'session.signOut', words: 'find.words.signOut' },
]
