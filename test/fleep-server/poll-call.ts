import { type ContactRecord, ownRecord } from './accounts'
import { conversationRecord, sectionRecords } from './conversations'
import { invalid } from './failure'
import { type Input, optionalBoolean } from './input'
import type { FleepState, Session } from './state'

/** How long a waiting poll is held, in milliseconds: below every client's own time-out. */
const holdFor = 20_000

/** What changed since `event_horizon`; with `wait`, not before something did. 0 means from the beginning. */
export async function poll(state: FleepState, { account }: Session, input: Input, gone: AbortSignal) {
  const horizon = input.event_horizon ?? 0
  if (typeof horizon !== 'number' || horizon < 0) throw invalid('event_horizon must be a number')
  const wait = optionalBoolean(input, 'wait') ?? true
  if (wait && horizon >= account.journal.length) await nextChange(state, account, gone)
  const stream = horizon === 0 ? everything(account) : account.journal.slice(horizon)
  return { event_horizon: account.journal.length, stream, sync_progress: 1, static_version: 'local' }
}

function everything(account: Session['account']): ContactRecord[] {
  return [
    ownRecord(account),
    ...account.conversations.flatMap((conversation) => [
      conversationRecord(conversation),
      ...sectionRecords(conversation),
    ]),
  ]
}

function nextChange(state: FleepState, account: Session['account'], gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      state.off('changed', hear)
      gone.removeEventListener('abort', done)
      resolve()
    }
    const hear = (changed: unknown) => changed === account && done()
    const timer = setTimeout(done, holdFor)
    state.on('changed', hear)
    gone.addEventListener('abort', done)
  })
}
