import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { AppState } from '../../contract'
import { initialState } from '../../contract/initial-state'
import { search } from '../../renderer/search/search-index'
import { swappedLetters, wordsOf } from '../../renderer/search/words'
import { followState, state } from '../../renderer/state'
import { setLanguage } from '../../renderer/text'
import { compile } from '../../texts/compile'
import type { LanguageId } from '../../texts/languages'
import { translations } from '../../texts/translations'

let show: (changes: Partial<AppState>) => void = () => undefined
vi.stubGlobal('document', { documentElement: { dataset: {} } })
vi.stubGlobal('window', {
  fleepSettings: {
    onState: (listener: typeof show) => {
      show = listener
    },
  },
})
followState()

function setLanguageTo(language: LanguageId) {
  setLanguage({ locale: language, direction: 'ltr', catalogue: compile(translations[language]) })
}

beforeEach(async () => {
  setLanguageTo('en')
  show({
    appSettings: { ...initialState.appSettings, hasTray: true },
    account: { avatar: {} } as AppState['account'],
  })
  await vi.waitFor(() => expect(state.account.value).not.toBeNull())
})

const idsOf = (typed: string) => search(typed).map(({ id }) => id)
const sound = 'flag-desktop_sounds_disabled'
const emoticons = 'flag-emoticons_old'

/** What people type, and the entry that must be first. */
const english: Record<string, string> = {
  // The words that found nothing, or something else first.
  'change email': 'new-address',
  'download my data': 'data-conversation',
  'online status': 'fullPrivacy',
  'last seen': 'fullPrivacy',
  'notification sound': sound,
  'desktop notifications': 'answer-desktopNotifications',
  'email frequency': 'emailInterval',
  emoji: emoticons,
  outlook: 'add-mail-server',
  imap: 'answer-receiving',
  sound,
  profile: 'displayName',
  privacy: 'fullPrivacy',
  export: 'data-conversation',
  'delete account': 'answer-deleteAccount',
  '2fa': 'answer-twoStep',
  'dark mode': 'answer-darkMode',
  timezone: 'answer-timeZone',
  signature: 'answer-signature',
  notifications: 'emailInterval',
  // Typing errors.
  pasword: 'changePassword',
  passwrod: 'changePassword',
  privcay: 'fullPrivacy',
  emial: 'emailInterval',
  notifcations: 'emailInterval',
  newsleter: 'newsletter',
  languge: 'language',
  avatr: 'choose-picture',
  telephon: 'phoneNumber',
  singature: 'answer-signature',
  // Words that were found before.
  'read receipts': 'fullPrivacy',
  logout: 'sign-out',
  'log out': 'sign-out',
  'sign out': 'sign-out',
  photo: 'choose-picture',
  salasona: 'changePassword',
  // In the middle of a word.
  pass: 'changePassword',
  priv: 'fullPrivacy',
  // Sentences.
  'how do I change my password': 'changePassword',
  'change my name': 'displayName',
  'where is my phone number': 'phoneNumber',
  'turn off the sound': sound,
  'stop emails': 'emailInterval',
  'change profile picture': 'choose-picture',
  'remove my photo': 'remove-picture',
  'close my account': 'answer-deleteAccount',
  'export chat history': 'data-conversation',
  'hide when I am typing': 'fullPrivacy',
  // Single words.
  name: 'displayName',
  nickname: 'displayName',
  rename: 'displayName',
  phone: 'phoneNumber',
  mobile: 'phoneNumber',
  digest: 'emailInterval',
  daily: 'emailInterval',
  spam: 'automute',
  mute: 'automute',
  marketing: 'newsletter',
  typing: 'fullPrivacy',
  estonian: 'language',
  autostart: 'startAtLogin',
  startup: 'startAtLogin',
  minimized: 'startHidden',
  tray: 'stayInTray',
  quit: 'stayInTray',
  username: 'fleepAddress',
  'fleep id': 'fleepAddress',
  alias: 'new-address',
  'second email': 'new-address',
  invitation: 'mailed-links',
  unsubscribe: 'mailed-links',
  forgot: 'changePassword',
  security: 'changePassword',
  help: 'help',
  version: 'version',
  about: 'version',
  bug: 'diagnostics',
  'enter key': 'flag-send_email_on_enter',
  newline: 'flag-send_email_on_enter',
  emoticons,
  smileys: emoticons,
  tutorial: 'flag-show_onboarding',
  'avatars on phone': 'flag-no_avatar_in_flow_mobile',
  flags: 'new-flag',
  'client settings': 'new-setting-name',
  smtp: 'add-mail-server',
  gmail: 'add-mail-server',
  tls: 'add-mail-server',
  upload: 'choose-picture',
  contacts: 'people-addresses',
  csv: 'people-addresses',
  'pins and tasks': 'data-conversation',
  gdpr: 'data-conversation',
  'settings file': 'apply-settings',
  import: 'apply-settings',
  'log in devices': 'answer-sessions',
  sessions: 'answer-sessions',
  'two-factor authentication': 'answer-twoStep',
  'two step': 'answer-twoStep',
  authenticator: 'answer-twoStep',
  theme: 'answer-darkMode',
  'time zone': 'answer-timeZone',
  'font size': 'answer-textSize',
  zoom: 'answer-textSize',
  push: 'answer-desktopNotifications',
  inbox: 'answer-receiving',
  'test email': 'add-mail-server',
  quota: 'storage',
  storage: 'storage',
  'storage used': 'storage',
  'sleep mode': 'sleepMode',
  sleep: 'sleepMode',
  organisation: 'organisation',
  organization: 'organisation',
  premium: 'plan',
  'account id': 'accountId',
  'connect your email': 'connectedEmail',
  'fleep username': 'fleepAddress',
  'alternate email': 'new-address',
  'alternate emails': 'new-address',
  billing: 'answer-plans',
  'turn off emails': 'emailInterval',
  weekly: 'emailInterval',
  visibility: 'fullPrivacy',
  'do not disturb': sound,
  recovery: 'mailed-links',
  'confirm email': 'mailed-links',
  proxy: 'diagnostics',
  certificate: 'diagnostics',
  // Another language, and other ways to write.
  telefon: 'phoneNumber',
  salasõna: 'changePassword',
  parool: 'changePassword',
  pilt: 'choose-picture',
  nimi: 'displayName',
  'tume režiim': 'answer-darkMode',
  ｐａｓｓ: 'changePassword',
  PASSWORD: 'changePassword',
  télephone: 'phoneNumber',
  'pass\u200bword': 'changePassword',
}

