import type { MailServer, PasswordLocation } from '../../../contract'
import type { AccountKey, CommandContext } from '../../core/command-context'
import { type Failure, isFailure } from '../../core/failure'
import { SerialQueue } from '../../core/serial-queue'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import type { Keychain } from '../../keychain/keychain'
import { keychainProblemOf } from '../../keychain/keychain-errors'
import {
  bindMailPassword,
  isSamePlace,
  type MailPasswordKey,
  mailPasswordName,
  type PasswordPlace,
  readMailPassword,
  writeMailPassword,
} from '../../keychain/mail-password-item'
import type { KnownSessionFile } from '../session/known-session-file'
import { isSameAccount } from '../session/known-sessions'
import { notSignedIn } from '../session/pending-reauthentication'
import { KnownMailPasswords } from './known-mail-passwords'
import { passwordForOtherSettings, passwordMissing, placeAtFleep, placeOf } from './password-place'

/** A password that is not in the keychain (yet), with the place where it may be sent. */
interface PlacedPassword {
  password: string
  place: PasswordPlace | null
}

/**
 * Stores the passwords of mail servers in the OS keychain, one item for each. A password that cannot be stored stays in
 * memory until the app quits, and the state shows why.
 */
export class MailPasswords {
  /** By mail server. */
  private readonly inMemory = new Map<string, PlacedPassword>()
  /** The mail servers whose items were looked up since the sign-in. */
  private readonly lookedUp = new Set<string>()
  /** The places of the mail servers in Fleep's list when it was first loaded, for items of version 0.1.0. */
  private readonly firstPlaces = new Map<string, PasswordPlace | null>()
  /** The account of the last sign-in, and its mail servers that may have an item, whatever the file lists. */
  private latest: { account: AccountKey; ids: Set<string> } | undefined
  private readonly queue = new SerialQueue()
  private readonly known: KnownMailPasswords

  constructor(
    private readonly keychain: Keychain,
    private readonly store: Store,
    knownSession: KnownSessionFile,
  ) {
    this.known = new KnownMailPasswords(knownSession)
  }

  /** To be called after a sign-in. Shows which passwords should be in the keychain, without reading it yet. */
  begin(account: AccountKey): void {
    this.latest = { account, ids: new Set() }
    const stored = this.known.idsOf(account).map((id) => [id, { kind: 'stored' }])
    this.store.change({ mailPasswords: Object.fromEntries(stored) })
  }

  /** To be called after a sign-out. Removes all passwords from memory. */
  clear(): void {
    this.inMemory.clear()
    this.lookedUp.clear()
    this.firstPlaces.clear()
    this.store.change({ mailPasswords: {}, passwordRemovalProblem: null })
  }

  /**
   * The only way to a password.
   *
   * @param place where the password is going to be sent, from `placeOf`
   * @throws Failure `invalid-input` with the field `password` if it must be typed, because it is not on this computer or was
   *   stored for another place; `keychain-*` if the keychain cannot be read; `signed-out`
   */
  async read(context: CommandContext, id: string, place: PasswordPlace | null): Promise<string> {
    const key = { ...accountOf(context), smtpId: id }
    const known = this.inMemory.get(id)
    if (known) {
      if (isSamePlace(known.place, place)) return known.password
      throw passwordForOtherSettings()
    }
    let stored = await readMailPassword(this.keychain, key, place)
    if (stored.kind === 'unbound' && this.firstPlaces.has(id)) {
      await this.queue.run(() => this.bind(key))
      stored = await readMailPassword(this.keychain, key, place)
    }
    context.signal.throwIfAborted()
    if (stored.kind === 'missing') {
      this.show(id, { kind: 'elsewhere' })
      throw passwordMissing()
    }
    this.showFit(id, place, stored.kind === 'usable')
    if (stored.kind !== 'usable') throw passwordForOtherSettings()
    return stored.password
  }

  /**
   * Stores a password, and shows in the state whether that succeeded.
   * @param place where it may be sent
   * @param replace whether to overwrite an item that the app did not write
   * @returns why the password could not be stored; undefined if it was
   */
  save(
    context: CommandContext,
    id: string,
    password: string,
    place: PasswordPlace | null,
    replace = false,
  ): Promise<Failure | undefined> {
    const key = { ...accountOf(context), smtpId: id }
    const placed = { password, place }
    this.inMemory.set(id, placed)
    return this.queue.run(() => this.write(key, placed, replace))
  }

  /** Tries again to store a password that is only in memory. @returns as {@link save} does */
  async saveAgain(context: CommandContext, id: string, replace: boolean): Promise<Failure | undefined> {
    const known = this.inMemory.get(id)
    return known && this.save(context, id, known.password, known.place, replace)
  }

  /** Removes the password of a mail server that was removed at Fleep. */
  async remove(context: CommandContext, id: string): Promise<void> {
    const account = accountOf(context)
    this.inMemory.delete(id)
    const { [id]: _removed, ...others } = this.store.state.mailPasswords
    this.store.change({ mailPasswords: others })
    await this.queue.run(() => this.removeAndShow(context, account, [id]))
  }

