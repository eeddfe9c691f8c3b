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
  { id: 'displayName', panel: 'account', label: 'account.name', words: 'find.words.displayName' },
  { id: 'phoneNumber', panel: 'account', label: 'account.phoneNumber', words: 'find.words.phoneNumber' },
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
    label: 'account.emailNotifications',
    words: 'find.words.emailInterval',
  },
  {
    id: 'automute',
    panel: 'account',
    label: 'account.automute',
    words: 'find.words.automute',
  },
  { id: 'newsletter', panel: 'account', label: 'account.newsletter', words: 'find.words.newsletter' },
  {
    id: 'mailed-links',
    panel: 'account',
    label: 'links.label',
    words: 'find.words.mailedLinks',
  },
  {
    id: 'fullPrivacy',
    panel: 'account',
    label: 'account.fullPrivacy',
    words: 'find.words.fullPrivacy',
  },
  {
    id: 'changePassword',
    panel: 'account',
    label: 'common.password',
    words: 'find.words.changePassword',
  },
  { id: 'language', panel: 'account', label: 'thisApp.language', words: 'find.words.language' },
  { id: 'startAtLogin', panel: 'account', label: 'thisApp.startAtLogin', words: 'find.words.startAtLogin' },
  {
    id: 'startHidden',
    panel: 'account',
    label: 'thisApp.startHidden',
    words: 'find.words.startHidden',
    isThere: hasTray,
  },
  {
    id: 'stayInTray',
    panel: 'account',
    label: 'thisApp.stayInTray',
    words: 'find.words.stayInTray',
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
