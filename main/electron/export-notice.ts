import { Notification } from 'electron'
import type { AppState } from '../../contract'
import type { Store } from '../core/store'
import { text } from '../core/text'

/** Says when an export that was being gathered is ready, since that may be long after it was asked for. */
export function noticeExports(store: Store, open: () => void): void {
  let running = new Set<string | null>()
  store.onChange(({ exports, conversations }) => {
    for (const { conversationId, progress, files } of exports) {
      const isReady = running.has(conversationId) && progress === 1 && files.length > 0
      if (isReady) notify(sentenceFor(conversationId, conversations), open)
    }
    running = new Set(exports.filter(({ progress }) => progress < 1).map(({ conversationId }) => conversationId))
  })
}

function sentenceFor(conversationId: string | null, conversations: AppState['conversations']): string {
  if (conversationId === null) return text('data.allReady')
  const topic = conversations?.find(({ id }) => id === conversationId)?.topic
  return topic ? text('data.topicReady', { topic }) : text('data.oneReady')
}

function notify(body: string, open: () => void): void {
  const notification = new Notification({ title: text('data.exportReady'), body })
  notification.on('click', open)
  notification.show()
}