const estonian: Record<string, string> = {
  telefon: 'phoneNumber',
  salasõna: 'changePassword',
  salasona: 'changePassword',
  'heli välja': sound,
  nähtavus: 'fullPrivacy',
  lugemiskinnitus: 'fullPrivacy',
  kinnitamine: 'mailed-links',
  sertifikaat: 'diagnostics',
  parool: 'changePassword',
  parooli: 'changePassword',
  'muuda parooli': 'changePassword',
  'muuda salasõna': 'changePassword',
  'unustasin parooli': 'changePassword',
  turvalisus: 'changePassword',
  prool: 'changePassword',
  paroll: 'changePassword',
  praool: 'changePassword',
  pilt: 'choose-picture',
  pildi: 'choose-picture',
  profiilipilt: 'choose-picture',
  avatar: 'choose-picture',
  foto: 'choose-picture',
  'muuda pilti': 'choose-picture',
  'kustuta pilt': 'remove-picture',
  nimi: 'displayName',
  nime: 'displayName',
  'muuda nime': 'displayName',
  hüüdnimi: 'displayName',
  huudnimi: 'displayName',
  perekonnanimi: 'displayName',
  profiil: 'displayName',
  telefoninumber: 'phoneNumber',
  mobiil: 'phoneNumber',
  number: 'phoneNumber',
  teavitused: 'emailInterval',
  teavitus: 'emailInterval',
  märguanded: 'emailInterval',
  kokkuvõte: 'emailInterval',
  'e-posti teavitused': 'emailInterval',
  rämpspost: 'automute',
  vaigista: 'automute',
  blokeeri: 'automute',
  uudiskiri: 'newsletter',
  reklaam: 'newsletter',
  privaatsus: 'fullPrivacy',
  privaatsu: 'fullPrivacy',
  'viimati nähtud': 'fullPrivacy',
  loetud: 'fullPrivacy',
  võrgus: 'fullPrivacy',
  keel: 'language',
  'vaheta keelt': 'language',
  inglise: 'language',
  käivitamine: 'startAtLogin',
  autostart: 'startAtLogin',
  taustal: 'startHidden',
  süsteemisalv: 'stayInTray',
  sulge: 'stayInTray',
  kasutajanimi: 'fleepAddress',
  'fleep id': 'fleepAddress',
  'muuda e-posti': 'new-address',
  meiliaadress: 'new-address',
  alias: 'new-address',
  kutse: 'mailed-links',
  loobu: 'mailed-links',
  abi: 'help',
  versioon: 'version',
  viga: 'diagnostics',
  heli: sound,
  'märguannete heli': sound,
  helid: sound,
  emoji: emoticons,
  emotikonid: emoticons,
  enter: 'flag-send_email_on_enter',
  tutvustus: 'flag-show_onboarding',
  märgised: 'new-flag',
  'kliendi seaded': 'new-setting-name',
  meiliserver: 'add-mail-server',
  smtp: 'add-mail-server',
  outlook: 'add-mail-server',
  inimesed: 'people-addresses',
  kontaktid: 'people-addresses',
  eksport: 'data-conversation',
  'laadi alla': 'data-conversation',
  'minu andmed': 'data-conversation',
  ajalugu: 'data-conversation',
  varukoopia: 'save-settings',
  impordi: 'apply-settings',
  'logi välja': 'sign-out',
  väljalogimine: 'sign-out',
  'kustuta konto': 'answer-deleteAccount',
  kahefaktoriline: 'answer-twoStep',
  '2fa': 'answer-twoStep',
  seansid: 'answer-sessions',
  seadmed: 'answer-sessions',
  'tume režiim': 'answer-darkMode',
  'tume reziim': 'answer-darkMode',
  teema: 'answer-darkMode',
  'teksti suurus': 'answer-textSize',
  ajavöönd: 'answer-timeZone',
  'aja tsoon': 'answer-timeZone',
  'aja tsooni': 'answer-timeZone',
  'aja vöönd': 'answer-timeZone',
  allkiri: 'answer-signature',
  töölauateavitused: 'answer-desktopNotifications',
  imap: 'answer-receiving',
  proovikiri: 'add-mail-server',
  salvestusruum: 'storage',
  unerežiim: 'sleepMode',
  organisatsioon: 'organisation',
  arve: 'answer-plans',
  // English.
  password: 'changePassword',
  pasword: 'changePassword',
  picture: 'choose-picture',
  name: 'displayName',
  privacy: 'fullPrivacy',
  'dark mode': 'answer-darkMode',
  'sign out': 'sign-out',
  sound,
}

