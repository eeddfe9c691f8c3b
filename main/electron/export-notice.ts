import { Notification } from 'electron'
import type { AppState } from '../../contract'
import type { Store } from '../core/store'
import { text } from '../core/text'

/** Says when an export that was being gathered is ready, since that may be long after it was asked for. */
export function noticeExports(store: Store, open: () => void): void {
  let running = new Set<string>()
  store.onChange(({ exports, conversations }) => {
    const now = new Set(Object.keys(exports).filter((of) => (exports[of]?.progress ?? 1) < 1))
    for (const of of running)
      if (!now.has(of) && exports[of]?.files.length) notify(sentenceFor(of, conversations), open)
    running = now
  })
}

function sentenceFor(of: string, conversations: AppState['conversations']): string {
  if (of === '') return text('data.allReady')
  const topic = conversations?.find(({ id }) => id === of)?.topic
  return topic ? text('data.topicReady', { topic }) : text('data.oneReady')
}

function notify(body: string, open: () => void): void {
  const notification = new Notification({ title: text('data.exportReady'), body })
  notification.on('click', open)
  notification.show()
}
