import type { CheckStep, CommandInput, MailCheck, MailCheckFailure, MailServer } from '../../../contract'
import { stepsOf } from '../../../contract/check-steps'
import type { CommandContext } from '../../core/command-context'
import { Failure, isFailure } from '../../core/failure'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { checkMailServer } from '../../mail/check'
import { CheckFailure } from '../../mail/check-failure'
import type { SmtpLogin } from '../../mail/smtp-login'
import type { MailPasswords } from './mail-passwords'
import type { MailServerList } from './mail-server-list'
import { isSameHost, passwordMissing, placeOf } from './password-place'
import { type ValidMailServer, validateMailServer } from './validate-mail-server'

/** The id of the checked mail server; null for the values entered in the form. */
type CheckTarget = string | null

interface RunningCheck {
  controller: AbortController
  /** The previous check, which is shown again if this one is cancelled. */
  previous: MailCheck | undefined
}

/** Runs the app's own checks of mail servers and shows them in the state. Each target has at most one running check. */
export class MailChecks {
  private readonly running = new Map<CheckTarget, RunningCheck>()
  /** The last successful check of entered values, with these values. */
  private lastSuccess: { server: SmtpLogin; check: MailCheck } | undefined
  /** Stops the check of all mail servers; undefined while they are not checked. */
  private stopAll: AbortController | undefined

  constructor(
    private readonly store: Store,
    private readonly list: MailServerList,
    private readonly passwords: MailPasswords,
  ) {}

  /** @throws Failure `check-failed` with the field that causes it; `invalid-input` for `password`; `cancelled` */
  async checkEntered(context: CommandContext, { id, ...entered }: CommandInput<'smtp.checkEntered'>): Promise<void> {
    const { port, encryption } = entered
    const valid = validateMailServer(entered)
    const { address, host, username } = valid
    await this.run(context, null, async () => {
      if (valid.password === null && id === null) throw passwordMissing()
      const password = valid.password ?? (await this.passwords.read(context, id ?? '', placeOf(valid)))
      return { address, host, port, encryption, username, password }
    })
  }

  /**
   * @throws Failure as {@link checkEntered} does; `invalid-input` with the field `port`, `encryption` or `password` if
   * it is not known
   */
  async check(context: CommandContext, id: string): Promise<void> {
    const server = await this.list.find(context, id)
    const { address, host, port, encryption, username } = server
    // Guessing them could send the password to another server, or without encryption.
    if (port === null) throw new Failure('invalid-input', text('smtp.choosePort'), 'port')
    if (encryption === null) throw new Failure('invalid-input', text('smtp.chooseEncryption'), 'encryption')
    await this.run(context, id, async (signal) => {
      const password = await this.passwords.read(context, id, placeOf(server)).catch((reason) => {
        if (isFailure(reason) && reason.code !== 'invalid-input' && !signal.aborted)
          this.showStartFailure(id, text('smtp.passwordUnread', { problem: reason.message }))
        throw reason
      })
      return { address, host, port, encryption, username, password }
    })
  }

  /**
   * Checks all mail servers in parallel.
   *
   * @param load reads the list; it can be stopped, too
   * @throws Failure `check-failed` with the number of failed checks; `cancelled`
   */
  async checkAll(context: CommandContext, load: () => Promise<MailServer[]>): Promise<void> {
    this.cancelAll()
    const stop = new AbortController()
    this.stopAll = stop
    const showProgress = (done: number, total: number) => {
      if (this.stopAll === stop) this.store.change({ allChecks: { done, total } })
    }
    try {
      showProgress(0, this.list.known().length)
      const servers = await unlessAborted(load(), stop.signal)
      const total = servers.length
      let done = 0
      showProgress(done, total)
      const checks = servers.map(async ({ id }) => {
        await this.check(context, id).finally(() => showProgress(++done, total))
      })
      const results = await Promise.allSettled(checks)
      if (stop.signal.aborted) throw stopped()
      const failed = results.filter(({ status }) => status === 'rejected').length
      if (failed === 0) return
      throw new Failure('check-failed', total === 1 ? text('smtp.oneFails') : text('smtp.someFail', { failed, total }))
    } finally {
      if (this.stopAll === stop) this.endAll()
    }
  }