describe.each([
  ['en', english],
  ['et', estonian],
] as const)('in %s', (language, table) => {
  test('there are enough words to be sure of', () => expect(Object.keys(table).length).toBeGreaterThanOrEqual(82))

  test.each(Object.entries(table))('%s finds %s first', (typed, id) => {
    setLanguageTo(language)
    expect(idsOf(typed)[0], idsOf(typed).join(' ')).toBe(id)
  })
})

test('an entry that only one of the words matches comes after one that all match', () => {
  const [first, ...others] = idsOf('phone number')
  expect(first).toBe('phoneNumber')
  expect(others).toContain('flag-no_avatar_in_flow_mobile')
})

test.each([
  ['imap', 'add-mail-server'],
  ['export', 'save-settings'],
  ['outlook', 'add-mail-server'],
  ['profile', 'choose-picture'],
  ['unsubscribe', 'newsletter'],
])('%s finds also %s', (typed, id) => expect(idsOf(typed).slice(0, 4)).toContain(id))

test('settings come before answers that match no better', () => {
  const ids = idsOf('email')
  expect(ids[0]).toBe('emailInterval')
  expect(ids).toContain('new-address')
  const firstAnswer = ids.findIndex((id) => id.startsWith('answer-'))
  expect(firstAnswer).toBeGreaterThan(ids.indexOf('new-address'))
})

test.each(['elephant', 'qwertz', 'x', '…', '  ', '日本語'])('%j finds nothing', (typed) =>
  expect(idsOf(typed)).toEqual([]),
)

test('a pasted page is searched for quickly', () => {
  const start = performance.now()
  search('password'.repeat(100_000))
  expect(idsOf(`password ${'zzzz '.repeat(50_000)}`)[0]).toBe('changePassword')
  expect(performance.now() - start).toBeLessThan(1000)
})

test('a setting that is not available is not found', async () => {
  expect(idsOf('tray')).toContain('stayInTray')
  expect(idsOf('remove the picture')).toContain('remove-picture')
  show({ appSettings: { ...initialState.appSettings, hasTray: false }, account: null })
  await vi.waitFor(() => expect(state.account.value).toBeNull())
  expect(idsOf('tray')).not.toContain('stayInTray')
  expect(idsOf('remove the picture')).not.toContain('remove-picture')
})

test('a text is split into words without case, accents, width and invisible characters', () => {
  expect(wordsOf('Ｐａｓｓ-İd,  Õ\u200bü\u00adÄ\u00a0@fleep.io’s')).toEqual([
    'pass',
    'id',
    'ouä'.normalize('NFKD').replace(/\p{M}/gu, ''),
    'fleep',
    'io',
    's',
  ])
  expect(swappedLetters('abc')).toEqual(['bac', 'acb'])
})
