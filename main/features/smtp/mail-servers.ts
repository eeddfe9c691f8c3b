import type { CommandInput, MailServer, UndoOffer } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { Failure, isFailure } from '../../core/failure'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { configureMailServer, makeDefaultMailServer, type NewMailServer, removeMailServer } from '../../fleep/smtp-api'
import type { KnownSessionFile } from '../session/known-session-file'
import type { Session } from '../session/session'
import type { SessionCalls } from '../session/session-calls'
import { AllMailChecks } from './all-mail-checks'
import { FleepCheckFailures } from './fleep-check-failures'
import { MailChecks } from './mail-checks'
import type { MailPasswords } from './mail-passwords'
import { MailServerList } from './mail-server-list'
import { NewMailServers } from './new-mail-servers'
import { isSameServer, passwordForOtherSettings, passwordMissing, placeOf } from './password-place'
import { type ValidMailServer, validateMailServer } from './validate-mail-server'

export interface MailServersOptions {
  session: Session
  calls: SessionCalls
  store: Store
  passwords: MailPasswords
  knownSession: KnownSessionFile
}

/**
 * Adds, changes and removes the account's mail servers. Fleep stores them; their passwords are also in the OS keychain,
 * so that a mail server can be checked and a removal undone without entering the password again.
 */
export class MailServers {
  readonly checks: MailChecks
  readonly allChecks: AllMailChecks
  readonly fleepFailures: FleepCheckFailures
  private readonly list: MailServerList
  private readonly newServers: NewMailServers
  /** Each mail server before its last change or removal. The password is null if it did not change. */
  private readonly undoStates = new Map<string, ValidMailServer & Pick<MailServer, 'isDefault'>>()
  /** The new id of each mail server that was replaced, by the id that commands use. */
  private readonly replacementIds = new Map<string, string>()
  /** The previous mail servers that must still be removed, by the ids of their replacements. */
  private readonly pendingRemovals = new Map<string, string>()

  private readonly passwords: MailPasswords

  constructor({ session, calls, store, passwords, knownSession }: MailServersOptions) {
    this.passwords = passwords
    this.list = new MailServerList(calls, store)
    this.newServers = new NewMailServers(calls, this.list)
    this.checks = new MailChecks(store, this.list, passwords)
    this.allChecks = new AllMailChecks(store, this.list, this.checks)
    this.fleepFailures = new FleepCheckFailures(store, knownSession)
    session.addSessionListener({
      onSignedIn: (account) => {
        passwords.begin(account)
        this.fleepFailures.begin(account)
      },
      onRecords: (records) => {
        this.fleepFailures.applyRecords(records)
        this.list.applyRecords(records)
      },
      onGap: (context) => {
        if (store.state.mailServers) void this.refresh(context).catch(() => undefined)
      },
      onSignedOut: () => this.clear(),
    })
  }

  /** Loads the mail servers, and looks up their passwords in the background. @throws Failure */
  async refresh(context: CommandContext): Promise<void> {
    const { servers, isComplete } = await this.list.refresh(context)
    void this.passwords.sync(context, servers, isComplete)
  }

  /** @throws Failure `check-failed` if a mail server does not work or cannot be checked */
  async checkAll(context: CommandContext): Promise<void> {
    await this.allChecks.run(context, async () => {
      await this.refresh(context)
      await this.passwords.settled()
      return [...this.list.known()]
    })
  }

  /** @throws Failure; nothing is stored then, or the message says that this is unknown */
  async add(context: CommandContext, entered: CommandInput<'smtp.add'>): Promise<{ id: string }> {
    return { id: await this.storeNew(context, { ...validateMailServer(entered), password: entered.password }) }
  }

  /**
   * @throws Failure `invalid-input` with the field `password` if it is not given and another value changes. After another
   *   failure, steps that succeeded are not undone, and the same change again does the remaining steps
   */
  async change(context: CommandContext, { id, ...entered }: CommandInput<'smtp.change'>): Promise<UndoOffer> {
    return this.apply(context, id, validateMailServer(entered))
  }

  /** @throws Failure */
  async makeDefault(context: CommandContext, id: string): Promise<void> {
    await this.list.change(context, makeDefaultMailServer, id)
  }

  /**
   * @param canUndo whether to fail if the password, which an undo needs, is not on this computer
   * @param nextDefault the mail server that becomes the default; null leaves that to Fleep
   * @throws Failure; nothing is removed then
   */
  async remove(
    context: CommandContext,
    id: string,
    canUndo: boolean,
    nextDefault: string | null = null,
  ): Promise<void> {
    const server = await this.list.find(context, id)
    const password = canUndo ? await this.passwords.read(context, id, placeOf(server)) : null
    if (nextDefault !== null) await this.makeDefault(context, nextDefault)
    await this.removeAtFleep(context, id)
    if (password !== null) keep(context, this.undoStates, id, { ...server, password })
    if (server.isDefault !== false && nextDefault === null && this.list.known().length > 0) {
      // Fleep may have chosen another default. If this fails, the next refresh shows it.
      await this.refresh(context).catch(() => undefined)
    }
  }

