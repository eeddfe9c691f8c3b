import type { KeychainProblem, PasswordLocation } from '../../../contract'
import type { AccountKey } from '../../core/command-context'
import { type Failure, isFailure } from '../../core/failure'
import { SerialQueue } from '../../core/serial-queue'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import type { Keychain } from '../../keychain/keychain'
import {
  type MailPasswordKey,
  mailPasswordName,
  readMailPassword,
  writeMailPassword,
} from '../../keychain/mail-password-item'
import type { KnownSessionFile } from '../session/known-session-file'

/**
 * The passwords of the SMTP accounts: one item each in the OS keychain, written after Fleep has accepted the account and
 * removed with it. What could not be written is held in memory until the app quits, and the state says so.
 */
export class MailPasswords {
  private owner: AccountKey | undefined
  private readonly held = new Map<string, string>()
  /** Whose items were looked for since the sign-in. */
  private readonly lookedUp = new Set<string>()
  private readonly turns = new SerialQueue()

  constructor(
    private readonly keychain: Keychain,
    private readonly store: Store,
    private readonly remembered: KnownSessionFile,
  ) {}

  /** Shows what should be in the keychain, and does not ask it yet. */
  begin(owner: AccountKey): void {
    this.owner = owner
    const stored = this.rememberedIds(owner).map((id) => [id, { kind: 'stored' }])
    this.store.change({ mailPasswords: Object.fromEntries(stored) })
  }

  /** Signed out: nothing stays in memory. */
  end(): void {
    this.owner = undefined
    this.held.clear()
    this.lookedUp.clear()
    this.store.change({ mailPasswords: {}, passwordRemovalProblem: null })
  }

  /**
   * @returns null when it is not on this computer
   * @throws Failure `keychain-*` when that cannot be told
   */
  async read(id: string): Promise<string | null> {
    const held = this.held.get(id)
    if (held !== undefined || !this.owner) return held ?? null
    const password = await readMailPassword(this.keychain, { ...this.owner, smtpId: id })
    this.show(id, { kind: password === null ? 'elsewhere' : 'stored' })
    return password
  }

  /** @param replace whether an entry of something else may be overwritten. Where it cannot be written, the state says so. */
  keep(id: string, password: string, replace = false): Promise<Failure | undefined> {
    const { owner } = this
    if (!owner) return Promise.resolve(undefined)
    this.held.set(id, password)
    return this.turns.run(() => this.write({ ...owner, smtpId: id }, password, replace))
  }

  /** Tries again to write what is held in memory only. */
  async keepAgain(id: string, replace: boolean): Promise<Failure | undefined> {
    const password = this.held.get(id)
    return password === undefined ? undefined : this.keep(id, password, replace)
  }

  /** The account is gone at Fleep, and so goes its password. */
  async forget(id: string): Promise<void> {
    const { owner } = this
    this.held.delete(id)
    const { [id]: _forgotten, ...others } = this.store.state.mailPasswords
    this.store.change({ mailPasswords: others })
    if (owner) await this.turns.run(() => this.removeAll(owner, [id]))
  }

  /**
   * Looks for the passwords of accounts not asked for yet, and removes those of accounts that are gone.
   * @param ids of all accounts there are
   */
  sync(ids: string[]): Promise<void> {
    const { owner } = this
    if (!owner) return Promise.resolve()
    return this.turns.run(async () => {
      if (this.owner !== owner) return
      const gone = this.rememberedIds(owner).filter((id) => !ids.includes(id))
      await this.removeAll(owner, gone)
      await this.lookUp(
        owner,
        ids.filter((id) => !this.lookedUp.has(id) && !this.held.has(id)),
      )
    })
  }

  /** Resolves when everything that was begun is done. */
  settled(): Promise<void> {
    return this.turns.run(async () => undefined)
  }

