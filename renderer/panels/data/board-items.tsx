import type { BoardItem } from '../../bridge'
import { text } from '../../text'
import { ForeignText } from '../../ui/foreign-text'
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
  const { author, postedAt } = item
  return (
    <li class={item.state}>
      <p>{item.text ? <ForeignText text={item.text} most={2000} /> : text('board.noText')}</p>
      <p class="help">
        {text(`board.state.${item.state}`)}
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
