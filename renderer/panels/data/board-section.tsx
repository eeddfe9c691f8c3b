import { useState } from 'preact/hooks'
import { type AppState, type BoardItem, type Conversation, run } from '../../bridge'
import { make, saveFile, setIdle } from '../../saving'
import { text } from '../../text'
import { ForeignText, shortened } from '../../ui/foreign-text'
import { formatTime } from '../../ui/format-time'
import { IncrementalList } from '../../ui/incremental-list'
import { SavingNote } from '../../ui/saving-note'

const note = 'board'

/** What is pinned in a conversation, or planned in one of its sections. */
export function Board({ state, conversation }: { state: AppState; conversation: Conversation }) {
  /** null for the pins. */
  const [sectionId, setSectionId] = useState<string | null>(null)
  const { boardReading } = state
  const conversationId = conversation.id
  const show = async () => {
    const result = await make(note, { attempt: () => run('data.readBoard', { conversationId, sectionId }), words: '' })
    if (result.ok) setIdle(note)
  }
  const isShown = state.board?.conversationId === conversationId && state.board.sectionId === sectionId
  return (
    <section class="group" aria-label={text('board.title')}>
      <h2>{text('board.title')}</h2>
      <div class="card">
        <div class="row board-form">
          <div class="field">
            <label for="board-section">{text('board.what')}</label>
            <select
              id="board-section"
              value={sectionId ?? ''}
              onChange={(event) => setSectionId(event.currentTarget.value || null)}
            >
              <option value="">{text('board.pinned')}</option>
              {conversation.sections.map(({ id, name }) => (
                <option key={id} value={id}>
                  {conversation.sections.length === 1
                    ? text('board.tasks')
                    : text('board.tasksOf', { section: shortened(name, 60) })}
                </option>
              ))}
            </select>
          </div>
          <button
            type="button"
            aria-disabled={boardReading !== null}
            onClick={() => boardReading === null && void show()}
          >
            {text('board.show')}
          </button>
        </div>
        {boardReading !== null && (
          <div class="row progress late" role="status">
            <progress aria-label={text('board.read')} />
            <span>{text('board.readSoFar', { count: boardReading })}</span>
            <button type="button" onClick={() => void run('data.stopBoard', {})}>
              {text('common.stop')}
            </button>
          </div>
        )}
        {isShown && state.board && <Items items={state.board.items} />}
        <SavingNote id={note} />
      </div>
      {isShown && (state.board?.items.length ?? 0) > 0 && (
        <div class="below-card">
          <button type="button" onClick={() => void saveFile(note, () => run('data.saveBoard', { format: 'csv' }))}>
            {text('common.saveCsv')}
          </button>
          <button type="button" onClick={() => void saveFile(note, () => run('data.saveBoard', { format: 'json' }))}>
            {text('common.saveJson')}
          </button>
        </div>
      )}
    </section>
  )
}

function Items({ items }: { items: BoardItem[] }) {
  if (items.length === 0) return <p class="row help">{text('board.nothing')}</p>
  return (
    <div class="board">
      <IncrementalList as="ul" items={items} draw={drawItem} />
    </div>
  )
}

function drawItem({ number, text: written, author, postedAt, state }: BoardItem) {
  return (
    <li key={number} class={state}>
      <p>{written ? <ForeignText text={written} most={2000} /> : text('board.noText')}</p>
      <p class="help">
        {text(`board.state.${state}`)}
        {author && (
          <>
            {' · '}
            <ForeignText text={author} most={60} />
          </>
        )}
        {postedAt !== null && ` · ${formatTime(postedAt)}`}
      </p>
    </li>
  )
}
