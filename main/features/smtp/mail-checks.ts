import type { CheckStep, CommandInput, MailCheck, MailCheckFailure, TestEmail } from '../../../contract'
import { stepsOf } from '../../../contract/check-steps'
import { usualPort } from '../../../contract/smtp-ports'
import type { CommandContext } from '../../core/command-context'
import { Failure, isFailure } from '../../core/failure'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { checkMailServer, sendThroughMailServer } from '../../mail/check'
import { CheckFailure } from '../../mail/check-failure'
import type { MailConnectionOptions } from '../../mail/mail-connection'
import type { SmtpLogin } from '../../mail/smtp-login'
import { writeTestEmail } from '../../mail/test-email'
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
  steps: CheckStep[]
  /** What is known if it ends now, once an email is on its way; undefined before. */
  inDoubt: CheckFailure | undefined
}

/** Runs the app's own checks of mail servers and shows them in the state. Each target has at most one running check. */
export class MailChecks {
  private readonly running = new Map<CheckTarget, RunningCheck>()
  /** The test emails that are being sent, by the id of their mail server. */
  private readonly sendings = new Map<string, Promise<void>>()
  /** The last successful check of entered values, with these values. */
  private lastSuccess: { server: SmtpLogin; check: MailCheck } | undefined

  constructor(
    private readonly store: Store,
    private readonly list: MailServerList,
    private readonly passwords: MailPasswords,
  ) {}

  /** @throws Failure `check-failed` with the field that causes it; `invalid-input` for `password`; `cancelled` */
  async checkEntered(context: CommandContext, { id, ...entered }: CommandInput<'smtp.checkEntered'>): Promise<void> {
    const { encryption } = entered
    // INFERRED: where no port is stored, Fleep takes the usual one of the encryption.
    const port = entered.port ?? usualPort(encryption)
    const valid = validateMailServer(entered)
    const { address, host, username } = valid
    const prepare = async () => {
      if (valid.password === null && id === null) throw passwordMissing()
      const password = valid.password ?? (await this.passwords.read(context, id ?? '', placeOf(valid)))
      return { address, host, port, encryption, username, password }
    }
    await this.run(context, null, prepare, check)
  }

  /**
   * @throws Failure as {@link checkEntered} does; `invalid-input` with the field `port`, `encryption` or `password` if
   * it is not known
   */
  check(context: CommandContext, id: string): Promise<void> {
    return this.runStored(context, id, check)
  }

  /**
   * Sends a short email from the mail server's address to the account's own. It shows as a check.
   * @throws Failure as {@link check} does; `offline` if the account's address is not known yet
   */
  async sendTest(context: CommandContext, id: string): Promise<TestEmail> {
    const { account } = this.store.state
    if (!account) throw new Failure('offline', text('testEmail.unknownRecipient'))
    const { email: to, displayName: name } = account
    let serverReply = ''
    const sending = this.runStored(context, id, async (login, options) => {
      const email = await writeTestEmail({ from: login.address, to, name, host: login.host })
      options.signal.throwIfAborted()
      serverReply = await sendThroughMailServer(login, email, options)
      return { to, serverReply }
    })
    this.sendings.set(id, sending)
    try {
      await sending
    } finally {
      if (this.sendings.get(id) === sending) this.sendings.delete(id)
    }
    return { to, serverReply }
  }

  /** Checks a mail server unless a test email is being sent through it, which checks more. @throws as {@link check} */
  checkUnlessSending(context: CommandContext, id: string): Promise<void> {
    return this.sendings.get(id) ?? this.check(context, id)
  }

