import { useState } from 'preact/hooks'
import { type AppState, type BoardItem, type Conversation, run } from '../../bridge'
import { make, saveFile, setIdle } from '../../saving'
import { ForeignText, shortened } from '../../ui/foreign-text'
import { Growing } from '../../ui/growing'
import { SavingNote } from '../../ui/saving-note'
import { timeOf } from '../../ui/time'

const note = 'board'
/** In place of a section's id: the pins. */
const pins = ''

/** What is pinned in a conversation, or planned in one of its sections. */
export function Board({ state, conversation }: { state: AppState; conversation: Conversation }) {
  const [section, setSection] = useState(pins)
  const sectionId = section === pins ? null : section
  const { boardReading } = state
  const conversationId = conversation.id
  const show = async () => {
    const result = await make(note, { attempt: () => run('data.readBoard', { conversationId, sectionId }), words: '' })
    if (result.ok) setIdle(note)
  }
  const isShown = state.board?.conversationId === conversationId && state.board.sectionId === sectionId
  return (
    <section class="group" aria-label="Pins and tasks">
      <h2>Pins and tasks</h2>
      <div class="card">
        <div class="row board-form">
          <div class="field">
            <label for="board-section">What to show</label>
            <select id="board-section" value={section} onChange={(event) => setSection(event.currentTarget.value)}>
              <option value={pins}>Pinned messages</option>
              {conversation.sections.map(({ id, name }) => (
                <option key={id} value={id}>
                  {conversation.sections.length === 1 ? 'Tasks' : `Tasks: ${shortened(name, 60)}`}
                </option>
              ))}
            </select>
          </div>
          <button
            type="button"
            aria-disabled={boardReading !== null}
            onClick={() => boardReading === null && void show()}
          >
            Show
          </button>
        </div>
        {boardReading !== null && (
          <div class="row progress late" role="status">
            <progress aria-label="Read" />
            <span>{boardReading} read so far</span>
            <button type="button" onClick={() => void run('data.stopBoard', {})}>
              Stop
            </button>
          </div>
        )}
        {isShown && state.board && <Items items={state.board.items} />}
        <SavingNote id={note} />
      </div>
      {isShown && (state.board?.items.length ?? 0) > 0 && (
        <div class="below-card">
          <button type="button" onClick={() => void saveFile(note, () => run('data.saveBoard', { format: 'csv' }))}>
            Save as CSV…
          </button>
          <button type="button" onClick={() => void saveFile(note, () => run('data.saveBoard', { format: 'json' }))}>
            Save as JSON…
          </button>
        </div>
      )}
    </section>
  )
}

const states: Record<BoardItem['state'], string> = { pinned: 'Pinned', open: 'To do', done: 'Done' }

function Items({ items }: { items: BoardItem[] }) {
  if (items.length === 0) return <p class="row help">There is nothing here.</p>
  return (
    <ul class="list board">
      <Growing items={items} draw={drawItem} />
    </ul>
  )
}

function drawItem({ number, text, author, postedAt, state }: BoardItem) {
  return (
    <li key={number} class={state}>
      <p>{text ? <ForeignText text={text} most={2000} /> : 'A message without text'}</p>
      <p class="help">
        {states[state]}
        {author && (
          <>
            {' · '}
            <ForeignText text={author} most={60} />
          </>
        )}
        {postedAt !== null && ` · ${timeOf(postedAt)}`}
      </p>
    </li>
  )
}