  /** Undoes the last change or removal of a mail server. @throws Failure */
  async undo(context: CommandContext, id: string): Promise<void> {
    const previous = this.undoStates.get(id)
    if (!previous) throw new Failure('refused', text('common.nothingToUndo'))
    if (this.list.has(this.currentId(id))) {
      await this.apply(context, id, previous)
      return
    }
    const { password, isDefault, ...rest } = previous
    if (password === null) throw passwordMissing()
    const newId = await this.storeNew(context, { ...rest, password }, id)
    this.undoStates.delete(id)
    if (isDefault) await this.makeDefault(context, newId)
  }

  /** @throws Failure if the password still cannot be stored in the keychain */
  async storePasswordAgain(context: CommandContext, id: string, replace: boolean): Promise<void> {
    const failure = await this.passwords.saveAgain(context, id, replace)
    if (failure) throw failure
  }

  private async apply(context: CommandContext, id: string, newValues: ValidMailServer): Promise<UndoOffer> {
    const before = await this.list.find(context, this.currentId(id))
    const { password } = newValues
    // Fleep would use the password that it has with the new values, and so would this computer.
    if (password === null && !isSameServer(before, newValues)) throw passwordForOtherSettings()
    const oldPassword =
      password === null ? null : await this.passwords.read(context, before.id, placeOf(before)).catch(() => null)
    if (password !== null && needsReplacement(before, newValues))
      await this.replace(context, id, before, { ...newValues, password })
    else await this.configure(context, before, newValues)
    await this.finishReplacement(context, this.currentId(id))
    const canUndo = password === null || oldPassword !== null
    if (canUndo) keep(context, this.undoStates, id, { ...before, password: oldPassword })
    else this.undoStates.delete(id)
    return { canUndo }
  }

  /** Stores a new mail server for a change of the address or the encryption, because Fleep cannot change these. */
  private async replace(
    context: CommandContext,
    id: string,
    before: MailServer,
    newValues: NewMailServer,
  ): Promise<void> {
    this.list.hide(before.id)
    try {
      const newId = await this.storeNew(context, newValues, before.id)
      if (newId === before.id) {
        this.list.unhide(before.id)
        return
      }
      keep(context, this.replacementIds, id, newId)
      keep(context, this.pendingRemovals, newId, before.id)
    } catch (reason) {
      this.list.unhide(before.id)
      throw reason
    }
  }

  private async configure(context: CommandContext, before: MailServer, newValues: ValidMailServer): Promise<void> {
    const { username, host, port, password } = newValues
    if (password === null && isSameServer(before, newValues)) return
    // Always with the place that the password is for: another app may have changed it at Fleep.
    const changes = { username, host, port, ...(password !== null && { password }) }
    await this.list.change(context, configureMailServer, before.id, changes)
    this.checks.handleStored(before.id, newValues)
    this.fleepFailures.rearm(before.id)
    if (password !== null) await this.passwords.save(context, before.id, password, placeOf(newValues))
  }

  /** Makes the new mail server the default if the previous one was, and only then removes the previous one. */
  private async finishReplacement(context: CommandContext, id: string): Promise<void> {
    const previousId = this.pendingRemovals.get(id)
    if (previousId === undefined) return
    try {
      const previous = this.list.known().find((server) => server.id === previousId)
      // Also where Fleep does not tell: without a default, no email would be sent.
      if (previous && previous.isDefault !== false) await this.makeDefault(context, id)
      if (previous) await this.removeAtFleep(context, previousId)
      this.pendingRemovals.delete(id)
    } catch (reason) {
      if (!isFailure(reason)) throw reason
      throw new Failure(reason.code, `${text('smtp.previousStays')} ${reason.message}`)
    } finally {
      this.list.unhide(previousId)
    }
  }

  private async removeAtFleep(context: CommandContext, id: string): Promise<void> {
    await this.list.change(context, removeMailServer, id).catch((reason) => {
      // If it is no longer in the list, another app has removed it, or an earlier call whose answer was lost.
      if (this.list.has(id) || !isFailure(reason, 'refused')) throw reason
    })
    this.checks.remove(id)
    await this.passwords.remove(context, id)
  }

  /**
   * Stores a mail server at Fleep and then its password in the keychain.
   *
   * @param previousId of the mail server that it replaces or restores
   * @returns its id
   */
  private async storeNew(context: CommandContext, server: NewMailServer, previousId?: string): Promise<string> {
    const id = await this.newServers.store(context, server, previousId)
    this.checks.handleStored(id, server)
    await this.passwords.save(context, id, server.password, placeOf(server))
    return id
  }

  private currentId(id: string): string {
    return this.replacementIds.get(id) ?? id
  }

  private clear(): void {
    this.undoStates.clear()
    this.replacementIds.clear()
    this.pendingRemovals.clear()
    this.newServers.clear()
    this.list.clear()
    this.allChecks.cancel()
    this.checks.clear()
    this.fleepFailures.clear()
    this.passwords.clear()
  }
}

/** @throws Failure `signed-out`: nothing of an account is kept once it has signed out */
function keep<Value>({ signal }: CommandContext, values: Map<string, Value>, id: string, value: Value): void {
  signal.throwIfAborted()
  values.set(id, value)
}

/** Whether Fleep needs a new mail server for the values, because it cannot change the address or the encryption. */
function needsReplacement(before: MailServer, newValues: ValidMailServer): boolean {
  return newValues.address !== before.address || newValues.encryption !== before.encryption
}
