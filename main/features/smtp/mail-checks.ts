import type { CommandInput, MailCheck, MailCheckFailure, MailServer } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { Failure, isFailure } from '../../core/failure'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { checkMailServer, stepsOf } from '../../mail/check'
import { CheckFailure } from '../../mail/check-failure'
import type { SmtpLogin } from '../../mail/smtp-login'
import type { MailPasswords } from './mail-passwords'
import type { MailServerList } from './mail-server-list'
import { isSameHost, noPassword, type ValidMailServer, validateMailServer } from './validate-mail-server'

/** What is checked: an account by its id, or with null what is entered in the form. */
type Checked = string | null

interface Running {
  stop: AbortController
  /** What was shown before, and is again when the check is cancelled. */
  before: MailCheck | undefined
}

/** The app's own checks of mail servers, as the state shows them. At most one at a time of each. */
export class MailChecks {
  private readonly running = new Map<Checked, Running>()
  /** What was entered and works. */
  private worked: { server: SmtpLogin; check: MailCheck } | undefined

  constructor(
    private readonly store: Store,
    private readonly list: MailServerList,
    private readonly passwords: MailPasswords,
  ) {}

  /** @throws Failure `check-failed` about the field that causes it; `cancelled` */
  async checkEntered({ id, ...entered }: CommandInput<'smtp.checkEntered'>): Promise<void> {
    const { port, encryption } = entered
    const { host, username, password } = validateMailServer(entered)
    const own = password ?? (id === null ? null : await this.passwords.read(id))
    if (own === null) throw noPassword()
    await this.run(null, { host, port, encryption, username, password: own })
  }

  /** @throws Failure as {@link checkEntered} does; `invalid-input` about what the account lacks to be checked */
  async check(context: CommandContext, id: string): Promise<void> {
    const { host, port, encryption, username } = await this.list.find(context, id)
    // No port is tried that nobody chose, and plain text only when it is asked for.
    if (port === null) throw new Failure('invalid-input', text('smtp.choosePort'), 'port')
    if (encryption === null) throw new Failure('invalid-input', text('smtp.chooseEncryption'), 'encryption')
    const password = await this.passwords.read(id).catch((reason) => {
      if (isFailure(reason)) this.couldNotBegin(id, text('smtp.passwordUnread', { problem: reason.message }))
      throw reason
    })
    if (password === null) throw noPassword()
    await this.run(id, { host, port, encryption, username, password })
  }

  /** @throws Failure `check-failed` that counts those that do not work */
  async checkAll(context: CommandContext, servers: MailServer[]): Promise<void> {
    const tries = await Promise.allSettled(servers.map(({ id }) => this.check(context, id)))
    const failed = tries.filter(({ status }) => status === 'rejected').length
    if (failed === 0) return
    const total = servers.length
    throw new Failure('check-failed', total === 1 ? text('smtp.oneFails') : text('smtp.someFail', { failed, total }))
  }

  private async run(checked: Checked, server: SmtpLogin): Promise<void> {
    this.cancel(checked)
    const steps = stepsOf(server.encryption)
    const running: Running = { stop: new AbortController(), before: this.shown(checked) }
    this.running.set(checked, running)
    const show = (check: MailCheck) => {
      if (this.running.get(checked) === running) this.show(checked, check)
    }
    try {
      await checkMailServer(server, {
        signal: running.stop.signal,
        onStep: (step) => show({ kind: 'running', steps, step }),
      })
      const check: MailCheck = { kind: 'working', steps, checkedAt: Date.now() }
      show(check)
      if (checked === null) this.worked = { server, check }
    } catch (reason) {
      if (running.stop.signal.aborted) throw new Failure('cancelled', text('smtp.checkStopped'))
      if (!(reason instanceof CheckFailure)) throw reason
      const { step, message, serverReply, fingerprint, field } = reason
      show({ kind: 'failed', steps, checkedAt: Date.now(), failure: { step, message, serverReply, fingerprint } })
      throw new Failure('check-failed', message, field)
    } finally {
      if (this.running.get(checked) === running) this.running.delete(checked)
    }
  }

  private couldNotBegin(id: string, message: string): void {
    const failure: MailCheckFailure = { step: null, message, serverReply: null, fingerprint: null }
    this.show(id, { kind: 'failed', steps: [], checkedAt: Date.now(), failure })
  }

  cancel(checked: Checked): void {
    const running = this.running.get(checked)
    if (!running) return
    this.running.delete(checked)
    running.stop.abort()
    this.show(checked, running.before)
  }

  /** The account was set up or changed: of what was checked before, only what was entered just so still counts. */
  stored(id: string, stored: ValidMailServer): void {
    this.cancel(id)
    const { worked } = this
    const isSame =
      worked !== undefined &&
      isSameHost(worked.server, stored) &&
      worked.server.port === stored.port &&
      worked.server.encryption === (stored.encryption ?? 'none') &&
      worked.server.username === stored.username &&
      (stored.password === null || worked.server.password === stored.password)
    this.show(id, isSame ? worked.check : undefined)
    this.forget(null)
  }

  forget(checked: Checked): void {
    this.cancel(checked)
    this.show(checked, undefined)
    if (checked === null) this.worked = undefined
  }

  end(): void {
    for (const checked of [...this.running.keys()]) this.cancel(checked)
    this.worked = undefined
    this.store.change({ mailChecks: {}, enteredCheck: null })
  }

  private shown(checked: Checked): MailCheck | undefined {
    const { mailChecks, enteredCheck } = this.store.state
    return checked === null ? (enteredCheck ?? undefined) : mailChecks[checked]
  }

  private show(checked: Checked, check: MailCheck | undefined): void {
    if (checked === null) {
      this.store.change({ enteredCheck: check ?? null })
      return
    }
    const { [checked]: _former, ...others } = this.store.state.mailChecks
    this.store.change({ mailChecks: check ? { ...others, [checked]: check } : others })
  }
}
