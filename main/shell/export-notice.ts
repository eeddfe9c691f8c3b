import { Notification } from 'electron'
import type { AppState } from '../../preload/contract'
import type { Store } from '../store'

/** Says when an export that was being gathered is ready, since that may be long after it was asked for. */
export function noticeExports(store: Store, open: () => void): void {
  let running = new Set<string>()
  store.onChange(({ exports, conversations }) => {
    const now = new Set(Object.keys(exports).filter((of) => (exports[of]?.progress ?? 1) < 1))
    for (const of of running) if (!now.has(of) && exports[of]?.files.length) notify(nameOf(of, conversations), open)
    running = now
  })
}

function nameOf(of: string, conversations: AppState['conversations']): string {
  if (of === '') return 'all of your conversations'
  return conversations?.find(({ id }) => id === of)?.topic || 'a conversation'
}

function notify(what: string, open: () => void): void {
  const notification = new Notification({
    title: 'Your export is ready',
    body: `The history of ${what} can be downloaded.`,
  })
  notification.on('click', open)
  notification.show()
}
