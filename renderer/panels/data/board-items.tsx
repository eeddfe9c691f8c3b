import type { BoardItem } from '../../bridge'
import { richText, text } from '../../text'
import { ForeignText, shortened } from '../../ui/foreign-text'
import { formatTime } from '../../ui/format-time'
import { IncrementalList } from '../../ui/incremental-list'
import './board-items.css'
import '../../ui/setting-row.css'

/** A list of pinned messages or tasks. */
export function BoardItems({ items }: { items: BoardItem[] }) {
  if (items.length === 0) return <p class="row help">{text('board.nothing')}</p>
  return (
    <div class="board">
      <IncrementalList as="ul" items={items} renderItem={renderItem} />
    </div>
  )
}

const renderItem = (item: BoardItem) => <BoardItemRow key={item.number} item={item} />

function BoardItemRow({ item }: { item: BoardItem }) {
  const { author, assignee, subject, attachments, postedAt } = item
  return (
    <li class={item.state}>
      {subject && (
        <p class="subject">
          <ForeignText text={subject} most={200} />
        </p>
      )}
      <p>{item.text ? <ForeignText text={item.text} most={2000} /> : text('board.noText')}</p>
      <p class="help">
        {text(`board.state.${item.state}`)}
        {assignee && (
          <>
            {' · '}
            {richText('board.assignee', { name: shortened(assignee, 60) })}
          </>
        )}
        {author && (
          <>
            {' · '}
            <ForeignText text={author} most={60} />
          </>
        )}
        {postedAt !== null && ` · ${formatTime(postedAt)}`}
        {attachments.length > 0 && (
          <>
            {' · '}
            {richText('board.attachments', { names: shortened(attachments.join(', '), 200) })}
          </>
        )}
      </p>
    </li>
  )
}
