import type { Account, CommandInput, MailServer, ProfileChange, SavedFile } from '../../../contract'
import { fleepIdOf } from '../../../contract/fleep-id'
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
import { differencesOf } from './differences'
import { changeOfAddress, defaultOf } from './mail-server-differences'
import { formatProfile, maxProfileSize, type Profile, parseProfile, profileOf } from './profile-file'
import { asTyped } from './typed-change'

export interface ProfilesOptions {
  session: Session
  store: Store
  calls: SessionCalls
  mailServers: MailServers
  chooseSaveLocation: ChooseSaveLocation
  chooseFile: ChooseFile
}

/** Saves the account's settings to a file, and applies such a file to this or another account. */
export class Profiles {
  /** The open settings file. */
  private opened: Profile | undefined
  /** The account's settings before the last file was applied. */
  private previous: Profile | undefined

  constructor(private readonly options: ProfilesOptions) {
    options.session.addSessionListener({ onSignedOut: () => this.clear() })
  }

  /** @returns null if the user cancels. @throws Failure */
  async save(context: CommandContext): Promise<SavedFile | null> {
    const content = formatProfile(await this.loadCurrent(context))
    return saveAs(context, this.options.chooseSaveLocation, 'fleep-settings.json', content)
  }

  /**
   * Opens a settings file and shows what would change.
   * @returns false if the user cancels
   * @throws Failure; `invalid-input` if it is not a settings file
   */
  async open(context: CommandContext): Promise<boolean> {
    const file = await this.options.chooseFile('profile')
    if (!file) return false
    await this.show(context, file.name, file.bytes)
    return true
  }

  private async show(context: CommandContext, name: string, bytes: Uint8Array): Promise<void> {
    if (bytes.length > maxProfileSize) throw new Failure('invalid-input', text('profile.tooLarge'))
    const opened = parseProfile(bytes)
    const changes = this.compare(opened, await this.loadCurrent(context))
    context.signal.throwIfAborted()
    this.opened = opened
    const isOtherAccount = !this.ownAddresses().includes(opened.of.toLowerCase())
    this.options.store.change({ profile: { name, accountEmail: opened.of, isOtherAccount, changes } })
  }

  close(): void {
    this.opened = undefined
    this.options.store.change({ profile: null })
  }

  /**
   * Makes the chosen changes one after the other. Earlier changes stay if one fails, and the state then
   * shows the remaining ones.
   * @throws Failure with the key of the failed change as its field
   */
  async apply(context: CommandContext, { fields, passwords }: CommandInput<'profiles.apply'>): Promise<void> {
    const { opened } = this
    if (!opened) throw new Failure('refused', text('profile.noFile'))
    const current = await this.loadCurrent(context)
    const chosen = this.compare(opened, current).filter((change) => fields.includes(fieldOf(change)))
    const changes = chosen.map(asTyped)
    // Before any change is made. Some servers of the account are not in `current`, as they could not be set up.
    for (const { kind, name } of changes) {
      if (kind === 'mailServer') changeOfAddress(name, opened.settings.mailServers, this.mailServers())
    }
    const missing = changes.find((change) => change.needsPassword && !passwords[fieldOf(change)])
    if (missing) {
      throw new Failure(
        'invalid-input',
        text('profile.passwordMissing', { name: missing.name ?? fieldOf(missing) }),
        fieldOf(missing),
      )
    }
    context.signal.throwIfAborted()
    this.previous = current
    await this.makeChanges(context, changes, opened.settings, passwords)
    if (!context.signal.aborted) this.close()
  }

  /** Undoes the last applied file, except for mail servers. @throws Failure */
  async undo(context: CommandContext): Promise<void> {
    const { previous } = this
    if (!previous) throw new Failure('refused', text('common.nothingToUndo'))
    const isUndoable = ({ kind }: ProfileChange) => kind !== 'mailServer' && kind !== 'defaultMailServer'
    const changes = this.compare(previous, await this.loadCurrent(context)).filter(isUndoable)
    await this.makeChanges(context, changes, previous.settings, {})
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
        if (!context.signal.aborted) this.showRemaining()
        if (!isFailure(reason)) throw reason
        const problem = reason.message
        const message = count > 0 ? text('profile.stopped', { count, total: changes.length, problem }) : problem
        throw new Failure(reason.code, message, fieldOf(change))
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
        const server = defaultOf(settings.mailServers, this.mailServers())
        // It does not exist if the user did not choose the change that adds it.
        if (server) await mailServers.makeDefault(context, server.id)
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
    const { wanted, existing } = changeOfAddress(address, mailServers, this.mailServers())
    if (!wanted) return
    const encryption = wanted.encryption ?? 'tls'
    const port = wanted.port ?? usualPort(encryption)
    const values = { address, username: wanted.username, host: wanted.host, port, encryption }
    if (existing) await this.options.mailServers.change(context, { id: existing.id, ...values, password })
    else await this.options.mailServers.add(context, { ...values, password: password ?? '' })
  }

  /** Loads the account's settings from Fleep. @throws Failure */
  private async loadCurrent(context: CommandContext): Promise<Profile> {
    await this.options.calls.refreshAccount(context)
    await this.options.mailServers.refresh(context)
    return this.currentProfile()
  }

  private currentProfile(): Profile {
    return profileOf(this.account(), this.mailServers())
  }

  private account(): Account {
    const { account } = this.options.store.state
    if (!account) throw new Failure('signed-out', text('errors.notSignedIn'))
    return account
  }

  /** In small letters. The primary address may have changed since a file was saved. */
  private ownAddresses(): string[] {
    const { server, aliases } = this.options.store.state
    const { email, fleepAddress } = this.account()
    const others = (aliases ?? []).filter(({ confirmed }) => confirmed).map((alias) => alias.email)
    const own = [email, ...others, ...(fleepAddress ? [fleepIdOf(fleepAddress, server)] : [])]
    return own.map((address) => address.toLowerCase())
  }

  private mailServers(): MailServer[] {
    return this.options.store.state.mailServers ?? []
  }

  private compare(target: Profile, current: Profile): ProfileChange[] {
    return differencesOf(target.settings, current.settings)
  }

  private showRemaining(): void {
    const { profile } = this.options.store.state
    if (!profile || !this.opened || !this.options.store.state.account) return
    this.options.store.change({ profile: { ...profile, changes: this.compare(this.opened, this.currentProfile()) } })
  }

  private clear(): void {
    this.previous = undefined
    this.close()
  }
}
