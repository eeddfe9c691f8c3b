import type { AppState } from '.'
import { appSettings } from './app-settings'
import { defaultsOf } from './settings'

/** The state at start, before anything is loaded. The window creates one signal for each of its keys. */
export const initialState: AppState = {
  session: { kind: 'restoring' },
  server: '',
  lastEmail: '',
  account: null,
  aliases: null,
  conversations: null,
  exports: [],
  download: null,
  board: null,
  boardReading: null,
  profile: null,
  openLink: null,
  linkResult: null,
  people: null,
  lookUpProgress: null,
  avatarUpload: null,
  mailServers: null,
  mailChecks: {},
  enteredCheck: null,
  mailPasswords: {},
  passwordRemovalProblem: null,
  connection: { online: true },
  sessionStorage: { kind: 'none' },
  fileProblem: null,
  appSettings: { ...defaultsOf(appSettings), hasTray: false, hasSeenHint: true },
  locale: 'en',
  accent: null,
  update: null,
  uiRequest: null,
  closeRequest: null,
  keychain: 'secret-service',
  appVersion: '',
}