  /**
   * Looks up the passwords of new mail servers, gives those of version 0.1.0 their place, and removes the passwords of mail
   * servers that no longer exist.
   * @param servers of the account, as Fleep lists them
   * @param isComplete whether these are all
   */
  sync(context: CommandContext, servers: MailServer[], isComplete: boolean): Promise<void> {
    for (const server of servers) {
      if (!this.firstPlaces.has(server.id)) this.firstPlaces.set(server.id, placeAtFleep(server))
    }
    return this.queue.run(async () => {
      if (context.signal.aborted) return
      const account = accountOf(context)
      const removedIds = this.known.idsOf(account).filter((id) => isComplete && servers.every((one) => one.id !== id))
      await this.removeAndShow(context, account, removedIds)
      const newServers = servers.filter(({ id }) => !this.lookedUp.has(id) && !this.inMemory.has(id))
      await this.lookUp(context, account, newServers)
    })
  }

  /** Resolves when all pending reads and writes of the keychain are finished. */
  settled(): Promise<void> {
    return this.queue.run(async () => undefined)
  }

  /** Removes all passwords of an account that has signed out. @returns why this failed; undefined if it succeeded */
  removeAll(account: AccountKey): Promise<Failure | undefined> {
    return this.queue.run(async () => {
      const { latest } = this
      const used = latest && isSameAccount(latest.account, account) ? latest.ids : []
      return this.removeItems(account, [...new Set([...this.known.idsOf(account), ...used])])
    })
  }

  private async write(key: MailPasswordKey, placed: PlacedPassword, replace: boolean): Promise<Failure | undefined> {
    const isCurrent = () => this.inMemory.get(key.smtpId) === placed
    if (!isCurrent()) return undefined
    // Before the item is written, so that no item exists that the app does not know.
    if (this.latest && isSameAccount(this.latest.account, key)) this.latest.ids.add(key.smtpId)
    this.known.add(key)
    const isListed = () => this.known.idsOf(key).includes(key.smtpId)
    const wasListed = isListed()
    try {
      await writeMailPassword(this.keychain, key, placed.password, placed.place, replace)
      // A command has signed out meanwhile, and found nothing to remove. If the file cannot be written, no item is listed.
      if (wasListed && !isListed()) return await this.removeItems(key, [key.smtpId])
      if (!isCurrent()) return undefined
      this.inMemory.delete(key.smtpId)
      this.lookedUp.add(key.smtpId)
      this.show(key.smtpId, { kind: 'stored' })
      return undefined
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      if (isCurrent()) this.show(key.smtpId, memoryOnly(reason))
      return reason
    }
  }

  /** If an item cannot be removed, the next {@link sync} tries again. */
  private async removeAndShow({ signal }: CommandContext, account: AccountKey, ids: string[]): Promise<void> {
    const failure = await this.removeItems(account, ids)
    if (signal.aborted || (ids.length === 0 && !this.store.state.passwordRemovalProblem)) return
    this.store.change({ passwordRemovalProblem: failure?.message ?? null })
  }

  private async removeItems(account: AccountKey, ids: string[]): Promise<Failure | undefined> {
    try {
      for (const id of ids) {
        const key = { ...account, smtpId: id }
        await this.keychain.remove(mailPasswordName(key))
        this.known.remove(key)
      }
      return undefined
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      return reason
    }
  }

  private async lookUp({ signal }: CommandContext, account: AccountKey, servers: MailServer[]): Promise<void> {
    if (servers.length === 0) return
    const keys = servers.map(({ id }) => ({ ...account, smtpId: id }))
    const locations: Record<string, PasswordLocation> = {}
    try {
      const existing = await this.keychain.findExisting(keys.map(mailPasswordName))
      for (const key of keys) {
        if (signal.aborted) return
        const exists = existing.has(mailPasswordName(key))
        locations[key.smtpId] = { kind: exists ? await this.bind(key) : 'elsewhere' }
        if (exists) {
          this.known.add(key)
          this.latest?.ids.add(key.smtpId)
        }
        if (!exists) this.known.remove(key)
        this.lookedUp.add(key.smtpId)
      }
    } catch (reason) {
      // The state stays as it was. A command that needs a password reads it again and reports the problem.
      if (!isFailure(reason)) throw reason
    }
    if (!signal.aborted) this.store.change({ mailPasswords: { ...this.store.state.mailPasswords, ...locations } })
  }

  /** Gives an item of version 0.1.0 its place: that of Fleep's list at the first refresh after the update. */
  private async bind(key: MailPasswordKey): Promise<'stored' | 'other-settings'> {
    // The item is not read for it every time: a keychain may ask the user about each access.
    if (this.known.hasPlace(key)) return 'stored'
    const place = this.firstPlaces.get(key.smtpId)
    // The account has signed out meanwhile. The next sign-in tries again.
    if (place === undefined) return 'stored'
    return (await bindMailPassword(this.keychain, key, place)) ? 'stored' : 'other-settings'
  }

  /** Shows whether a stored password fits the mail server, unless the place is one that was only entered. */
  private showFit(id: string, place: PasswordPlace | null, isUsable: boolean): void {
    const server = this.store.state.mailServers?.find((one) => one.id === id)
    if (!server || !isSamePlace(placeOf(server), place)) return
    this.show(id, { kind: isUsable ? 'stored' : 'other-settings' })
  }

  private show(id: string, location: PasswordLocation): void {
    this.store.change({ mailPasswords: { ...this.store.state.mailPasswords, [id]: location } })
  }
}

/** @throws Failure `signed-out` */
function accountOf({ account, signal }: CommandContext): AccountKey {
  signal.throwIfAborted()
  if (!account) throw notSignedIn()
  return account
}

function memoryOnly(failure: Failure): PasswordLocation {
  const explanation = text('smtp.passwordNotKept', { problem: failure.message })
  return { kind: 'memory-only', problem: keychainProblemOf(failure), explanation }
}
