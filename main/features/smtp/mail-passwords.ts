import type { PasswordLocation } from '../../../contract'
import type { AccountKey } from '../../core/command-context'
import { type Failure, isFailure } from '../../core/failure'
import { SerialQueue } from '../../core/serial-queue'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import type { Keychain } from '../../keychain/keychain'
import { keychainProblemOf } from '../../keychain/keychain-errors'
import {
  type MailPasswordKey,
  mailPasswordName,
  readMailPassword,
  writeMailPassword,
} from '../../keychain/mail-password-item'
import type { KnownSessionFile } from '../session/known-session-file'

/**
 * Stores the passwords of mail servers in the OS keychain, one item for each. A password that cannot be stored stays in
 * memory until the app quits, and the state shows why.
 */
export class MailPasswords {
  /** undefined while nobody is signed in. */
  private account: AccountKey | undefined
  /** Passwords that are not in the keychain (yet), by mail server. */
  private readonly inMemory = new Map<string, string>()
  /** The mail servers whose items were looked up since the sign-in. */
  private readonly lookedUp = new Set<string>()
  private readonly queue = new SerialQueue()

  constructor(
    private readonly keychain: Keychain,
    private readonly store: Store,
    private readonly knownSession: KnownSessionFile,
  ) {}

  /** To be called after a sign-in. Shows which passwords should be in the keychain, without reading it yet. */
  begin(account: AccountKey): void {
    this.account = account
    const stored = this.knownIds(account).map((id) => [id, { kind: 'stored' }])
    this.store.change({ mailPasswords: Object.fromEntries(stored) })
  }

  /** To be called after a sign-out. Removes all passwords from memory. */
  clear(): void {
    this.account = undefined
    this.inMemory.clear()
    this.lookedUp.clear()
    this.store.change({ mailPasswords: {}, passwordRemovalProblem: null })
  }

  /**
   * @returns null if the password is not on this computer
   * @throws Failure `keychain-*` if the keychain cannot be read
   */
  async read(id: string): Promise<string | null> {
    const password = this.inMemory.get(id)
    if (password !== undefined || !this.account) return password ?? null
    const stored = await readMailPassword(this.keychain, { ...this.account, smtpId: id })
    this.show(id, { kind: stored === null ? 'elsewhere' : 'stored' })
    return stored
  }

  /**
   * Stores a password, and shows in the state whether that succeeded.
   * @param replace whether to overwrite an item that the app did not write
   * @returns why the password could not be stored; undefined if it was
   */
  save(id: string, password: string, replace = false): Promise<Failure | undefined> {
    const { account } = this
    if (!account) return Promise.resolve(undefined)
    this.inMemory.set(id, password)
    return this.queue.run(() => this.write({ ...account, smtpId: id }, password, replace))
  }

  /** Tries again to store a password that is only in memory. @returns as {@link save} does */
  async saveAgain(id: string, replace: boolean): Promise<Failure | undefined> {
    const password = this.inMemory.get(id)
    return password === undefined ? undefined : this.save(id, password, replace)
  }

  /** Removes the password of a mail server that was removed at Fleep. */
  async remove(id: string): Promise<void> {
    const { account } = this
    this.inMemory.delete(id)
    const { [id]: _removed, ...others } = this.store.state.mailPasswords
    this.store.change({ mailPasswords: others })
    if (account) await this.queue.run(() => this.removeAndShow(account, [id]))
  }

  /**
   * Looks up the passwords of new mail servers, and removes the passwords of mail servers that no longer exist.
   * @param ids all mail servers of the account
   */
  sync(ids: string[]): Promise<void> {
    const { account } = this
    if (!account) return Promise.resolve()
    return this.queue.run(async () => {
      if (this.account !== account) return
      const removedIds = this.knownIds(account).filter((id) => !ids.includes(id))
      await this.removeAndShow(account, removedIds)
      const newIds = ids.filter((id) => !this.lookedUp.has(id) && !this.inMemory.has(id))
      await this.lookUp(account, newIds)
    })
  }

