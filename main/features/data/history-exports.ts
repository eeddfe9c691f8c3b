import { Failure } from '../../core/failure'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { readOwnExport } from '../../fleep/account-api'
import { conversationsIn, readEverything } from '../../fleep/conversation-api'
import {
  allConversations,
  type ExportedFile,
  type ExportedHistory,
  readExport,
  startExport,
} from '../../fleep/export-api'
import type { Session } from '../session/session'

/** What Fleep has gathered of the person's conversations, and how far it is with the rest. */
export class HistoryExports {
  private readonly known = new Map<string, ExportedHistory>()
  private reading: AbortController | undefined

  constructor(
    private readonly session: Session,
    private readonly store: Store,
  ) {
    session.addSessionListener({
      onRecords: (records) => this.hear(records),
      onSignedOut: () => this.end(),
    })
  }

  /** @throws Failure */
  async refresh(): Promise<void> {
    this.reading = new AbortController()
    const { signal } = this.reading
    const records = await this.session.read((fleep) => readEverything(fleep, signal))
    this.hear(records)
    this.store.change({ conversations: conversationsIn(records) })
    // Of a server that does not give one's own record first, it is asked for.
    if (!this.known.has(allConversations)) this.hear([await this.session.read(readOwnExport)])
  }

  /** @param conversationId empty for all of them. @throws Failure */
  async start(conversationId: string): Promise<void> {
    this.hear([await this.session.use((fleep) => startExport(fleep, conversationId))])
  }

  /** @throws Failure for one that is not there any more */
  file(id: string): ExportedFile {
    const file = [...this.known.values()].flatMap(({ files }) => files).find((candidate) => candidate.id === id)
    if (!file) throw new Failure('refused', text('data.fileGone'))
    return file
  }

  private hear(records: unknown[]): void {
    const { accountId } = this.session
    if (!accountId) return
    let isChanged = false
    for (const record of records) {
      const told = readExport(record, accountId, this.store.state.server, (of) => this.known.get(of))
      if (!told) continue
      this.known.set(told.of, told.history)
      isChanged = true
    }
    if (isChanged) this.show()
  }

  private show(): void {
    const shown = [...this.known].map(([of, { progress, files }]) => {
      return [of, { progress, files: files.map(({ url: _url, ...file }) => file) }] as const
    })
    this.store.change({ exports: Object.fromEntries(shown) })
  }

  private end(): void {
    this.reading?.abort()
    this.known.clear()
    this.store.change({ conversations: null, exports: {} })
  }
}
