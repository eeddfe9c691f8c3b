import { type ContactRecord, ownRecord } from './accounts'
import { conversationRecord, sectionRecords } from './conversations'
import { invalid } from './failure'
import { type Input, optionalBoolean } from './input'
import type { FleepState, Session } from './state'

/** How long a poll waits for a change, in milliseconds. Less than the timeout of the clients. */
const pollTimeout = 20_000

/** Returns the changes since `event_horizon`, or everything if it is 0. With `wait`, waits until there is a change. */
export async function poll(state: FleepState, { account }: Session, input: Input, disconnected: AbortSignal) {
  const horizon = input.event_horizon ?? 0
  if (typeof horizon !== 'number' || horizon < 0) throw invalid('event_horizon must be a number')
  const wait = optionalBoolean(input, 'wait') ?? true
  if (wait && horizon >= account.journal.length) await nextChange(state, account, disconnected)
  const stream = horizon === 0 ? allRecords(account) : account.journal.slice(horizon)
  return { event_horizon: account.journal.length, stream, sync_progress: 1, static_version: 'local' }
}

function allRecords(account: Session['account']): ContactRecord[] {
  return [
    ownRecord(account),
    ...account.conversations.flatMap((conversation) => [
      conversationRecord(conversation),
      ...sectionRecords(conversation),
    ]),
  ]
}

function nextChange(state: FleepState, account: Session['account'], disconnected: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      state.off('changed', onChange)
      disconnected.removeEventListener('abort', done)
      resolve()
    }
    const onChange = (changed: unknown) => changed === account && done()
    const timer = setTimeout(done, pollTimeout)
    state.on('changed', onChange)
    disconnected.addEventListener('abort', done)
  })
}
