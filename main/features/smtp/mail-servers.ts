import type { CommandInput, MailServer, UndoOffer } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { Failure, isFailure } from '../../core/failure'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { configureMailServer, makeDefaultMailServer, type NewMailServer, removeMailServer } from '../../fleep/smtp-api'
import type { Session } from '../session/session'
import type { SessionCalls } from '../session/session-calls'
import { MailChecks } from './mail-checks'
import type { MailPasswords } from './mail-passwords'
import { MailServerList } from './mail-server-list'
import { NewMailServers } from './new-mail-servers'
import { isSameHost, noPassword, type ValidMailServer, validateMailServer } from './validate-mail-server'

export interface MailServersOptions {
  session: Session
  calls: SessionCalls
  store: Store
  passwords: MailPasswords
}

/**
 * The mail servers through which a person's Fleep mail goes out: Fleep has the accounts, the OS keychain their passwords
 * a second time, so that an account can be checked and a removal undone without typing.
 */
export class MailServers {
  readonly checks: MailChecks
  private readonly list: MailServerList
  private readonly newServers: NewMailServers
  /** What each account was before its last change or removal, for Undo; null where the password was not at hand. */
  private readonly former = new Map<string, ValidMailServer & { isDefault: boolean }>()
  /** A changed or restored account may be a new one at Fleep: from the id that is asked for to the one that holds. */
  private readonly successors = new Map<string, string>()
  /** New accounts whose former one is still to be removed. */
  private readonly replaced = new Map<string, string>()

  private readonly passwords: MailPasswords

  constructor({ session, calls, store, passwords }: MailServersOptions) {
    this.passwords = passwords
    this.list = new MailServerList(calls, store)
    this.newServers = new NewMailServers(calls, this.list)
    this.checks = new MailChecks(store, this.list, passwords)
    session.addSessionListener({
      onSignedIn: (owner) => passwords.begin(owner),
      onRecords: (records) => this.list.applyRecords(records),
      onSignedOut: () => this.end(),
    })
  }

  /** Reads the accounts anew; their passwords are looked for in the background. @throws Failure */
  async refresh(context: CommandContext): Promise<void> {
    const { accounts, isComplete } = await this.list.refresh(context)
    // A record that is not understood may be the account that a password belongs to.
    if (isComplete) void this.passwords.sync(accounts.map(({ id }) => id))
  }

  /** @throws Failure `check-failed` when one of them does not work, or cannot be checked */
  async checkAll(context: CommandContext): Promise<void> {
    await this.refresh(context)
    await this.passwords.settled()
    await this.checks.checkAll(context, this.list.known())
  }

  /** @throws Failure; afterwards nothing is stored, or it says that this is not known */
  async add(context: CommandContext, entered: CommandInput<'smtp.add'>): Promise<{ id: string }> {
    return { id: await this.storeNew(context, { ...validateMailServer(entered), password: entered.password }) }
  }

  /** @throws Failure; what was done before it is kept, and the same change asked for again does the rest */
  async change(context: CommandContext, { id, ...entered }: CommandInput<'smtp.change'>): Promise<UndoOffer> {
    return this.apply(context, id, validateMailServer(entered))
  }

  async makeDefault(context: CommandContext, id: string): Promise<void> {
    await this.list.change(context, makeDefaultMailServer, id)
  }

  /** @param canUndo whether to refuse where the password is not at hand. @throws Failure; then nothing is removed */
  async remove(context: CommandContext, id: string, canUndo: boolean): Promise<void> {
    const account = await this.list.find(context, id)
    const password = canUndo ? await this.passwords.read(id) : null
    if (canUndo && password === null) throw noPassword()
    await this.removeAtFleep(context, id)
    if (password !== null) this.former.set(id, { ...account, password })
    if (account.isDefault && this.list.known().length > 0) {
      // Fleep may have chosen another default. If it cannot be asked, the next refresh does.
      await this.refresh(context).catch(() => undefined)
    }
  }

