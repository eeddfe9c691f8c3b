import type { Account, AppState, CommandAnswer, CommandInput, CommandName, ErrorCode } from '../../contract'
import type { CommandRunner } from '../core/command-runner'
import { Failure } from '../core/failure'
import type { Store } from '../core/store'
import { text } from '../core/text'
import { notSignedIn } from '../features/session/pending-reauthentication'
import type { LoadedSettings } from '../managed/load-managed-settings'
import type { Services } from '../startup/services'

/** Whether a command needs somebody who is signed in. */
export type NeedsSession = boolean | 'if-readable' | null

/** Stands in for the file dialogs, which a command cannot show. */
export interface FileChoices {
  /** Where the next file is written; null for nowhere. */
  saveLocation: string | null
  /** The next file to read. */
  file: string | null
}

export interface CliOptions {
  services: Services
  runner: CommandRunner
  store: Store
  choices: FileChoices
  /** Rejects with the first unexpected exception. */
  firstDefect: Promise<never>
  /** The settings of the organisation; null or left out if there are none. */
  managed?: LoadedSettings | null
  /** Sets what ends the command at a signal, such as Ctrl+C; undefined ends the process without a word. */
  onSignal?(end: (() => void) | undefined): void
}

/** In milliseconds. Tests shorten it. */
export const cliDefaults = {
  /** How long a command waits for a connection that is lost. Fleep goes on meanwhile, so the command can be run again. */
  longestOutage: 45_000,
}

/** The app as a command sees it: the window's commands and state, but a command that fails throws. */
export class Cli {
  constructor(private readonly options: CliOptions) {
    const { store, services } = options
    // Nobody can enter the password again when the session ends, so the commands that wait for it must fail.
    store.onChange(({ session }) => {
      if (session.kind === 'expired' && session.interrupted) services.session.cancelReauthentication()
    })
  }

  private get services(): Services {
    return this.options.services
  }

  get state(): AppState {
    return this.options.store.state
  }

  /** @returns a function that stops it */
  onChange(listener: (state: AppState) => void): () => void {
    return this.options.store.onChange(listener)
  }

  /** @throws Failure */
  async run<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandAnswer<Name>> {
    const result = await this.options.runner.run(name, input)
    if (!result.ok) throw new Failure(result.error.code as ErrorCode, result.error.message, result.error.field)
    return result.value as CommandAnswer<Name>
  }

  /**
   * Waits for a command that says more when it is stopped than a process that just ends.
   * @param stop is called at a signal. The command then fails
   */
  async stoppable<Result>(running: Promise<Result>, stop: () => void): Promise<Result> {
    this.options.onSignal?.(stop)
    try {
      return await running
    } finally {
      this.options.onSignal?.(undefined)
    }
  }

  /**
   * Restores the session from the keychain, if there is one.
   * @param server an origin; that of the last sign-in when none is given
   * @throws Failure of the keychain
   */
  async restoreSession(server?: string): Promise<void> {
    const failure = await this.services.session.restore(server)
    if (failure) throw failure
  }

  /**
   * Prepares the session for a command.
   * @param needed as a command declares it
   * @param server as in {@link restoreSession}
   * @throws Failure
   */
  async prepareSession(needed: NeedsSession, server?: string): Promise<void> {
    if (needed === true) await this.requireSession(server)
    else if (needed === false) await this.restoreSession(server)
    else if (needed === 'if-readable') await this.services.session.restore(server)
  }

  get managed(): LoadedSettings | null {
    return this.options.managed ?? null
  }

  /** @returns the organisation's server, or that of the last sign-in, an origin; Fleep's own if there was none */
  knownServer(): string {
    return this.managed?.values.server ?? this.services.knownSession.read().server
  }

  /** Whether there is a session to sign out of. @param server an origin; any server when none is given */
  hasSession(server?: string): boolean {
    return this.services.session.isKnownAt(server)
  }

  /** @param server as in {@link hasSession} */
  hasMailPasswords(server?: string): boolean {
    return server !== undefined && this.services.session.hasMailPasswordsAt(server)
  }

  /**
   * Restores the session and reads the account.
   * @param server as in {@link restoreSession}
   * @throws Failure; `signed-out` when nobody is signed in
   */
  async requireSession(server?: string): Promise<void> {
    await this.restoreSession(server)
    if (this.state.session.kind !== 'signed-in') throw new Failure('signed-out', text('cli.nobodySignedIn'))
    await this.run('account.refresh', {})
  }

  /** @throws Failure `signed-out` */
  account(): Account {
    const { account } = this.state
    if (!account) throw notSignedIn()
    return account
  }

  /**
   * Resolves as soon as the state meets the condition, which changes of the account at Fleep make true.
   * @param longest after this time, in milliseconds, it resolves all the same
   * @throws Failure `signed-out` if the session ends, `offline` if Fleep cannot be reached for a while; the exception if
   *   following the account fails unexpectedly
   */
  async until(isReached: (state: AppState) => boolean, longest?: number): Promise<void> {
    const { store, firstDefect } = this.options
    const stopWaiting = new AbortController()
    const reached = new Promise<void>((resolve, reject) => {
      let outage: NodeJS.Timeout | undefined
      const end = (settle: () => void) => {
        stopWaiting.abort()
        settle()
      }
      const check = ({ session, connection }: AppState) => {
        if (session.kind !== 'signed-in') throw new Failure('signed-out', text('cli.sessionEnded'))
        if (isReached(store.state)) return end(resolve)
        if (connection.online) {
          clearTimeout(outage)
          outage = undefined
          return
        }
        const { explanation } = connection
        outage ??= setTimeout(() => end(() => reject(new Failure('offline', explanation))), cliDefaults.longestOutage)
      }
      const checkSafely = (state: AppState) => {
        try {
          check(state)
        } catch (reason) {
          end(() => reject(reason))
        }
      }
      stopWaiting.signal.addEventListener('abort', store.onChange(checkSafely))
      stopWaiting.signal.addEventListener('abort', () => clearTimeout(outage))
      if (longest !== undefined) {
        const timer = setTimeout(() => end(resolve), longest)
        stopWaiting.signal.addEventListener('abort', () => clearTimeout(timer))
      }
      checkSafely(store.state)
    })
    await Promise.race([reached, firstDefect]).finally(() => stopWaiting.abort())
  }

  /** The commands that ask where to save a file get this path from now on. */
  chooseSaveLocation(path: string): void {
    this.options.choices.saveLocation = path
  }

  /** The commands that ask for a file get this one from now on. */
  chooseFile(path: string): void {
    this.options.choices.file = path
  }

  /** Resolves when the work that commands started in the background is done. */
  async settled(): Promise<void> {
    await this.services.passwords.settled()
    // A cookie that Fleep has replaced, and what is left of earlier sessions.
    await this.services.session.pendingStorage
  }
}