  private async runStored(context: CommandContext, id: string, work: CheckWork): Promise<void> {
    const server = await this.list.find(context, id)
    const { address, host, encryption, username } = server
    // Guessing it could send the password without encryption.
    if (encryption === null) throw new Failure('invalid-input', text('smtp.chooseEncryption'), 'encryption')
    // INFERRED as in checkEntered. The password is read only if it was typed for this port.
    const port = server.port ?? usualPort(encryption)
    const prepare = async (signal: AbortSignal) => {
      const password = await this.passwords.read(context, id, placeOf(server)).catch((reason) => {
        if (isFailure(reason) && reason.code !== 'invalid-input' && !signal.aborted)
          this.showStartFailure(id, text('smtp.passwordUnread', { problem: reason.message }))
        throw reason
      })
      return { address, host, port, encryption, username, password }
    }
    await this.run(context, id, prepare, work)
  }

  /** @param prepare reads the password; it can be stopped, too */
  private async run(
    context: CommandContext,
    target: CheckTarget,
    prepare: (signal: AbortSignal) => Promise<SmtpLogin>,
    work: CheckWork,
  ): Promise<void> {
    context.signal.throwIfAborted()
    this.cancel(target)
    const previous = this.shownCheck(target)
    const running: RunningCheck = { controller: new AbortController(), previous, steps: [], inDoubt: undefined }
    const signal = AbortSignal.any([running.controller.signal, context.signal])
    this.running.set(target, running)
    const show = (check: MailCheck) => {
      if (this.running.get(target) === running) this.show(target, check)
    }
    try {
      const server = await unlessAborted(prepare(signal), signal)
      const steps = [...stepsOf(server.encryption), ...(work === check ? [] : (['send'] as const))]
      running.steps = steps
      const testEmail = await work(server, {
        signal,
        onStep: (step) => show({ kind: 'running', steps, step }),
        onSending: (inDoubt) => {
          running.inDoubt = inDoubt
        },
      })
      signal.throwIfAborted()
      const shown: MailCheck = { kind: 'working', steps, checkedAt: Date.now(), testEmail }
      show(shown)
      if (target === null) this.lastSuccess = { server, check: shown }
    } catch (reason) {
      if (signal.aborted) throw running.inDoubt ? new Failure('cancelled', running.inDoubt.message) : checkStopped()
      if (!(reason instanceof CheckFailure)) throw reason
      show(failedCheck(running.steps, reason))
      throw new Failure('check-failed', reason.message, reason.field ?? undefined)
    } finally {
      if (this.running.get(target) === running) this.running.delete(target)
    }
  }

  private showStartFailure(id: string, message: string): void {
    this.show(id, failedCheck([], { step: null, message, serverReply: null, fingerprint: null, isInDoubt: false }))
  }

  /** Shows the previous check again, or that an email may have been sent. */
  cancel(target: CheckTarget): void {
    const running = this.running.get(target)
    if (!running) return
    this.running.delete(target)
    running.controller.abort()
    const { inDoubt, previous, steps } = running
    this.show(target, inDoubt ? failedCheck(steps, inDoubt) : previous)
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

  /** Cancels the running checks of mail servers, but not that of entered values. */
  cancelStored(): void {
    for (const target of [...this.running.keys()]) if (target !== null) this.cancel(target)
  }

  clear(): void {
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

/** Tries a mail server. @returns the email that it sent; null if it sends none */
type CheckWork = (login: SmtpLogin, options: MailConnectionOptions) => Promise<TestEmail | null>

async function check(login: SmtpLogin, options: MailConnectionOptions): Promise<null> {
  await checkMailServer(login, options)
  return null
}

function failedCheck(steps: CheckStep[], failure: MailCheckFailure): MailCheck {
  const { step, message, serverReply, fingerprint, isInDoubt } = failure
  const shown = { step, message, serverReply, fingerprint, isInDoubt }
  return { kind: 'failed', steps, checkedAt: Date.now(), failure: shown }
}

/** @throws Failure `cancelled` as soon as the signal fires, without waiting for the work */
export function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(checkStopped()), { once: true })
  })
  return Promise.race([work, aborted])
}

export function checkStopped(): Failure {
  return new Failure('cancelled', text('smtp.checkStopped'))
}
