import type { MailCheck, MailCheckFailure } from '../../preload/contract'
import { Failure } from '../failure'
import { checkMailServer, stepsOf } from '../mail/check'
import { CheckFailure } from '../mail/check-failure'
import type { MailServer } from '../mail/mail-server'
import type { Store } from '../store'

/** What is checked: an account by its id, or with null what is entered in the form. */
export type Checked = string | null

interface Running {
  stop: AbortController
  /** What was shown before, and is again when the check is cancelled. */
  before: MailCheck | undefined
}

/** The app's own checks of mail servers, as the state shows them. At most one at a time of each. */
export class MailChecks {
  private readonly running = new Map<Checked, Running>()
  /** What was entered and works. */
  private worked: { server: MailServer; check: MailCheck } | undefined

  constructor(private readonly store: Store) {}

  /** @throws Failure `check-failed` about a field of the server, `cancelled` */
  async run(checked: Checked, server: MailServer): Promise<void> {
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
        onStep: (at) => show({ kind: 'running', steps, at }),
      })
      const check: MailCheck = { kind: 'working', steps, checkedAt: Date.now() }
      show(check)
      if (checked === null) this.worked = { server, check }
    } catch (reason) {
      if (running.stop.signal.aborted) throw new Failure('cancelled', 'The check was stopped.')
      if (!(reason instanceof CheckFailure)) throw reason
      const { step: at, message, serverSaid, fingerprint, field } = reason
      show({ kind: 'failed', steps, checkedAt: Date.now(), failure: { at, message, serverSaid, fingerprint } })
      throw new Failure('check-failed', message, field)
    } finally {
      if (this.running.get(checked) === running) this.running.delete(checked)
    }
  }

  /** Shows a check of an account that could not even begin. */
  couldNotBegin(id: string, message: string): void {
    const failure: MailCheckFailure = { at: null, message, serverSaid: null, fingerprint: null }
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
  stored(id: string, server: Omit<MailServer, 'password'> & { password: string | null }): void {
    this.cancel(id)
    const { worked } = this
    const isSame =
      worked !== undefined &&
      (['host', 'port', 'encryption', 'username'] as const).every((key) => worked.server[key] === server[key]) &&
      (server.password === null || worked.server.password === server.password)
    this.show(id, isSame ? worked.check : undefined)
    this.show(null, undefined)
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
