import type { MailServer } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { Failure } from '../../core/failure'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { checkStopped, type MailChecks, unlessAborted } from './mail-checks'
import type { MailServerList } from './mail-server-list'

/** Checks all mail servers together, and counts the checks in the state. */
export class AllMailChecks {
  /** Stops the checks; undefined while there are none. */
  private stop: AbortController | undefined

  constructor(
    private readonly store: Store,
    private readonly list: MailServerList,
    private readonly checks: MailChecks,
  ) {}

  /**
   * Checks all mail servers in parallel.
   *
   * @param load reads the list; it can be stopped, too
   * @throws Failure `check-failed` with the number of failed checks; `cancelled`
   */
  async run(context: CommandContext, load: () => Promise<MailServer[]>): Promise<void> {
    this.cancel()
    const stop = new AbortController()
    this.stop = stop
    const showProgress = (done: number, total: number) => {
      if (this.stop === stop) this.store.change({ allChecks: { done, total } })
    }
    try {
      showProgress(0, this.list.known().length)
      const servers = await unlessAborted(load(), stop.signal)
      const total = servers.length
      let done = 0
      showProgress(done, total)
      const checks = servers.map(async ({ id }) => {
        await this.checks.checkUnlessSending(context, id).finally(() => showProgress(++done, total))
      })
      const results = await Promise.allSettled(checks)
      if (stop.signal.aborted) throw checkStopped()
      const failed = results.filter(({ status }) => status === 'rejected').length
      if (failed === 0) return
      throw new Failure('check-failed', total === 1 ? text('smtp.oneFails') : text('smtp.someFail', { failed, total }))
    } finally {
      if (this.stop === stop) this.end()
    }
  }

  /** Stops the checks that still run. What was found out stays. */
  cancel(): void {
    if (!this.stop) return
    this.stop.abort()
    this.end()
    this.checks.cancelStored()
  }

  private end(): void {
    this.stop = undefined
    this.store.change({ allChecks: null })
  }
}
