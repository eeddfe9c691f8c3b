import type { CommandInput, MailSuggestion, SmtpAccount, UndoOffer } from '../../preload/contract'
import { Failure, isConnectionFailure, isFailure } from '../failure'
import type { FleepSession } from '../fleep/session'
import {
  configureSmtpAccount,
  type KnownAccounts,
  listSmtpAccounts,
  makeSmtpDefault,
  mergeSmtpRecords,
  type NewSmtpAccount,
  removeSmtpAccount,
  storeSmtpAccount,
} from '../fleep/smtp'
import { keychainName } from '../keychain/keychain-name'
import { mustFitKeychain } from '../keychain/mail-password-item'
import { toNetworkHost } from '../mail/mail-server'
import { suggestMailServer } from '../mail/suggestion'
import type { Owner, Session } from '../session/session'
import type { Store } from '../store'
import { MailChecks } from './checks'
import type { MailPasswords } from './passwords'

/** An account as it shall be. A null password stays as it is. */
type Wanted = Omit<NewSmtpAccount, 'password'> & { password: string | null }

/**
 * The mail servers through which a person's Fleep mail goes out: Fleep has the accounts, the OS keychain their passwords
 * a second time, so that an account can be checked and a removal undone without typing.
 */
export class SmtpAccounts {
  private readonly checks: MailChecks
  /** What Fleep has; null until it was asked. */
  private all: SmtpAccount[] | null = null
  /** Former accounts that are just being replaced: a replacement is one change to the person. */
  private readonly hidden = new Set<string>()
  /** What each account was before its last change or removal, for Undo; null where the password was not at hand. */
  private readonly former = new Map<string, Wanted & { isDefault: boolean }>()
  /** A changed or restored account may be a new one at Fleep: from the id that is asked for to the one that holds. */
  private readonly successors = new Map<string, string>()
  /** New accounts whose former one is still to be removed. */
  private readonly replaced = new Map<string, string>()
  /** What was sent and whose answer was lost, and which accounts there were before. */
  private lost: { account: NewSmtpAccount; known: string[] } | undefined

  constructor(
    private readonly session: Session,
    private readonly store: Store,
    private readonly passwords: MailPasswords,
  ) {
    this.checks = new MailChecks(store)
    session.accompany({
      begin: (owner) => passwords.begin(owner),
      hear: (records) => this.hear(records),
      end: () => this.end(),
    })
  }

  /** Reads the accounts anew; their passwords are looked for in the background. @throws Failure */
  async refresh(): Promise<void> {
    const { accounts, isWhole } = await this.session.read(listSmtpAccounts)
    this.show(accounts)
    // A record that is not understood may be the account that a password belongs to.
    if (isWhole) void this.passwords.sync(accounts.map(({ id }) => id))
  }

  /** Never throws: nobody knowing is an answer. */
  suggest(address: string): Promise<MailSuggestion | null> {
    return suggestMailServer(address, new AbortController().signal)
  }

  /** @throws Failure `check-failed` about the field that causes it; `cancelled` */
  async checkEntered({ id, ...entered }: CommandInput<'smtp.checkEntered'>): Promise<void> {
    const { port, encryption } = entered
    const { host, username, password } = readEntered(entered)
    const own = password ?? (id === null ? null : await this.passwords.read(this.current(id)))
    if (own === null) throw noPassword()
    await this.checks.run(null, { host, port, encryption, username, password: own })
  }

  /** @throws Failure as {@link checkEntered} does; `invalid-input` about what the account lacks to be checked */
  async check(id: string): Promise<void> {
    const { host, port, encryption, username } = await this.find(id)
    // No port is tried that nobody chose, and plain text only when it is asked for.
    if (port === null) throw new Failure('invalid-input', 'Choose a port first.', 'port')
    if (encryption === null) throw new Failure('invalid-input', 'Choose the encryption first.', 'encryption')
    const password = await this.passwords.read(id).catch((reason) => {
      if (isFailure(reason)) this.checks.couldNotBegin(id, `The password could not be read. ${reason.message}`)
      throw reason
    })
    if (password === null) throw noPassword()
    await this.checks.run(id, { host, port, encryption, username, password })
  }

  cancelCheck(id: string | null): void {
    if (id === null) this.checks.forget(null)
    else this.checks.cancel(id)
  }

  /** @throws Failure; afterwards nothing is stored, or it says that this is not known */
  async add(entered: CommandInput<'smtp.add'>): Promise<{ id: string }> {
    return { id: await this.storeNew({ ...readEntered(entered), password: entered.password }) }
  }

