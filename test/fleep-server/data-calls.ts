import { createHash, randomUUID } from 'node:crypto'
import type { SessionCall } from './account-calls'
import { type Account, ownRecord, publicRecord } from './accounts'
import { type BoardMessage, type Conversation, conversationRecord, type ExportState } from './conversations'
import { Failure, invalid } from './failure'
import { type Input, optionalText, text } from './input'
import { exportForms } from './quirks'
import type { FleepState } from './state'

function conversationOf(account: Account, input: Input): Conversation {
  const id = text(input, 'conversation_id')
  const conversation = account.conversations.find((candidate) => candidate.id === id)
  if (!conversation) throw new Failure(430, 'not_found', 'Conversation not found')
  return conversation
}

function nextBatch(
  { quirks }: FleepState,
  messages: BoardMessage[],
  input: Input,
  names: { weight: string; limit: string },
): BoardMessage[] {
  const limit = input[names.limit] ?? 30
  if (typeof limit !== 'number' || limit < 1 || limit > 100) throw invalid(`${names.limit} must be from 1 to 100`)
  const cursor = input[names.weight] ?? null
  if (cursor !== null && typeof cursor !== 'number') throw invalid(`${names.weight} must be a number`)
  const sorted = [...messages].sort((a, b) => a.weight - b.weight)
  // INFERRED: the cursor is the weight of the last message of the previous batch. That message is not repeated.
  return sorted
    .filter(({ weight }) => cursor === null || weight > cursor)
    .slice(0, quirks.has('small-boards') ? Math.min(limit, 30) : limit)
}

export const dataCalls: Record<string, SessionCall> = {
  'account/export/start': (state, { account }, input) => {
    const action = optionalText(input, 'export_action') ?? 'history_all'
    if (action !== 'history_all') throw invalid('Unknown export action')
    const id = optionalText(input, 'conversation_id')
    const conversation = id === undefined ? null : conversationOf(account, input)
    advanceExport(state, account, conversation, 0)
    scheduleExport(state, account, conversation)
    return conversation ? conversationRecord(conversation) : ownRecord(account)
  },

  'account/sync_pinboard': (state, { account }, input) => {
    const { id, pins } = conversationOf(account, input)
    const messages = nextBatch(state, pins, input, { weight: 'pin_weight', limit: 'pin_limit' })
    return { stream: messages.map(({ weight, ...rest }) => ({ ...toRecord(id, rest), pin_weight: weight })) }
  },

  'account/sync_taskboard': (state, { account }, input) => {
    const { id, tasks } = conversationOf(account, input)
    const section = text(input, 'section_id')
    const wanted = tasks.filter(({ section_id }) => section_id === section)
    const messages = nextBatch(state, wanted, input, { weight: 'task_weight', limit: 'task_limit' })
    return { stream: messages.map(({ weight, ...rest }) => ({ ...toRecord(id, rest), task_weight: weight })) }
  },

  'contact/sync/list': (state, _session, input) => {
    const wanted = Array.isArray(input.contacts) ? input.contacts : []
    return { contacts: state.accounts.filter(({ id }) => wanted.includes(id)).map(publicRecord) }
  },
}

function toRecord(conversationId: string, message: Omit<BoardMessage, 'weight'>) {
  return { mk_rec_type: 'message', conversation_id: conversationId, mk_message_type: 'text', ...message }
}

/** @param progress from 0 to 1; at 1 the files are ready */
export function advanceExport(
  state: FleepState,
  account: Account,
  conversation: Conversation | null,
  progress: number,
): void {
  const name = conversation ? `${conversation.topic}.zip` : 'history.zip'
  const exported: ExportState = {
    progress: String(progress),
    files: progress < 1 ? [] : exportForms[state.exportForm]([createFile(state, account, conversation, name)]),
  }
  const changed = { export_progress: exported.progress, export_files: exported.files }
  if (conversation) {
    conversation.exported = exported
    state.announceRecord(account, conversationRecord(conversation))
  } else {
    account.exported = exported
    state.announce(account, changed)
  }
}

/** INFERRED: no source lists the fields of an exported file. These are the fields of other files. */
function createFile(state: FleepState, owner: Account, conversation: Conversation | null, name: string) {
  const id = state.quirks.has('same-export-address') ? (conversation ?? owner).id : randomUUID()
  const bytes = Buffer.alloc(state.exportSize)
  // Each part is different, so that a test notices a part in the wrong place.
  for (let at = 0; at < bytes.length; at += 32) createHash('sha256').update(`${id} ${at}`).digest().copy(bytes, at)
  state.exportFiles.set(id, { owner, bytes, changedAt: new Date('2026-01-01T00:00:00Z') })
  const url = `/export/${id}/${encodeURIComponent(name)}`
  return { id, name, size: bytes.length, url }
}

/** Advances the export step by step, unless `exportStepMs` is null. */
function scheduleExport(state: FleepState, account: Account, conversation: Conversation | null, step = 1): void {
  const { exportStepMs } = state
  if (exportStepMs === null || step > 4) return
  // One timer after another: parallel timers might fire in another order.
  const next = () => {
    advanceExport(state, account, conversation, step / 4)
    scheduleExport(state, account, conversation, step + 1)
  }
  setTimeout(next, exportStepMs).unref()
}
