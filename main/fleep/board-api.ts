import { z } from 'zod'
import type { BoardItem, BoardName } from '../../contract'
import { isFailure } from '../core/failure'
import {
  optionalId,
  optionalList,
  optionalLongText,
  optionalNumber,
  optionalSeconds,
  optionalText,
  parseJson,
  recordNumber,
  shortText,
} from './bounds'
import type { FleepSession } from './fleep-session'
import { messageText } from './message-text'
import { contactInfo, recordList, recordStream } from './records'

/** The fields of MessageInfo that the app reads. Source: ref-info. */
const message = z.object({
  mk_rec_type: z.literal('message'),
  message_nr: recordNumber,
  message: optionalLongText,
  account_id: optionalId,
  posted_time: optionalSeconds,
  tags: optionalList(shortText, 100),
  tasked_account_id: optionalId,
  subject: optionalText,
  /** INFERRED: each is a file, its JSON text, or its name. */
  attachments: optionalList(z.unknown(), 100),
  edited_time: optionalSeconds,
  section_id: optionalId,
  pin_weight: optionalNumber,
  task_weight: optionalNumber,
})
type Message = z.infer<typeof message>
const boardResponse = z.object({ stream: recordList(message, 'message') })
const contactsResponse = z.object({ contacts: recordStream(contactInfo) })

/** How many a call asks for. A server may send fewer: 30 are its default. Source: the API's account page. */
const batchSize = 100

/** More than any board has; ends the loop for a server that never stops. */
const maxItems = 100_000

/**
 * account/sync_pinboard or account/sync_taskboard, batch after batch. Sources: the API's account page; for the pinboard's
 * inputs the Python client. INFERRED: the next batch begins after the weight of the last record; if a server repeats that
 * record, it counts once.
 * @param onProgress called with the number of items so far
 * @throws Failure, and the signal's reason when aborted
 */
export async function readBoard(
  session: FleepSession,
  { conversationId, sectionId }: BoardName,
  onProgress: (count: number) => void,
  signal: AbortSignal,
): Promise<{ items: BoardItem[]; unreadCount: number }> {
  const found = new Map<number, Message>()
  let cursor: number | null = null
  let unreadCount = 0
  for (;;) {
    const { records, unreadCount: unread } = await readBatch(session, { conversationId, sectionId }, cursor, signal)
    unreadCount += unread
    const before = found.size
    for (const record of records) found.set(record.message_nr, record)
    onProgress(found.size)
    const last: Message | undefined = records.at(-1)
    const next = (sectionId === null ? last?.pin_weight : last?.task_weight) ?? null
    // A server may send fewer than it was asked for, so only a batch with nothing new is the end.
    if (found.size === before || found.size >= maxItems || next === null) break
    cursor = next
  }
  const names = await readNames(session, [...found.values()], signal)
  return { items: [...found.values()].map((record) => toItem(record, names)), unreadCount }
}

async function readBatch(
  session: FleepSession,
  { conversationId, sectionId }: BoardName,
  cursor: number | null,
  signal: AbortSignal,
): Promise<z.infer<typeof boardResponse>['stream']> {
  const [method, input] =
    sectionId === null
      ? ['account/sync_pinboard', { pin_weight: cursor, pin_limit: batchSize }]
      : ['account/sync_taskboard', { section_id: sectionId, task_weight: cursor, task_limit: batchSize }]
  const options = { repeatable: true, signal }
  return (await session.call(method, { conversation_id: conversationId, ...input }, boardResponse, options)).stream
}

/** contact/sync/list. Source: ref-contact. If it fails, the authors have no names, and the board is shown all the same. */
async function readNames(
  session: FleepSession,
  messages: Message[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const ids = [
    ...new Set(
      messages.flatMap(({ account_id, tasked_account_id }) => [account_id ?? [], tasked_account_id ?? []].flat()),
    ),
  ]
  if (ids.length === 0) return new Map()
  try {
    const options = { repeatable: true, signal }
    const found = await session.call('contact/sync/list', { contacts: ids }, contactsResponse, options)
    return new Map(found.contacts.map(({ account_id, display_name }) => [account_id, display_name ?? '']))
  } catch (reason) {
    if (signal.aborted || isFailure(reason, 'signed-out')) throw reason
    return new Map()
  }
}

function toItem(record: Message, names: Map<string, string>): BoardItem {
  const tags = record.tags ?? []
  return {
    number: record.message_nr,
    text: messageText(record.message ?? ''),
    author: names.get(record.account_id ?? '') ?? '',
    postedAt: record.posted_time == null ? null : record.posted_time * 1000,
    state: tags.includes('is_done') ? 'done' : tags.includes('is_todo') ? 'open' : 'pinned',
    assignee: names.get(record.tasked_account_id ?? '') ?? '',
    subject: record.subject ?? '',
    attachments: (record.attachments ?? []).map(nameOfAttachment).filter((name) => name !== ''),
    editedAt: record.edited_time == null ? null : record.edited_time * 1000,
    sectionId: record.section_id ?? null,
  }
}

const attachedFile = z.object({ name: optionalText, file_name: optionalText, title: optionalText })

function nameOfAttachment(sent: unknown): string {
  const value = typeof sent === 'string' ? (parseJson(sent) ?? sent) : sent
  if (typeof value === 'string') return shortText.parse(value).split('/').at(-1) ?? ''
  const { data } = attachedFile.safeParse(value)
  return data?.name || data?.file_name || data?.title || ''
}