  /** @throws Failure; what was done before it is kept, and the same change asked for again does the rest */
  async change({ id, ...entered }: CommandInput<'smtp.change'>): Promise<UndoOffer> {
    return this.apply(id, readEntered(entered))
  }

  async makeDefault(id: string): Promise<void> {
    await this.changeAtFleep((fleep, known) => makeSmtpDefault(fleep, known, id))
  }

  /** @param canUndo whether to refuse where the password is not at hand. @throws Failure; then nothing is removed */
  async remove(id: string, canUndo: boolean): Promise<void> {
    const account = await this.find(id)
    const password = canUndo ? await this.passwords.read(id) : null
    if (canUndo && password === null) throw noPassword()
    await this.removeAtFleep(id)
    if (password !== null) this.former.set(id, { ...account, password })
    if (account.isDefault && this.all?.length) {
      // Fleep may have chosen another default. If it cannot be asked, the next refresh does.
      await this.refresh().catch(() => undefined)
    }
  }

  /** Takes back the last change of an account, or its removal. @throws Failure */
  async undo(id: string): Promise<void> {
    const former = this.former.get(id)
    if (!former) throw new Failure('refused', 'There is nothing to undo any more.')
    if ((await this.known()).some((account) => account.id === this.current(id))) {
      await this.apply(id, former)
      return
    }
    const { password, isDefault, ...rest } = former
    if (password === null) throw noPassword()
    const restored = await this.storeNew({ ...rest, password })
    this.former.delete(id)
    if (isDefault) await this.makeDefault(restored)
  }

  /** @throws Failure when it still cannot be stored in the keychain */
  async keepPassword(id: string, replace: boolean): Promise<void> {
    const failure = await this.passwords.keepAgain(id, replace)
    if (failure) throw failure
  }

  /** For a person who signs out. @returns why the passwords could not be removed from the keychain, if they could not */
  forgetPasswords(owner: Owner): Promise<Failure | undefined> {
    return this.passwords.forgetAll(owner)
  }

  private async apply(id: string, wanted: Wanted): Promise<UndoOffer> {
    const before = await this.find(this.current(id))
    const isAnother = wanted.address !== before.address || wanted.encryption !== before.encryption
    const changesPassword = isAnother || wanted.password !== null
    const known = changesPassword ? await this.passwords.read(before.id).catch(() => null) : null
    if (isAnother) await this.replace(id, before, wanted, known)
    else await this.configure(before, wanted)
    await this.finishReplacement(this.current(id))
    const offer = { canUndo: !changesPassword || known !== null }
    if (offer.canUndo) this.former.set(id, { ...before, password: known })
    else this.former.delete(id)
    return offer
  }

  /** configure cannot change address or encryption: a new account takes the place of the former one. */
  private async replace(id: string, before: SmtpAccount, wanted: Wanted, known: string | null): Promise<void> {
    const password = wanted.password ?? known
    if (password === null) {
      const why = 'Enter the password: with another address or encryption, Fleep sets the account up anew.'
      throw new Failure('invalid-input', why, 'password')
    }
    this.hidden.add(before.id)
    try {
      const newId = await this.storeNew({ ...wanted, password })
      this.successors.set(id, newId)
      this.replaced.set(newId, before.id)
    } catch (reason) {
      this.hidden.delete(before.id)
      this.show(await this.known())
      throw reason
    }
  }

  private async configure(before: SmtpAccount, wanted: Wanted): Promise<void> {
    const { username, host, port, password } = wanted
    const changes = {
      ...(username !== before.username && { username }),
      ...(!isSameHost(before, wanted) && { host }),
      ...(port !== before.port && { port }),
      ...(password !== null && { password }),
    }
    if (Object.keys(changes).length === 0) return
    await this.changeAtFleep((fleep, known) => configureSmtpAccount(fleep, known, before.id, changes))
    this.checks.stored(before.id, { ...wanted, port: port ?? 0, encryption: wanted.encryption ?? 'none' })
    if (password !== null) await this.passwords.keep(before.id, password)
  }

  /** The former account goes only once the new one is there, and has taken over being the default. */
  private async finishReplacement(id: string): Promise<void> {
    const formerId = this.replaced.get(id)
    const former = (await this.known()).find((account) => account.id === formerId)
    if (former) {
      try {
        if (former.isDefault) await this.makeDefault(id)
        await this.removeAtFleep(former.id)
      } catch (reason) {
        this.hidden.delete(former.id)
        this.show(await this.known())
        if (!isFailure(reason)) throw reason
        const what = 'The changed account is set up, and the former one is still there too.'
        throw new Failure(reason.code, `${what} ${reason.message}`)
      }
    }
    this.replaced.delete(id)
    if (formerId) this.hidden.delete(formerId)
  }

