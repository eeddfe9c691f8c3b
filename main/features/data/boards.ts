import type { BoardItem, BoardName } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { toCsv } from '../../core/csv'
import { Failure } from '../../core/failure'
import { type ChooseSaveLocation, saveAs } from '../../core/save-as'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import type { Session } from '../session/session'
import type { SessionCalls } from '../session/session-calls'

export interface BoardsOptions {
  session: Session
  calls: SessionCalls
  store: Store
  chooseSaveLocation: ChooseSaveLocation
}

/** The pins and tasks of conversations: read to the end, shown, and saved. */
export class Boards {
  private reading: AbortController | undefined

  constructor(private readonly options: BoardsOptions) {
    options.session.addSessionListener({ onSignedOut: () => this.end() })
  }

  /** The board before it stays until this one is whole. @throws Failure */
  async read(context: CommandContext, board: BoardName): Promise<void> {
    this.stop()
    const reading = new AbortController()
    this.reading = reading
    const progress = (count: number) => {
      if (this.reading === reading) this.options.store.change({ boardReading: count })
    }
    progress(0)
    try {
      const { readBoard } = await import('../../fleep/board-api')
      const items = await this.options.calls.read(context, readBoard, board, progress, reading.signal)
      if (this.reading === reading) this.options.store.change({ board: { ...board, items } })
    } catch (reason) {
      throw reading.signal.aborted ? new Failure('cancelled', text('data.readingStopped')) : reason
    } finally {
      if (this.reading === reading) {
        this.reading = undefined
        this.options.store.change({ boardReading: null })
      }
    }
  }

  stop(): void {
    this.reading?.abort()
  }

  /** @returns the file's name, null where none was chosen. @throws Failure for one that cannot be written */
  async save(format: 'json' | 'csv'): Promise<{ name: string } | null> {
    const { board } = this.options.store.state
    if (!board?.items.length) throw new Failure('refused', text('data.nothingToSave'))
    const name = `${board.sectionId === null ? 'pins' : 'tasks'}.${format}`
    const written = format === 'csv' ? await toCsv(board.items.map(toRow)) : toJson(board.items)
    return saveAs(this.options.chooseSaveLocation, name, written)
  }

  private end(): void {
    this.stop()
    this.reading = undefined
    this.options.store.change({ board: null, boardReading: null })
  }
}

function toRow({ number, state, author, postedAt, text }: BoardItem): Record<string, string> {
  return { number: String(number), state, author, posted: toDate(postedAt) ?? '', text }
}

function toJson(items: BoardItem[]): string {
  const shown = items.map(({ postedAt, ...item }) => ({ ...item, posted: toDate(postedAt) }))
  return `${JSON.stringify(shown, null, 2)}\n`
}

/** @returns as ISO 8601 */
function toDate(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString()
}
