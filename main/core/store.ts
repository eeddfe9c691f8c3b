import type { AppState } from '../../contract'

/** @param known what is known before anything was read */
export function initialState(known: Pick<AppState, 'session' | 'server' | 'keychainName'>): AppState {
  return {
    ...known,
    lastEmail: '',
    account: null,
    aliases: null,
    conversations: null,
    exports: {},
    download: null,
    board: null,
    boardReading: null,
    profile: null,
    openLink: null,
    linkDone: null,
    people: null,
    lookup: null,
    avatarUpload: null,
    mailServers: null,
    mailChecks: {},
    enteredCheck: null,
    mailPasswords: {},
    mailPasswordsLeft: null,
    connection: { online: true },
    sessionStorage: { kind: 'none' },
    fileProblem: null,
    appSettings: {
      startAtLogin: false,
      startHidden: true,
      stayInTray: true,
      hasTray: false,
      language: null,
      toldOfBasics: true,
    },
    locale: 'en',
    accent: null,
    update: null,
    uiRequest: null,
  }
}

type Listener = (state: AppState, changes: Partial<AppState>) => void

/** Holds the only state. Listeners hear of every change, once per change. */
export class Store {
  private readonly listeners = new Set<Listener>()

  constructor(private current: AppState) {}

  get state(): AppState {
    return this.current
  }

  change(changes: Partial<AppState>): void {
    this.current = { ...this.current, ...changes }
    for (const listener of this.listeners) listener(this.current, changes)
  }

  /** A sentence about a file of the app's own, until the person has read it. */
  readonly reportFileProblem = (sentence: string): void => {
    this.change({ fileProblem: [this.current.fileProblem, sentence].filter(Boolean).join(' ') })
  }

  /** @returns the function that ends it */
  onChange(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