  private async removeAtFleep(id: string): Promise<void> {
    await this.changeAtFleep((fleep, known) => removeSmtpAccount(fleep, known, id)).catch((reason) => {
      // Removed elsewhere in the meantime, or by this call, whose first answer was lost.
      const isGone = !this.all?.some((account) => account.id === id)
      if (!isGone) throw reason
    })
    this.checks.forget(id)
    await this.passwords.forget(id)
  }

  /** What Fleep refuses is often about an account that was changed elsewhere, so the accounts are read again. */
  private async changeAtFleep(
    call: (fleep: FleepSession, known: KnownAccounts) => Promise<SmtpAccount[]>,
  ): Promise<void> {
    await this.known()
    try {
      this.show(await this.session.use((fleep) => call(fleep, () => this.all ?? [])))
    } catch (reason) {
      if (isFailure(reason, 'refused')) await this.refresh().catch(() => undefined)
      throw reason
    }
  }

  /** @returns the new account's id. Its password goes to the keychain once Fleep has accepted it. */
  private async storeNew(account: NewSmtpAccount): Promise<string> {
    mustFitKeychain(account.password)
    const id = (await this.findLost(account)) ?? (await this.storeAtFleep(account))
    this.checks.stored(id, { ...account, port: account.port ?? 0, encryption: account.encryption ?? 'none' })
    await this.passwords.keep(id, account.password)
    return id
  }

  private async storeAtFleep(account: NewSmtpAccount): Promise<string> {
    const known = await this.known()
    try {
      const { accounts, id } = await this.session.use((fleep) => storeSmtpAccount(fleep, () => this.all ?? [], account))
      this.show(accounts)
      return id
    } catch (reason) {
      if (!isConnectionFailure(reason)) throw reason
      this.lost = { account, known: known.map(({ id }) => id) }
      const doubt = 'It is not known whether Fleep has stored it. Try again: it will not be stored twice.'
      throw new Failure(reason.code, `${reason.message} ${doubt}`)
    }
  }

  /** An account whose answer was lost may have been stored all the same. @returns its id, if it was */
  private async findLost(account: NewSmtpAccount): Promise<string | undefined> {
    const { lost } = this
    const keys = ['address', 'host', 'port', 'encryption', 'username', 'password'] as const
    if (!lost || keys.some((key) => lost.account[key] !== account[key])) return undefined
    const { accounts } = await this.session.use(listSmtpAccounts)
    this.show(accounts)
    this.lost = undefined
    const isNew = ({ id }: SmtpAccount) => !lost.known.includes(id)
    return accounts.find((other) => isNew(other) && other.address === account.address && isSameHost(other, account))?.id
  }

  private async find(id: string): Promise<SmtpAccount> {
    const account = (await this.known()).find((candidate) => candidate.id === id)
    if (!account) throw new Failure('refused', 'This account is not there any more.')
    return account
  }

  private async known(): Promise<SmtpAccount[]> {
    if (!this.all) await this.refresh()
    return this.all ?? []
  }

  private current(id: string): string {
    return this.successors.get(id) ?? id
  }

  private show(accounts: SmtpAccount[]): void {
    this.all = accounts
    this.store.change({ smtpAccounts: accounts.filter(({ id }) => !this.hidden.has(id)) })
  }

  private hear(records: unknown[]): void {
    if (this.all) this.show(mergeSmtpRecords(this.all, records))
  }

  private end(): void {
    this.all = null
    this.hidden.clear()
    this.former.clear()
    this.successors.clear()
    this.replaced.clear()
    this.lost = undefined
    this.checks.end()
    this.passwords.end()
  }
}

function isSameHost(one: { host: string }, other: { host: string }): boolean {
  return toNetworkHost(one.host) === toNetworkHost(other.host)
}

/** @throws Failure `invalid-input` about a host that is none, or a password that is too long */
function readEntered(entered: Omit<CommandInput<'smtp.add'>, 'password'> & { password: string | null }): Wanted {
  const host = toNetworkHost(entered.host)
  if (!host) throw new Failure('invalid-input', 'This is no server name. Write it like mail.example.com', 'host')
  if (entered.password !== null) mustFitKeychain(entered.password)
  const { address, port, password } = entered
  const encryption = entered.encryption === 'none' ? null : entered.encryption
  return { address: address.trim(), host, port, encryption, username: entered.username.trim(), password }
}

function noPassword(): Failure {
  return new Failure('invalid-input', `The password is not in ${keychainName}. Enter it.`, 'password')
}
