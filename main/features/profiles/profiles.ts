import type { Account, CommandInput, MailServer, ProfileChange } from '../../../contract/contract'
import { Failure, isFailure } from '../../core/failure'
import { type ChooseSaveLocation, saveAs } from '../../core/save-as'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { configure, configureClientSettings, setFlag, toConfigureInput } from '../../fleep/account-api'
import type { ChooseFile } from '../../startup/services'
import type { Session } from '../session/session'
import type { MailServers } from '../smtp/mail-servers'
import { differencesOf, fieldOf, isAtHand } from './differences'
import { largestProfile, type Profile, profileOf, readProfile, writeProfile } from './profile-file'

export interface ProfilesOptions {
  session: Session
  store: Store
  smtp: MailServers
  chooseTarget: ChooseSaveLocation
  chooseFile: ChooseFile
}

/** Settings as a file: saved from one account, looked at, and applied to this or another one. */
export class Profiles {
  private opened: Profile | undefined
  /** What there was before the last one was applied. */
  private former: Profile | undefined

  constructor(private readonly parts: ProfilesOptions) {
    parts.session.addSessionListener({ onSignedOut: () => this.end() })
  }

  /** @returns the file's name, null where none was chosen. @throws Failure */
  async save(): Promise<{ name: string } | null> {
    return saveAs(this.parts.chooseTarget, 'fleep-settings.json', writeProfile(await this.read()))
  }

  /** Shows what would change. @returns whether a file was chosen. @throws Failure for one that holds no settings */
  async open(): Promise<boolean> {
    const file = await this.parts.chooseFile('profile')
    if (!file) return false
    await this.show(file.name, file.bytes)
    return true
  }

  /** @throws Failure for bytes that hold no settings */
  async show(name: string, bytes: Uint8Array): Promise<void> {
    if (bytes.length > largestProfile) throw new Failure('invalid-input', text('profile.tooLarge'))
    const opened = readProfile(bytes)
    const now = await this.read()
    this.opened = opened
    this.parts.store.change({ profile: { name, of: opened.of, changes: this.compare(opened, now) } })
  }

  close(): void {
    this.opened = undefined
    this.parts.store.change({ profile: null })
  }

  /**
   * Makes the chosen changes one after the other. When one fails, those before it are made, and what is left still shows.
   * @throws Failure
   */
  async apply({ fields, passwords }: CommandInput<'profile.apply'>): Promise<void> {
    const { opened } = this
    if (!opened) throw new Failure('refused', text('profile.noFile'))
    const before = await this.read()
    const wanted = this.compare(opened, before).filter((change) => fields.includes(fieldOf(change)))
    const missing = wanted.find((change) => change.needsPassword && !passwords[fieldOf(change)])
    if (missing) {
      throw new Failure('invalid-input', text('profile.passwordMissing', { name: missing.name }), fieldOf(missing))
    }
    this.former = before
    await this.make(wanted, opened.settings, passwords)
    this.close()
  }

  /** Takes the last one back, but for mail servers, which stay. @throws Failure */
  async undo(): Promise<void> {
    const { former } = this
    if (!former) throw new Failure('refused', text('common.nothingToUndo'))
    const changes = this.compare(former, await this.read())
    await this.make(
      changes.filter(({ kind }) => kind !== 'mailServer' && kind !== 'defaultMailServer'),
      former.settings,
      {},
    )
    this.former = undefined
  }

  private async make(changes: ProfileChange[], settings: Profile['settings'], passwords: Record<string, string>) {
    let count = 0
    for (const change of changes) {
      try {
        await this.makeOne(change, settings, passwords[fieldOf(change)] ?? null)
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

  private async makeOne({ kind, name, to }: ProfileChange, settings: Profile['settings'], password: string | null) {
    const { session, smtp } = this.parts
    switch (kind) {
      case 'clientSetting':
        return session.applyRecords([await session.use((fleep) => configureClientSettings(fleep, { [name]: to }))])
      case 'flag':
        return session.applyRecords([await session.use((fleep) => setFlag(fleep, name, to === true))])
      case 'mailServer':
        return this.setMailServer(name, settings, password)
      case 'defaultMailServer': {
        const account = this.mailServers().find(({ address }) => address === to)
        // Its own change was left out.
        if (account) await smtp.makeDefault(account.id)
        return
      }
      default:
        return session.applyRecords([await session.use((fleep) => configure(fleep, toConfigureInput({ [kind]: to })))])
    }
  }

  private async setMailServer(address: string, { mailServers }: Profile['settings'], password: string | null) {
    const wanted = mailServers.find((server) => server.address === address)
    if (!wanted) return
    const encryption = wanted.encryption ?? 'tls'
    const port = wanted.port ?? (encryption === 'tls' ? 465 : 587)
    const entered = { address, username: wanted.username, host: wanted.host, port, encryption }
    const known = this.mailServers().find((account) => account.address === address)
    if (known) await this.parts.smtp.change({ id: known.id, ...entered, password })
    else await this.parts.smtp.add({ ...entered, password: password ?? '' })
  }

  /** The settings as Fleep has them now. @throws Failure */
  private async read(): Promise<Profile> {
    await this.parts.session.refreshNow()
    await this.parts.smtp.refresh()
    return this.known()
  }

  private known(): Profile {
    return profileOf(this.account(), this.mailServers())
  }

  private account(): Account {
    const { account } = this.parts.store.state
    if (!account) throw new Failure('signed-out', text('errors.notSignedIn'))
    return account
  }

  private mailServers(): MailServer[] {
    return this.parts.store.state.mailServers ?? []
  }

  private compare(wanted: Profile, now: Profile): ProfileChange[] {
    const { mailPasswords } = this.parts.store.state
    const isStored = (address: string) => {
      const id = this.mailServers().find((account) => account.address === address)?.id
      return isAtHand(mailPasswords[id ?? ''])
    }
    return differencesOf(wanted.settings, now.settings, isStored)
  }

  private showAgain(): void {
    const { profile } = this.parts.store.state
    if (!profile || !this.opened || !this.parts.store.state.account) return
    this.parts.store.change({ profile: { ...profile, changes: this.compare(this.opened, this.known()) } })
  }

  private end(): void {
    this.former = undefined
    this.close()
  }
}
