import type { AppState } from '.'
import { appSettings } from './app-settings'
import { defaultsOf } from './settings'

/**
 * The state before anything is read. Main starts with it, and adds what it knows of this computer. The window takes the
 * names of its signals from it.
 */
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
  keychainName: '',
}