  /** Resolves when all pending reads and writes of the keychain are finished. */
  settled(): Promise<void> {
    return this.queue.run(async () => undefined)
  }

  /** Removes all passwords of an account that has signed out. @returns why this failed; undefined if it succeeded */
  removeAll(account: AccountKey): Promise<Failure | undefined> {
    return this.queue.run(async () => this.removeItems(account, this.knownIds(account)))
  }

  private async write(key: MailPasswordKey, password: string, replace: boolean): Promise<Failure | undefined> {
    const isCurrent = () => this.inMemory.get(key.smtpId) === password
    if (!isCurrent()) return undefined
    // Before the item is written, so that no item exists that the app does not know.
    this.changeKnownIds(key, (ids) => [...ids, key.smtpId])
    try {
      await writeMailPassword(this.keychain, key, password, replace)
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
  private async removeAndShow(account: AccountKey, ids: string[]): Promise<void> {
    const failure = await this.removeItems(account, ids)
    if (this.account !== account || (ids.length === 0 && !this.store.state.passwordRemovalProblem)) return
    this.store.change({ passwordRemovalProblem: failure?.message ?? null })
  }

  private async removeItems(account: AccountKey, ids: string[]): Promise<Failure | undefined> {
    try {
      for (const id of ids) {
        await this.keychain.remove(mailPasswordName({ ...account, smtpId: id }))
        this.changeKnownIds(account, (known) => known.filter((other) => other !== id))
      }
      return undefined
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      return reason
    }
  }

  private async lookUp(account: AccountKey, ids: string[]): Promise<void> {
    if (ids.length === 0) return
    const names = ids.map((id) => mailPasswordName({ ...account, smtpId: id }))
    try {
      const existing = await this.keychain.findExisting(names)
      if (this.account !== account) return
      const stored = ids.filter((_id, index) => existing.has(names[index] ?? ''))
      for (const id of ids) this.lookedUp.add(id)
      this.changeKnownIds(account, (known) => [...known.filter((id) => !ids.includes(id)), ...stored])
      const locations = ids.map((id) => [id, { kind: stored.includes(id) ? 'stored' : 'elsewhere' }])
      this.store.change({ mailPasswords: { ...this.store.state.mailPasswords, ...Object.fromEntries(locations) } })
    } catch (reason) {
      // The state stays as it was. A command that needs a password reads it again and reports the problem.
      if (!isFailure(reason)) throw reason
    }
  }

  /** @returns the mail servers that may have an item in the keychain */
  private knownIds(account: AccountKey): string[] {
    return idsOf(account, this.knownSession.read().mailPasswords)
  }

  /**
   * Changes the list in one step, because a command may change it beside the open app. If the file cannot be written, only
   * the items of mail servers that another app removes stay in the keychain.
   */
  private changeKnownIds({ server, accountId }: AccountKey, change: (ids: string[]) => string[]): void {
    this.knownSession.write(({ mailPasswords }) => {
      const ofOthers = mailPasswords.filter((key) => !belongsTo({ server, accountId }, key))
      const ids = new Set(change(idsOf({ server, accountId }, mailPasswords)))
      return { mailPasswords: [...ofOthers, ...[...ids].map((smtpId) => ({ server, accountId, smtpId }))] }
    })
  }

  private show(id: string, location: PasswordLocation): void {
    this.store.change({ mailPasswords: { ...this.store.state.mailPasswords, [id]: location } })
  }
}

function belongsTo(account: AccountKey, key: MailPasswordKey): boolean {
  return key.server === account.server && key.accountId === account.accountId
}

function idsOf(account: AccountKey, keys: MailPasswordKey[]): string[] {
  return keys.filter((key) => belongsTo(account, key)).map(({ smtpId }) => smtpId)
}

function memoryOnly(failure: Failure): PasswordLocation {
  const explanation = text('smtp.passwordNotKept', { problem: failure.message })
  return { kind: 'memory-only', problem: keychainProblemOf(failure), explanation }
}
