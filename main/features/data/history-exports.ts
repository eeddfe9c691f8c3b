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

/** What Fleep has gathered of the person's conversations, and how far it is with the rest. */
export class HistoryExports {
  /** By conversation; under null, that of all conversations. */
  private readonly known = new Map<string | null, ExportedHistory>()
  private reading: AbortController | undefined

  constructor(private readonly options: HistoryExportsOptions) {
    options.session.addSessionListener({
      onRecords: (records) => this.applyRecords(records),
      onSignedOut: () => this.end(),
    })
  }

  /** @throws Failure */
  async refresh(context: CommandContext): Promise<void> {
    this.reading = new AbortController()
    const { signal } = this.reading
    const records = await this.options.calls.read(context, readEverything, signal)
    this.applyRecords(records)
    this.options.store.change({ conversations: conversationsIn(records) })
    // Of a server that does not give one's own record first, it is asked for.
    if (!this.known.has(null)) this.applyRecords([await this.options.calls.read(context, readOwnExport)])
  }

  /** @param conversationId null for all of them. @throws Failure */
  async start(context: CommandContext, conversationId: string | null): Promise<void> {
    this.applyRecords([await this.options.calls.call(context, startExport, conversationId)])
  }

  /** @throws Failure for one that is not there any more */
  file(id: string): ExportedFile {
    const file = [...this.known.values()].flatMap(({ files }) => files).find((candidate) => candidate.id === id)
    if (!file) throw new Failure('refused', text('data.fileGone'))
    return file
  }

  private applyRecords(records: unknown[]): void {
    const accountId = this.options.current.context.account?.accountId
    if (!accountId) return
    let isChanged = false
    for (const record of records) {
      const found = readExport(record, accountId, this.options.store.state.server, (id) => this.known.get(id))
      if (!found) continue
      this.known.set(found.conversationId, found)
      isChanged = true
    }
    if (isChanged) this.show()
  }

  private show(): void {
    const exports = [...this.known.values()].map(({ files, ...known }) => {
      return { ...known, files: files.map(({ url: _url, ...file }) => file) }
    })
    this.options.store.change({ exports })
  }

  private end(): void {
    this.reading?.abort()
    this.known.clear()
    this.options.store.change({ conversations: null, exports: [] })
  }
}
