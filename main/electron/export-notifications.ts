import type { AppState } from '../../contract'
import type { Store } from '../core/store'
import { text } from '../core/text'
import { showNotification } from './show-notification'

/** Notifies the user when an export becomes ready, which can take long. @param onClick opens the Data panel */
export function notifyOfReadyExports(store: Store, onClick: () => void): void {
  let running = new Set<string | null>()
  store.onChange(({ exports, conversations }) => {
    for (const { conversationId, progress, isEmpty } of exports) {
      if (!running.has(conversationId) || progress < 1) continue
      const body = isEmpty ? text('history.noFile') : bodyFor(conversationId, conversations)
      showNotification({ title: text('data.exportReady'), body }, onClick)
    }
    running = new Set(exports.filter(({ progress }) => progress < 1).map(({ conversationId }) => conversationId))
  })
}

function bodyFor(conversationId: string | null, conversations: AppState['conversations']): string {
  if (conversationId === null) return text('data.allReady')
  const topic = conversations?.find(({ id }) => id === conversationId)?.topic
  return topic ? text('data.topicReady', { topic }) : text('data.oneReady')
}
