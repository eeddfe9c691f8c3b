import type { AppState, BoardName, Conversation, SavedFile } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { toCsv } from '../../core/csv'
import { Failure } from '../../core/failure'
import { showNotUnderstood } from '../../core/not-understood'
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

/** Loads the pins and tasks of conversations, and saves them as files. */
export class Boards {
  /** Stops the running load; undefined while none runs. */
  private controller: AbortController | undefined

  constructor(private readonly options: BoardsOptions) {
    options.session.addSessionListener({ onSignedOut: () => this.clear() })
  }

  /**
   * Loads all items of a board. The previous board is shown until this one is complete.
   * @throws Failure; `cancelled` if it is stopped
   */
  async read(context: CommandContext, board: BoardName): Promise<void> {
    this.stop()
    const controller = new AbortController()
    this.controller = controller
    const showProgress = (count: number) => {
      if (this.controller === controller) this.options.store.change({ boardReading: count })
    }
    showProgress(0)
    try {
      const { readBoard } = await import('../../fleep/board-api')
      const { calls, store } = this.options
      const read = await calls.read(context, readBoard, board, showProgress, controller.signal)
      if (this.controller !== controller) return
      store.change({ board: { ...board, items: read.items } })
      showNotUnderstood(store, context, 'board', read.unreadCount)
    } catch (reason) {
      throw controller.signal.aborted ? new Failure('cancelled', text('data.readingStopped')) : reason
    } finally {
      if (this.controller === controller) {
        this.controller = undefined
        this.options.store.change({ boardReading: null })
      }
    }
  }

  stop(): void {
    this.controller?.abort()
  }

  /** @returns null if the user cancels. @throws Failure `refused` if the file cannot be written */
  async save(context: CommandContext, format: 'json' | 'csv'): Promise<SavedFile | null> {
    const { board } = this.options.store.state
    if (!board?.items.length) throw new Failure('refused', text('data.nothingToSave'))
    const name = `${board.sectionId === null ? 'pins' : 'tasks'}.${format}`
    const items = savedItems(board, this.options.store.state.conversations)
    return saveAs(context, this.options.chooseSaveLocation, name, await formatBoard(items, format))
  }

  private clear(): void {
    this.stop()
    this.controller = undefined
    this.options.store.change({ board: null, boardReading: null })
  }
}

type Board = NonNullable<AppState['board']>
export type SavedItem = ReturnType<typeof savedItems>[number]

/** @returns the items by the names of a file, each with the name of its section */
export function savedItems({ conversationId, sectionId, items }: Board, conversations: Conversation[] | null) {
  const sections = conversations?.find(({ id }) => id === conversationId)?.sections
  return items.map(({ postedAt, editedAt, sectionId: own, ...item }) => {
    const section = sections?.find(({ id }) => id === (own ?? sectionId))?.name ?? ''
    return { ...item, section, posted: toDate(postedAt), edited: toDate(editedAt) }
  })
}

/** @returns the content of a file */
export async function formatBoard(items: SavedItem[], format: 'json' | 'csv'): Promise<string> {
  return format === 'csv' ? toCsv(items.map(toRow)) : `${JSON.stringify(items, null, 2)}\n`
}

function toRow({ number, posted, edited, attachments, ...texts }: SavedItem): Record<string, string> {
  const { state, assignee, author, section, subject, text } = texts
  const times = { posted: posted ?? '', edited: edited ?? '' }
  return {
    number: String(number),
    state,
    assignee,
    author,
    ...times,
    section,
    subject,
    text,
    attachments: attachments.join(', '),
  }
}

/** @returns a date in ISO 8601 format */
function toDate(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString()
}