  /** Takes back the last change of an account, or its removal. @throws Failure */
  async undo(context: CommandContext, id: string): Promise<void> {
    const former = this.former.get(id)
    if (!former) throw new Failure('refused', text('common.nothingToUndo'))
    if (this.list.has(this.current(id))) {
      await this.apply(context, id, former)
      return
    }
    const { password, isDefault, ...rest } = former
    if (password === null) throw noPassword()
    const restored = await this.storeNew(context, { ...rest, password })
    this.former.delete(id)
    if (isDefault) await this.makeDefault(context, restored)
  }

  /** @throws Failure when it still cannot be stored in the keychain */
  async storePasswordAgain(id: string, replace: boolean): Promise<void> {
    const failure = await this.passwords.keepAgain(id, replace)
    if (failure) throw failure
  }

  private async apply(context: CommandContext, id: string, wanted: ValidMailServer): Promise<UndoOffer> {
    const before = await this.list.find(context, this.current(id))
    const isAnother = wanted.address !== before.address || wanted.encryption !== before.encryption
    const changesPassword = isAnother || wanted.password !== null
    const known = changesPassword ? await this.passwords.read(before.id).catch(() => null) : null
    if (isAnother) await this.replace(context, id, before, wanted, known)
    else await this.configure(context, before, wanted)
    await this.finishReplacement(context, this.current(id))
    const canUndo = !changesPassword || known !== null
    if (canUndo) this.former.set(id, { ...before, password: known })
    else this.former.delete(id)
    return { canUndo }
  }

  /** configure cannot change address or encryption: a new account takes the place of the former one. */
  private async replace(
    context: CommandContext,
    id: string,
    before: MailServer,
    wanted: ValidMailServer,
    known: string | null,
  ): Promise<void> {
    const password = wanted.password ?? known
    if (password === null) {
      const why = text('smtp.passwordForAnew')
      throw new Failure('invalid-input', why, 'password')
    }
    this.list.hide(before.id)
    try {
      const newId = await this.storeNew(context, { ...wanted, password })
      this.successors.set(id, newId)
      this.replaced.set(newId, before.id)
    } catch (reason) {
      this.list.unhide(before.id)
      throw reason
    }
  }

  private async configure(context: CommandContext, before: MailServer, wanted: ValidMailServer): Promise<void> {
    const { username, host, port, password } = wanted
    const changes = {
      ...(username !== before.username && { username }),
      ...(!isSameHost(before, wanted) && { host }),
      ...(port !== before.port && { port }),
      ...(password !== null && { password }),
    }
    if (Object.keys(changes).length === 0) return
    await this.list.change(context, configureMailServer, before.id, changes)
    this.checks.stored(before.id, wanted)
    if (password !== null) await this.passwords.keep(before.id, password)
  }

  /** The former account goes only once the new one is there, and has taken over being the default. */
  private async finishReplacement(context: CommandContext, id: string): Promise<void> {
    const formerId = this.replaced.get(id)
    if (formerId === undefined) return
    try {
      const former = this.list.known().find((account) => account.id === formerId)
      if (former?.isDefault) await this.makeDefault(context, id)
      if (former) await this.removeAtFleep(context, formerId)
      this.replaced.delete(id)
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      const what = text('smtp.formerStays')
      throw new Failure(reason.code, `${what} ${reason.message}`)
    } finally {
      this.list.unhide(formerId)
    }
  }

  private async removeAtFleep(context: CommandContext, id: string): Promise<void> {
    await this.list.change(context, removeMailServer, id).catch((reason) => {
      // Removed elsewhere in the meantime, or by this call, whose first answer was lost.
      if (this.list.has(id) || !isFailure(reason, 'refused')) throw reason
    })
    this.checks.forget(id)
    await this.passwords.forget(id)
  }

  /** Its password goes to the keychain once Fleep has accepted the account. */
  private async storeNew(context: CommandContext, account: NewMailServer): Promise<string> {
    const id = await this.newServers.store(context, account)
    this.checks.stored(id, account)
    await this.passwords.keep(id, account.password)
    return id
  }

  private current(id: string): string {
    return this.successors.get(id) ?? id
  }

  private end(): void {
    this.former.clear()
    this.successors.clear()
    this.replaced.clear()
    this.newServers.end()
    this.list.end()
    this.checks.end()
    this.passwords.end()
  }
}
