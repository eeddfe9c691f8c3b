/**
 * The account's settings. A setting is declared here once; its schema, type, default, API fields, row, search entry,
 * tray entry, field in a settings file, command-line key and documentation are derived from the declaration. Its texts
 * have the keys `setting.NAME`, `setting.NAME.help` and `setting.NAME.find` (other words that people search for), and
 * `setting.NAME.OPTION` for each option of a choice; setting-texts.ts reports a missing one.
 *
 * This is plain data without schemas, so that the window can import it. The rows of a group have this order.
 */

interface CommonSetting {
  /** The field of the API's ContactInfo record. */
  record: string
  /** The input of account/configure, or the parameter of `event`, if its name differs from the field. */
  input?: string
  /** The type of the event that changes it by event/store; without one, account/configure changes it. */
  event?: string
  /** The group of the Account panel in which it is shown. */
  group: 'profile' | 'email' | 'privacy'
  /** The name on the command line. */
  cli: string
  /** Whether it is in the tray's menu. */
  tray?: true
  /** Whether it belongs to the person: a settings file of another account does not change it unless the user wants it to. */
  personal?: true
}

export interface SwitchSetting {
  kind: 'switch'
  /** Used until the server sends a value; null if a server may send none, so that the value is not known. */
  default: boolean | null
  /** Whether the server stores the opposite. */
  inverted?: true
}

interface TextSetting {
  kind: 'text'
  default: string
  /** In UTF-16 code units. */
  maxLength: number
  /** Whether it must not be empty. */
  required?: true
  /** The keyboard that a touch screen shows. */
  inputMode?: 'tel'
}

interface ChoiceSetting {
  kind: 'choice'
  /** null stands for a value that this app does not know. */
  default: null
  options: readonly string[]
  /** Other values that the server may send, each with the option it stands for. */
  synonyms?: Record<string, string>
  /** The number that the server stores for each option, if it does not store the option itself. */
  numbers?: Record<string, number>
}

export type Setting = SwitchSetting | TextSetting | ChoiceSetting
export type AccountSetting = CommonSetting & Setting

export const accountSettings = {
  displayName: {
    kind: 'text',
    group: 'profile',
    record: 'display_name',
    cli: 'name',
    personal: true,
    default: '',
    maxLength: 200,
    required: true,
  },
  phoneNumber: {
    kind: 'text',
    group: 'profile',
    record: 'phone_nr',
    cli: 'phone',
    personal: true,
    default: '',
    maxLength: 50,
    inputMode: 'tel',
  },
  emailInterval: {
    kind: 'choice',
    group: 'email',
    record: 'mk_email_interval',
    input: 'email_interval',
    cli: 'email-interval',
    default: null,
    options: ['hourly', 'daily', 'never'],
    // Older servers send `default` for hourly. Source: ref-classificator.
    synonyms: { default: 'hourly' },
    tray: true,
  },
  fullPrivacy: {
    kind: 'switch',
    group: 'privacy',
    record: 'is_full_privacy',
    cli: 'full-privacy',
    default: false,
    tray: true,
  },
  // On for new accounts, as the API's account page says.
  automute: {
    kind: 'switch',
    group: 'email',
    record: 'is_automute_enabled',
    cli: 'automute',
    default: true,
  },
  // Accounts that were set up by account/confirm/v2 have no such field, whatever was chosen (Fleep's public tests).
  newsletter: {
    kind: 'switch',
    group: 'email',
    record: 'is_newsletter_disabled',
    inverted: true,
    cli: 'newsletter',
    default: null,
  },
  // INFERRED: 0 turns it off, and 1, the value of a new account, is its usual time. Fleep's public tests show that both are
  // accepted and that 100 is refused; other numbers, which its apps may offer as longer times, are read as unknown.
  sleepMode: {
    kind: 'choice',
    group: 'privacy',
    record: 'sleep_interval',
    event: 'urn:fleep:client:account:set_sleep_interval',
    cli: 'sleep-mode',
    default: null,
    options: ['on', 'off'],
    numbers: { on: 1, off: 0 },
  },
} as const satisfies Record<string, AccountSetting>

export type AccountSettingName = keyof typeof accountSettings
export type SettingGroupName = AccountSetting['group']

/** The type of a setting's value; null for a choice or a switch whose value is not known. */
type ValueOf<Declared extends Setting> = Declared extends SwitchSetting
  ? boolean | (Declared['default'] & null)
  : Declared extends { options: readonly (infer Option)[] }
    ? Option | null
    : string

export type ValuesOf<Table extends Record<string, Setting>> = { -readonly [Name in keyof Table]: ValueOf<Table[Name]> }

export type AccountSettings = ValuesOf<typeof accountSettings>
/** null cannot be set. */
export type AccountSettingChanges = { [Name in AccountSettingName]?: NonNullable<AccountSettings[Name]> | undefined }

export type EmailInterval = NonNullable<AccountSettings['emailInterval']>

/** @returns the account's settings with their names, in display order */
export function accountSettingList(): (AccountSetting & { name: AccountSettingName })[] {
  return accountSettingNames.map((name) => ({ ...accountSettings[name], name }))
}

export const accountSettingNames = Object.keys(accountSettings) as AccountSettingName[]

/** @returns the default value of each setting */
export function defaultsOf<Table extends Record<string, Setting>>(table: Table): ValuesOf<Table> {
  const entries = Object.entries(table).map(([name, setting]) => [name, setting.default])
  return Object.fromEntries(entries) as ValuesOf<Table>
}

/** @returns only the settings of an account, without its other fields */
export function settingsOf(account: AccountSettings): AccountSettings {
  return Object.fromEntries(accountSettingNames.map((name) => [name, account[name]])) as AccountSettings
}
