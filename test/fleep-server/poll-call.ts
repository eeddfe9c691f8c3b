import { type Account, type ContactRecord, ownRecord } from './accounts'
import { conversationRecord, sectionRecords } from './conversations'
import { invalid } from './failure'
import { type Input, optionalBoolean } from './input'
import { emptyBatch, type FleepState, type Session } from './state'

/** In one batch of the first sync, with the quirk `long-sync`. */
const batchSize = 2

/**
 * Returns the changes since `event_horizon`, or everything if it is 0. With `wait`, waits until there is a change, or for
 * {@link FleepState.pollHeldMs}.
 */
export async function poll(state: FleepState, session: Session, input: Input, disconnected: AbortSignal) {
  const { account } = session
  const horizon = input.event_horizon ?? 0
  if (typeof horizon !== 'number' || !Number.isInteger(horizon)) throw invalid('event_horizon must be a number')
  if (horizon < 0 || (horizon === 0 && state.quirks.has('long-sync'))) return syncBatch(state, session, -horizon)
  const wait = optionalBoolean(input, 'wait') ?? true
  if (wait) {
    session.pollCount += 1
    if (session.pollCount === 1 && state.quirks.has('standing-horizon')) {
      return answer(horizon, [{ mk_rec_type: 'lastseen', account_id: account.id }])
    }
    if (session.pollCount === 2 && state.quirks.has('zero-horizon')) return answer(0, [])
    if (horizon >= account.journal.length) await nextChange(state, account, disconnected)
  }
  if (account.journal[horizon] === emptyBatch) return answer(horizon + 1, [])
  const stream = horizon === 0 ? allRecords(account) : account.journal.slice(horizon)
  return answer(
    account.journal.length,
    stream.filter((record) => record !== emptyBatch),
  )
}

function answer(event_horizon: number, stream: ContactRecord[]) {
  return { event_horizon, stream, sync_progress: event_horizon < 0 ? 0.5 : 1, static_version: 'local' }
}

/** The first sync with the quirk `long-sync`. The horizon counts the batches down, and the second batch is empty. */
function syncBatch({ quirks }: FleepState, session: Session, count: number) {
  if (!quirks.has('long-sync')) throw invalid('event_horizon must not be negative')
  // What changes while the batches are read comes by the polls after them.
  if (count === 0) session.syncedFrom = session.account.journal.length
  if (count === 1) return answer(-2, [])
  const records = allRecords(session.account)
  const from = Math.max(0, count - 1) * batchSize
  const isLast = from + batchSize >= records.length
  return answer(isLast ? session.syncedFrom : -(count + 1), records.slice(from, from + batchSize))
}

function allRecords(account: Account): ContactRecord[] {
  return [
    ownRecord(account),
    ...account.conversations.flatMap((conversation) => [
      conversationRecord(conversation),
      ...sectionRecords(conversation),
    ]),
  ]
}

function nextChange(state: FleepState, account: Account, disconnected: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      state.off('changed', onChange)
      disconnected.removeEventListener('abort', done)
      resolve()
    }
    const onChange = (changed: unknown) => changed === account && done()
    const timer = setTimeout(done, state.pollHeldMs)
    state.on('changed', onChange)
    disconnected.addEventListener('abort', done)
  })
}
