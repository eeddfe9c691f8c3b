import type { Account, AppState, CommandAnswer, CommandInput, CommandName, ErrorCode, MailServer } from '../../contract'
import type { CommandRunner } from '../core/command-runner'
import { Failure } from '../core/failure'
import type { Store } from '../core/store'
import { text } from '../core/text'
import { notSignedIn } from '../features/session/pending-reauthentication'
import type { Services } from '../startup/services'

/** What the app asks a command for, in place of its dialogs. */
export interface Target {
  /** Where the next file is written, by the name that is suggested. */
  choose: (name: string) => string | null
  /** The file to read, in place of one that a person chooses. */
  read: string | null
}

export interface CliOptions {
  parts: Services
  runner: CommandRunner
  store: Store
  target: Target
}

/** The app for a command: the same commands and state as the window's, with failures thrown. */
export class Cli {
  constructor(private readonly app: CliOptions) {
    // Nobody is there to be asked for the password of a session that ended.
    app.store.onChange(({ session }) => {
      if (session.kind === 'expired' && session.interrupted) app.parts.session.dismissInterrupted()
    })
  }

  get state(): AppState {
    return this.app.store.state
  }

  /** @throws Failure */
  async run<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandAnswer<Name>> {
    const result = await this.app.runner.run(name, input)
    if (!result.ok) throw new Failure(result.error.code as ErrorCode, result.error.message, result.error.field)
    return result.value as CommandAnswer<Name>
  }

  /**
   * The session from the keychain.
   * @param server an origin; that of the last sign-in when none is given
   * @throws Failure of the keychain
   */
  async restore(server?: string): Promise<void> {
    const failure = await this.app.parts.session.restore(server)
    if (failure) throw failure
  }

  /** Restores the session and reads the account. @throws Failure; `signed-out` when nobody is signed in */
  async enter(server?: string): Promise<void> {
    await this.restore(server)
    if (this.state.session.kind !== 'signed-in') throw new Failure('signed-out', text('cli.nobodySignedIn'))
    await this.run('account.refresh', {})
  }

  /** @throws Failure `signed-out` */
  account(): Account {
    const { account } = this.state
    if (!account) throw notSignedIn()
    return account
  }

  /** @throws Failure `refused` for an address that has none */
  mailServer(address: string): MailServer {
    const known = this.state.mailServers ?? []
    const found = known.find((server) => server.address.toLowerCase() === address.toLowerCase())
    if (found) return found
    const all = known.map((server) => server.address).join(', ')
    throw new Failure('refused', all ? text('cli.noMailServerFor', { address, all }) : text('cli.noMailServer'))
  }

  /** Resolves as soon as the state is as wanted. */
  async until(isReached: (state: AppState) => boolean): Promise<void> {
    if (isReached(this.state)) return
    await new Promise<void>((resolve) => {
      const end = this.app.store.onChange((state) => {
        if (!isReached(state)) return
        end()
        resolve()
      })
    })
  }

  saveNextAs(choose: Target['choose']): void {
    this.app.target.choose = choose
  }

  readNext(path: string): void {
    this.app.target.read = path
  }

  /** Resolves when what was begun in the background is done. */
  async settled(): Promise<void> {
    await this.app.parts.passwords.settled()
  }
}
