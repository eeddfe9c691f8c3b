import { z } from 'zod'
import type { Conversation } from '../../contract'
import { text } from '../core/text'
import { eventHorizon, id, maxRecords, optionalFlag, optionalText } from './bounds'
import type { FleepSession } from './fleep-session'
import { recordStream } from './records'

/** The fields of ConvInfo and SectionInfo that the app reads. Source: ref-info. */
const conversation = z.object({
  mk_rec_type: z.literal('conv'),
  conversation_id: id,
  topic: optionalText,
  default_topic: optionalText,
})
const section = z.object({
  mk_rec_type: z.literal('section'),
  conversation_id: id,
  section_id: id,
  name: optionalText,
  is_deleted: optionalFlag,
})
const pollResponse = z.object({ event_horizon: eventHorizon, stream: z.array(z.unknown()).default([]) })

/** The new starts that a server may ask for. */
const maxRestarts = 2
/** More than any account has; ends the loop for a server that never stops. */
const maxBatches = 1000
/** More than any account has, and as many as a list of choices can show. */
const maxConversations = 20_000
const maxSections = 1000

/**
 * account/poll from the beginning, without waiting, until there is nothing more. Source: ref-poll.
 * @returns every record of the account, later versions after earlier ones
 */
export async function readEverything(session: FleepSession, signal: AbortSignal): Promise<unknown[]> {
  const records: unknown[] = []
  let horizon = 0
  let restarts = 0
  for (let count = 0; count < maxBatches; count += 1) {
    const input = { event_horizon: horizon, wait: false }
    const { event_horizon, stream } = await session.call('account/poll', input, pollResponse, {
      repeatable: true,
      signal,
    })
    // Not as arguments of a call: the stack does not hold 100,000 of them.
    for (const record of stream.slice(0, maxRecords - records.length)) records.push(record)
    // An empty batch is not the end: only a horizon that stands still is. Negative ones count down while a first sync goes on,
    // and 0 asks for a new start (Fleep's own clients).
    if (event_horizon === horizon || records.length === maxRecords) break
    if (event_horizon === 0) restarts += 1
    if (restarts > maxRestarts) break
    horizon = event_horizon
  }
  return records
}

/** @returns the conversations among the records, each once, sorted by topic */
export function conversationsIn(records: unknown[]): Conversation[] {
  const sections = recordStream(section).parse(records)
  const found = new Map<string, { topic: string; sections: Map<string, string> }>()
  for (const { conversation_id, topic, default_topic } of recordStream(conversation).parse(records)) {
    const known = found.get(conversation_id)
    if (!known && found.size === maxConversations) continue
    const sections = known?.sections ?? new Map<string, string>()
    found.set(conversation_id, { topic: topic || default_topic || known?.topic || '', sections })
  }
  for (const { conversation_id, section_id, name, is_deleted } of sections) {
    const owner = found.get(conversation_id)
    // The last one that changed is the last one in the list.
    owner?.sections.delete(section_id)
    if (owner && !is_deleted && owner.sections.size < maxSections)
      owner.sections.set(section_id, name || text('board.tasks'))
  }
  const conversations = [...found].map(([id, { topic, sections }]) => {
    return { id, topic, sections: [...sections].map(([section, name]) => ({ id: section, name })) }
  })
  const { compare } = new Intl.Collator()
  return conversations.sort((a, b) => compare(a.topic, b.topic))
}