  /** After a sign-out. @returns why it could not be done, if it could not */
  forgetAll(owner: AccountKey): Promise<Failure | undefined> {
    return this.turns.run(async () => this.tryRemoving(owner, this.rememberedIds(owner)))
  }

  private async write(key: MailPasswordKey, password: string, replace: boolean): Promise<Failure | undefined> {
    const isStillWanted = () => this.held.get(key.smtpId) === password
    if (!isStillWanted()) return undefined
    // Before the item is there, so that none is ever there without being known.
    this.remember(key, [...this.rememberedIds(key), key.smtpId])
    try {
      await writeMailPassword(this.keychain, key, password, replace)
      if (!isStillWanted()) return undefined
      this.held.delete(key.smtpId)
      this.lookedUp.add(key.smtpId)
      this.show(key.smtpId, { kind: 'stored' })
      return undefined
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      if (isStillWanted()) this.show(key.smtpId, memoryOnly(reason))
      return reason
    }
  }

  /** What could not be removed is tried again with the next {@link sync}. */
  private async removeAll(owner: AccountKey, ids: string[]): Promise<void> {
    const failure = await this.tryRemoving(owner, ids)
    if (this.owner !== owner || (ids.length === 0 && !this.store.state.passwordRemovalProblem)) return
    this.store.change({ passwordRemovalProblem: failure?.message ?? null })
  }

  private async tryRemoving(owner: AccountKey, ids: string[]): Promise<Failure | undefined> {
    try {
      for (const id of ids) {
        await this.keychain.remove(mailPasswordName({ ...owner, smtpId: id }))
        this.remember(
          owner,
          this.rememberedIds(owner).filter((other) => other !== id),
        )
      }
      return undefined
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      return reason
    }
  }

  private async lookUp(owner: AccountKey, ids: string[]): Promise<void> {
    if (ids.length === 0) return
    const names = ids.map((id) => mailPasswordName({ ...owner, smtpId: id }))
    try {
      const there = await this.keychain.findExisting(names)
      if (this.owner !== owner) return
      const isThere = (_id: string, index: number) => there.has(names[index] ?? '')
      const stored = ids.filter(isThere)
      for (const id of ids) this.lookedUp.add(id)
      this.remember(owner, [...this.rememberedIds(owner).filter((id) => !ids.includes(id)), ...stored])
      const places = ids.map((id) => [id, { kind: stored.includes(id) ? 'stored' : 'elsewhere' }])
      this.store.change({ mailPasswords: { ...this.store.state.mailPasswords, ...Object.fromEntries(places) } })
    } catch (reason) {
      // What was shown before stays; a password that is needed is read then, and that tells why it cannot be.
      if (!isFailure(reason)) throw reason
    }
  }

  private rememberedIds(owner: AccountKey): string[] {
    const { mailPasswords } = this.remembered.read()
    return mailPasswords.filter((key) => isOf(owner, key)).map(({ smtpId }) => smtpId)
  }

  /** A folder that cannot be written costs no more than that items of accounts removed elsewhere stay. */
  private remember({ server, accountId }: AccountKey, ids: string[]): void {
    const others = this.remembered.read().mailPasswords.filter((key) => !isOf({ server, accountId }, key))
    const own = [...new Set(ids)].map((smtpId) => ({ server, accountId, smtpId }))
    this.remembered.write({ mailPasswords: [...others, ...own] })
  }

  private show(id: string, place: PasswordLocation): void {
    this.store.change({ mailPasswords: { ...this.store.state.mailPasswords, [id]: place } })
  }
}

function isOf(owner: AccountKey, key: MailPasswordKey): boolean {
  return key.server === owner.server && key.accountId === owner.accountId
}

function memoryOnly(failure: Failure): PasswordLocation {
  const problem = failure.code.replace('keychain-', '') as KeychainProblem
  const explanation = text('smtp.passwordNotKept', { problem: failure.message })
  return { kind: 'memory-only', problem, explanation }
}
