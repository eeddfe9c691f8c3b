import type { Account, CommandInput, MailServer, ProfileChange } from '../../../contract'
import { fieldOf } from '../../../contract/profile-change'
import { usualPort } from '../../../contract/smtp-ports'
import type { ChooseFile } from '../../core/choose-file'
import type { CommandContext } from '../../core/command-context'
import { Failure, isFailure } from '../../core/failure'
import { type ChooseSaveLocation, saveAs } from '../../core/save-as'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { changeSettings, configureClientSettings, setFlag } from '../../fleep/account-api'
import type { Session } from '../session/session'
import type { SessionCalls } from '../session/session-calls'
import type { MailServers } from '../smtp/mail-servers'
import { differencesOf, isAtHand } from './differences'
import { largestProfile, type Profile, profileOf, readProfile, writeProfile } from './profile-file'

export interface ProfilesOptions {
  session: Session
  store: Store
  calls: SessionCalls
  mailServers: MailServers
  chooseSaveLocation: ChooseSaveLocation
  chooseFile: ChooseFile
}

/** Settings as a file: saved from one account, looked at, and applied to this or another one. */
export class Profiles {
  private opened: Profile | undefined
  /** What there was before the last one was applied. */
  private previous: Profile | undefined

  constructor(private readonly options: ProfilesOptions) {
    options.session.addSessionListener({ onSignedOut: () => this.end() })
  }

  /** @returns the file's name, null where none was chosen. @throws Failure */
  async save(context: CommandContext): Promise<{ name: string } | null> {
    return saveAs(this.options.chooseSaveLocation, 'fleep-settings.json', writeProfile(await this.read(context)))
  }

  /** Shows what would change. @returns whether a file was chosen. @throws Failure for one that holds no settings */
  async open(context: CommandContext): Promise<boolean> {
    const file = await this.options.chooseFile('profile')
    if (!file) return false
    await this.show(context, file.name, file.bytes)
    return true
  }

  /** @throws Failure for bytes that hold no settings */
  async show(context: CommandContext, name: string, bytes: Uint8Array): Promise<void> {
    if (bytes.length > largestProfile) throw new Failure('invalid-input', text('profile.tooLarge'))
    const opened = readProfile(bytes)
    const now = await this.read(context)
    this.opened = opened
    this.options.store.change({
      profile: { name, accountEmail: opened.of, changes: this.compare(opened, now) },
    })
  }

  close(): void {
    this.opened = undefined
    this.options.store.change({ profile: null })
  }

  /**
   * Makes the chosen changes one after the other. When one fails, those before it are made, and what is left still shows.
   * @throws Failure
   */
  async apply(context: CommandContext, { fields, passwords }: CommandInput<'profiles.apply'>): Promise<void> {
    const { opened } = this
    if (!opened) throw new Failure('refused', text('profile.noFile'))
    const before = await this.read(context)
    const wanted = this.compare(opened, before).filter((change) => fields.includes(fieldOf(change)))
    const missing = wanted.find((change) => change.needsPassword && !passwords[fieldOf(change)])
    if (missing) {
      throw new Failure('invalid-input', text('profile.passwordMissing', { name: missing.name }), fieldOf(missing))
    }
    this.previous = before
    await this.makeChanges(context, wanted, opened.settings, passwords)
    this.close()
  }

  /** Takes the last one back, but for mail servers, which stay. @throws Failure */
  async undo(context: CommandContext): Promise<void> {
    const { previous } = this
    if (!previous) throw new Failure('refused', text('common.nothingToUndo'))
    const changes = this.compare(previous, await this.read(context))
    await this.makeChanges(
      context,
      changes.filter(({ kind }) => kind !== 'mailServer' && kind !== 'defaultMailServer'),
      previous.settings,
      {},
    )
    this.previous = undefined
  }

  private async makeChanges(
    context: CommandContext,
    changes: ProfileChange[],
    settings: Profile['settings'],
    passwords: Record<string, string>,
  ) {
    let count = 0
    for (const change of changes) {
      try {
        await this.makeChange(context, change, settings, passwords[fieldOf(change)] ?? null)
        count += 1
      } catch (reason) {
        this.showAgain()
        if (!isFailure(reason)) throw reason
        const { message } = reason
        const said = count > 0 ? text('profile.stopped', { count, total: changes.length, problem: message }) : message
        throw new Failure(reason.code, said, fieldOf(change))
      }
    }
  }

  private async makeChange(
    context: CommandContext,
    { kind, name, to }: ProfileChange,
    settings: Profile['settings'],
    password: string | null,
  ) {
    const { calls, mailServers } = this.options
    switch (kind) {
      case 'clientSetting':
        return calls.change(context, configureClientSettings, { [name]: to })
      case 'flag':
        return calls.change(context, setFlag, name, to === true)
      case 'mailServer':
        return this.setMailServer(context, name, settings, password)
      case 'defaultMailServer': {
        const account = this.mailServers().find(({ address }) => address === to)
        // Its own change was left out.
        if (account) await mailServers.makeDefault(context, account.id)
        return
      }
      default:
        return calls.change(context, changeSettings, { [kind]: to })
    }
  }

  private async setMailServer(
    context: CommandContext,
    address: string,
    { mailServers }: Profile['settings'],
    password: string | null,
  ) {
    const wanted = mailServers.find((server) => server.address === address)
    if (!wanted) return
    const encryption = wanted.encryption ?? 'tls'
    const port = wanted.port ?? usualPort(encryption)
    const entered = { address, username: wanted.username, host: wanted.host, port, encryption }
    const currentProfile = this.mailServers().find((account) => account.address === address)
    if (currentProfile) await this.options.mailServers.change(context, { id: currentProfile.id, ...entered, password })
    else await this.options.mailServers.add(context, { ...entered, password: password ?? '' })
  }

  /** The settings as Fleep has them now. @throws Failure */
  private async read(context: CommandContext): Promise<Profile> {
    await this.options.calls.refreshAccount(context)
    await this.options.mailServers.refresh(context)
    return this.known()
  }

  private known(): Profile {
    return profileOf(this.account(), this.mailServers())
  }

  private account(): Account {
    const { account } = this.options.store.state
    if (!account) throw new Failure('signed-out', text('errors.notSignedIn'))
    return account
  }

  private mailServers(): MailServer[] {
    return this.options.store.state.mailServers ?? []
  }

  private compare(wanted: Profile, now: Profile): ProfileChange[] {
    const { mailPasswords } = this.options.store.state
    const isStored = (address: string) => {
      const id = this.mailServers().find((account) => account.address === address)?.id
      return isAtHand(mailPasswords[id ?? ''])
    }
    return differencesOf(wanted.settings, now.settings, isStored)
  }

  private showAgain(): void {
    const { profile } = this.options.store.state
    if (!profile || !this.opened || !this.options.store.state.account) return
    this.options.store.change({ profile: { ...profile, changes: this.compare(this.opened, this.known()) } })
  }

  private end(): void {
    this.previous = undefined
    this.close()
  }
}
