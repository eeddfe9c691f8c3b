import { signal } from '@preact/signals'
import type { AppState, Conversation } from '../../bridge'
import { text } from '../../text'
import { shortened } from '../../ui/foreign-text'
import { useRefresh } from '../../ui/use-refresh'
import { SettingsFile } from '../profiles/settings-file'
import { Board } from './board-section'
import { History } from './history-section'

/** The id of the chosen conversation, null for all of them. It outlives the panel. */
const chosen = signal<string | null>(null)

/**
 * The person wants to have what they wrote and planned in Fleep as files of their own; when something does not come they
 * see why, and go on from where it stopped.
 */
export function DataPanel({ state }: { state: AppState }) {
  const { error, refresh } = useRefresh(state, 'data.refresh')
  const { conversations } = state
  const conversation = conversations?.find(({ id }) => id === chosen.value)
  return (
    <>
      <h1>{text('panel.data')}</h1>
      {error && (
        <p class="error" role="alert">
          {error.message}{' '}
          <button type="button" class="link" onClick={() => void refresh()}>
            {text('common.tryAgain')}
          </button>
        </p>
      )}
      <div class="field of-what">
        <label for="data-conversation">{text('data.conversation')}</label>
        <select
          id="data-conversation"
          value={conversation?.id ?? ''}
          onChange={(event) => {
            chosen.value = event.currentTarget.value || null
          }}
        >
          <option value="">{text('data.allConversations')}</option>
          {conversations?.map(({ id, topic }) => (
            <option key={id} value={id}>
              {shortened(topic, 60) || text('data.noTopic')}
            </option>
          ))}
        </select>
      </div>
      <History state={state} conversationId={conversation?.id ?? null} />
      <Boards state={state} conversation={conversation} />
      <SettingsFile profile={state.profile} />
    </>
  )
}

function Boards({ state, conversation }: { state: AppState; conversation: Conversation | undefined }) {
  if (conversation) return <Board key={conversation.id} state={state} conversation={conversation} />
  return (
    <section class="group" aria-label={text('board.title')}>
      <h2>{text('board.title')}</h2>
      <p class="card row help">
        {state.conversations?.length === 0 ? text('data.noConversations') : text('data.chooseFirst')}
      </p>
    </section>
  )
}
