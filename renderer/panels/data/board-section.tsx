import { useState } from 'preact/hooks'
import { type Conversation, run } from '../../bridge'
import { runQuietly, saveFile } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { shortened } from '../../ui/foreign-text'
import { NotUnderstood } from '../../ui/not-understood'
import { NoteLine } from '../../ui/saving-note'
import { BoardItems } from './board-items'
import './board-section.css'
import '../../ui/field.css'
import '../../ui/progress.css'
import '../../ui/setting-group.css'
import '../../ui/setting-row.css'

const note = 'board'

/** The pinned messages of a conversation, or the tasks in a section of its board. */
export function BoardSection({ conversation }: { conversation: Conversation }) {
  /** null for the pinned messages. */
  const [sectionId, setSectionId] = useState<string | null>(null)
  const conversationId = conversation.id
  const isReading = state.boardReading.value !== null
  const board = state.board.value
  const items = board?.conversationId === conversationId && board.sectionId === sectionId ? board.items : null
  const show = () => runQuietly(note, () => run('data.readBoard', { conversationId, sectionId }))
  return (
    <section class="group" aria-label={text('board.title')}>
      <h2>{text('board.title')}</h2>
      <div class="card">
        <div class="row board-form">
          <SectionField sections={conversation.sections} value={sectionId} onChange={setSectionId} />
          <button type="button" aria-disabled={isReading} onClick={() => !isReading && void show()}>
            {text('board.show')}
          </button>
        </div>
        <div class="row board-note">{isReading ? <ReadingProgress /> : <NoteLine id={note} />}</div>
        {items && <BoardItems items={items} />}
        {items && <NotUnderstood list="board" />}
      </div>
      {items && items.length > 0 && <SaveButtons />}
    </section>
  )
}

interface SectionFieldProps {
  sections: Conversation['sections']
  value: string | null
  onChange(value: string | null): void
}

function SectionField({ sections, value, onChange }: SectionFieldProps) {
  return (
    <div class="field">
      <label for="board-section">{text('board.what')}</label>
      <select id="board-section" value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value || null)}>
        <option value="">{text('board.pinned')}</option>
        {sections.map(({ id, name }) => (
          <option key={id} value={id}>
            {sections.length === 1 ? text('board.tasks') : text('board.tasksOf', { section: shortened(name, 60) })}
          </option>
        ))}
      </select>
    </div>
  )
}

function ReadingProgress() {
  const count = state.boardReading.value
  if (count === null) return null
  return (
    <div class="progress delayed">
      <progress aria-label={text('board.read')} />
      <span aria-hidden="true">{text('board.readSoFar', { count })}</span>
      <button type="button" onClick={() => void run('data.stopBoard', {})}>
        {text('common.stop')}
      </button>
    </div>
  )
}

function SaveButtons() {
  return (
    <div class="below-card">
      <button type="button" onClick={() => void saveFile(note, () => run('data.saveBoard', { format: 'csv' }))}>
        {text('common.saveCsv')}
      </button>
      <button type="button" onClick={() => void saveFile(note, () => run('data.saveBoard', { format: 'json' }))}>
        {text('common.saveJson')}
      </button>
    </div>
  )
}
