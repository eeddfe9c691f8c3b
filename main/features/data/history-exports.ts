import type { CommandContext } from '../../core/command-context'
import { Failure } from '../../core/failure'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { readOwnExport } from '../../fleep/account-api'
import { conversationsIn, readEverything } from '../../fleep/conversation-api'
import { type ExportedFile, type ExportedHistory, readExport, startExport } from '../../fleep/export-api'
import type { CurrentSession } from '../session/current-session'
import type { Session } from '../session/session'
import type { SessionCalls } from '../session/session-calls'

export interface HistoryExportsOptions {
  session: Session
  calls: SessionCalls
  current: CurrentSession
  store: Store
}

/** Starts exports of conversations at Fleep, and shows their progress and files. */
export class HistoryExports {
  /** By conversation; the key null is for all conversations. */
  private readonly exports = new Map<string | null, ExportedHistory>()

  constructor(private readonly options: HistoryExportsOptions) {
    options.session.addSessionListener({
      onRecords: (records) => this.applyRecords(records),
      onGap: (context) => {
        const isLoaded = options.store.state.conversations !== null || this.exports.size > 0
        if (isLoaded) void this.refresh(context).catch(() => undefined)
      },
      onSignedOut: () => this.clear(),
    })
  }

  /** Loads the conversations and their exports. @throws Failure */
  async refresh(context: CommandContext): Promise<void> {
    // One that is being prepared is asked for first, because it needs no poll, which some proxies refuse.
    if ((this.exports.get(null)?.progress ?? 1) < 1) await this.refreshOwn(context)
    const records = await this.options.calls.read(context, readEverything, context.signal)
    this.applyRecords(records)
    this.options.store.changeFor(context, { conversations: conversationsIn(records) })
    // The account's own record has the export of all conversations. Some servers do not send it here.
    if (!this.exports.has(null)) await this.refreshOwn(context)
  }

  private async refreshOwn(context: CommandContext): Promise<void> {
    this.applyRecords([await this.options.calls.read(context, readOwnExport)])
  }

  /** Starts an export. @param conversationId null for all conversations. @throws Failure */
  async start(context: CommandContext, conversationId: string | null): Promise<void> {
    this.applyRecords([await this.options.calls.call(context, startExport, conversationId)])
  }

  /** @throws Failure `refused` if the file no longer exists */
  file(id: string): ExportedFile {
    const file = [...this.exports.values()].flatMap(({ files }) => files).find((candidate) => candidate.id === id)
    if (!file) throw new Failure('refused', text('data.fileGone'))
    return file
  }

  private applyRecords(records: unknown[]): void {
    const accountId = this.options.current.context.account?.accountId
    if (!accountId) return
    let isChanged = false
    for (const record of records) {
      const found = readExport(record, accountId, this.options.store.state.server, (id) => this.exports.get(id))
      if (!found) continue
      this.exports.set(found.conversationId, found)
      isChanged = true
    }
    if (isChanged) this.show()
  }

  /** Shows the exports without the URLs of their files, which the window does not need. */
  private show(): void {
    const exports = [...this.exports.values()].map(({ files, ...rest }) => {
      return { ...rest, files: files.map(({ url: _url, ...file }) => file) }
    })
    this.options.store.change({ exports })
  }

  private clear(): void {
    this.exports.clear()
    this.options.store.change({ conversations: null, exports: [] })
  }
}
