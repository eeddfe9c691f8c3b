import type { AppState, PanelName } from '../bridge'

export interface Findable {
  /** The id of the control to which a search leads. */
  id: string
  panel: PanelName
  /** As it is labelled there. */
  label: string
  /** What the list says, where the label alone would not tell. */
  title?: string
  /** What else people call it. */
  words: string
  /** Where it is not always there. */
  isThere?(state: AppState): boolean
}

const hasTray = ({ thisApp }: AppState) => thisApp.hasTray
const hasPicture = ({ account }: AppState) => Boolean(account?.avatar)

/** Every setting that can be found. To add one: its control's id, its label, and what people may call it. */
export const findables: Findable[] = [
  { id: 'displayName', panel: 'account', label: 'Name', words: 'display full nickname username profile call rename' },
  { id: 'phoneNumber', panel: 'account', label: 'Phone number', words: 'telephone mobile cell contact profile' },
  { id: 'fleepAddress', panel: 'account', label: 'Fleep address', words: 'id handle username @fleep.io mailbox' },
  {
    id: 'new-address',
    panel: 'account',
    label: 'Another address',
    title: 'Addresses',
    words: 'alias email add primary sign in login',
  },
  {
    id: 'emailInterval',
    panel: 'account',
    label: 'Email notifications',
    words: 'mail summary digest unread hourly daily never alerts',
  },
  {
    id: 'automute',
    panel: 'account',
    label: 'Mute mail from new senders',
    words: 'automute silence spam noise quiet notifications unknown strangers',
  },
  { id: 'newsletter', panel: 'account', label: 'Newsletter', words: 'news marketing subscribe unsubscribe product' },
  {
    id: 'mailed-links',
    panel: 'account',
    label: 'Links in Fleep’s mails',
    words: 'unsubscribe confirm invitation paste link from email',
  },
  {
    id: 'fullPrivacy',
    panel: 'account',
    label: 'Full privacy',
    words: 'private read receipts seen typing online presence hide invisible',
  },
  {
    id: 'changePassword',
    panel: 'account',
    label: 'Password',
    words: 'change security secret passphrase sign in login',
  },
  { id: 'startAtLogin', panel: 'account', label: 'Start at login', words: 'autostart launch boot startup open' },
  {
    id: 'startHidden',
    panel: 'account',
    label: 'Start hidden in the tray',
    words: 'background minimised minimized autostart',
    isThere: hasTray,
  },
  {
    id: 'stayInTray',
    panel: 'account',
    label: 'Stay in the tray',
    words: 'close quit exit background keep running menu bar',
    isThere: hasTray,
  },
  {
    id: 'updates',
    panel: 'account',
    label: 'Updates',
    words: 'version upgrade new release newer about',
    isThere: ({ update }) => update !== null,
  },
  { id: 'diagnostics', panel: 'account', label: 'Diagnostics', words: 'help support log error report problem bug' },
  {
    id: 'new-flag',
    panel: 'account',
    label: 'Another flag',
    title: 'Flags',
    words: 'flags advanced enter sends emoticons sounds',
  },
  {
    id: 'new-setting-name',
    panel: 'account',
    label: 'New name',
    title: 'Client settings',
    words: 'client settings advanced key value theme',
  },
  {
    id: 'add-mail-server',
    panel: 'smtp',
    label: 'Add a mail server…',
    words: 'smtp outgoing send email own domain host port tls starttls gmail office',
  },
  {
    id: 'choose-picture',
    panel: 'avatar',
    label: 'Choose a picture…',
    words: 'avatar photo image profile picture upload face portrait',
  },
  {
    id: 'remove-picture',
    panel: 'avatar',
    label: 'Remove',
    title: 'Remove the picture',
    words: 'avatar photo image profile picture delete',
    isThere: hasPicture,
  },
  {
    id: 'people-addresses',
    panel: 'people',
    label: 'Email addresses or Fleep IDs',
    title: 'Look people up',
    words: 'people contacts look up find who is on fleep csv import list',
  },
  {
    id: 'data-conversation',
    panel: 'data',
    label: 'Conversation',
    title: 'History, pins and tasks',
    words: 'export history messages files download backup pins tasks board archive',
  },
  {
    id: 'save-settings',
    panel: 'data',
    label: 'Save all settings…',
    words: 'export backup profile file move copy',
  },
  {
    id: 'apply-settings',
    panel: 'data',
    label: 'Apply a file…',
    title: 'Apply a settings file…',
    words: 'import restore profile settings load copy',
  },
  { id: 'sign-out', panel: 'account', label: 'Sign out', words: 'log out logout leave switch account' },
]
