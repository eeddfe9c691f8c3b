import { signal } from '@preact/signals'
import type { Conversation } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { shortened } from '../../ui/foreign-text'
import { useRefresh } from '../../ui/use-refresh'
import { SettingsFile } from '../profiles/settings-file'
import { BoardSection } from './board-section'
import { HistorySection } from './history-section'
import './data-panel.css'
import '../../ui/field.css'
import '../../ui/setting-group.css'
import '../../ui/setting-row.css'

/** The id of the selected conversation; null for all of them. It stays when another panel opens. */
const selectedId = signal<string | null>(null)

/** Saves histories, boards and settings as files. */
export function DataPanel() {
  useRefresh('data.refresh')
  const conversation = state.conversations.value?.find(({ id }) => id === selectedId.value)
  return (
    <>
      <h1>{text('panel.data')}</h1>
      <ConversationField value={conversation?.id ?? null} />
      <HistorySection conversationId={conversation?.id ?? null} />
      <Boards conversation={conversation} />
      <SettingsFile />
    </>
  )
}

function ConversationField({ value }: { value: string | null }) {
  return (
    <div class="field conversation-choice">
      <label for="data-conversation">{text('data.conversation')}</label>
      <select
        id="data-conversation"
        value={value ?? ''}
        onChange={(event) => {
          selectedId.value = event.currentTarget.value || null
        }}
      >
        <option value="">{text('data.allConversations')}</option>
        {state.conversations.value?.map(({ id, topic }) => (
          <option key={id} value={id}>
            {shortened(topic, 60) || text('data.noTopic')}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Only one conversation at a time has a board to read. */
function Boards({ conversation }: { conversation: Conversation | undefined }) {
  if (conversation) return <BoardSection key={conversation.id} conversation={conversation} />
  return (
    <section class="group" aria-label={text('board.title')}>
      <h2>{text('board.title')}</h2>
      <p class="card row help">
        {state.conversations.value?.length === 0 ? text('data.noConversations') : text('data.chooseFirst')}
      </p>
    </section>
  )
}