  /** Stops the check of all mail servers, with those that still run. What was found out stays. */
  cancelAll(): void {
    if (!this.stopAll) return
    this.stopAll.abort()
    this.endAll()
    for (const target of [...this.running.keys()]) if (target !== null) this.cancel(target)
  }

  private endAll(): void {
    this.stopAll = undefined
    this.store.change({ allChecks: null })
  }

  /** @param prepare reads the password; it can be stopped, too */
  private async run(
    context: CommandContext,
    target: CheckTarget,
    prepare: (signal: AbortSignal) => Promise<SmtpLogin>,
  ): Promise<void> {
    context.signal.throwIfAborted()
    this.cancel(target)
    const running: RunningCheck = { controller: new AbortController(), previous: this.shownCheck(target) }
    const signal = AbortSignal.any([running.controller.signal, context.signal])
    this.running.set(target, running)
    const show = (check: MailCheck) => {
      if (this.running.get(target) === running) this.show(target, check)
    }
    let steps: CheckStep[] = []
    try {
      const server = await unlessAborted(prepare(signal), signal)
      steps = stepsOf(server.encryption)
      await checkMailServer(server, { signal, onStep: (step) => show({ kind: 'running', steps, step }) })
      signal.throwIfAborted()
      const check: MailCheck = { kind: 'working', steps, checkedAt: Date.now() }
      show(check)
      if (target === null) this.lastSuccess = { server, check }
    } catch (reason) {
      if (signal.aborted) throw stopped()
      if (!(reason instanceof CheckFailure)) throw reason
      const { step, message, serverReply, fingerprint, field } = reason
      show({ kind: 'failed', steps, checkedAt: Date.now(), failure: { step, message, serverReply, fingerprint } })
      throw new Failure('check-failed', message, field ?? undefined)
    } finally {
      if (this.running.get(target) === running) this.running.delete(target)
    }
  }

  private showStartFailure(id: string, message: string): void {
    const failure: MailCheckFailure = { step: null, message, serverReply: null, fingerprint: null }
    this.show(id, { kind: 'failed', steps: [], checkedAt: Date.now(), failure })
  }

  cancel(target: CheckTarget): void {
    const running = this.running.get(target)
    if (!running) return
    this.running.delete(target)
    running.controller.abort()
    this.show(target, running.previous)
  }

  /**
   * To be called when a mail server was stored or changed. Its previous check is no longer valid; the check of the
   * entered values replaces it if exactly these values were stored.
   */
  handleStored(id: string, stored: ValidMailServer): void {
    this.cancel(id)
    const { lastSuccess } = this
    const isSame =
      lastSuccess !== undefined &&
      lastSuccess.server.address === stored.address &&
      isSameHost(lastSuccess.server, stored) &&
      lastSuccess.server.port === stored.port &&
      lastSuccess.server.encryption === (stored.encryption ?? 'none') &&
      lastSuccess.server.username === stored.username &&
      (stored.password === null || lastSuccess.server.password === stored.password)
    this.show(id, isSame ? lastSuccess.check : undefined)
    this.remove(null)
  }

  /** Cancels the running check and removes the shown one. */
  remove(target: CheckTarget): void {
    this.cancel(target)
    this.show(target, undefined)
    if (target === null) this.lastSuccess = undefined
  }

  clear(): void {
    this.cancelAll()
    for (const target of [...this.running.keys()]) this.cancel(target)
    this.lastSuccess = undefined
    this.store.change({ mailChecks: {}, enteredCheck: null })
  }

  private shownCheck(target: CheckTarget): MailCheck | undefined {
    const { mailChecks, enteredCheck } = this.store.state
    return target === null ? (enteredCheck ?? undefined) : mailChecks[target]
  }

  private show(target: CheckTarget, check: MailCheck | undefined): void {
    if (target === null) {
      this.store.change({ enteredCheck: check ?? null })
      return
    }
    const { [target]: _previous, ...others } = this.store.state.mailChecks
    this.store.change({ mailChecks: check ? { ...others, [target]: check } : others })
  }
}

/** @throws Failure `cancelled` as soon as the signal fires, without waiting for the work */
function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(stopped()), { once: true })
  })
  return Promise.race([work, aborted])
}

function stopped(): Failure {
  return new Failure('cancelled', text('smtp.checkStopped'))
}
