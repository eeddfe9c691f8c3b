import { z } from 'zod'
import type { Conversation } from '../../contract'
import { text } from '../core/text'
import type { FleepSession } from './fleep-session'
import { recordStream } from './records'

/** The fields of ConvInfo and SectionInfo that the app reads. Source: ref-info. */
const conversation = z.object({
  mk_rec_type: z.literal('conv'),
  conversation_id: z.string(),
  topic: z.string().nullish(),
  default_topic: z.string().nullish(),
})
const section = z.object({
  mk_rec_type: z.literal('section'),
  conversation_id: z.string(),
  section_id: z.string(),
  name: z.string().nullish(),
  is_deleted: z.boolean().nullish(),
})
const pollResponse = z.object({ event_horizon: z.number(), stream: z.array(z.unknown()).default([]) })

/** More than any account has; ends the loop for a server that never stops. */
const maxBatches = 1000

/**
 * account/poll from the beginning, without waiting, until there is nothing more. Source: ref-poll.
 * @returns every record of the account, later versions after earlier ones
 */
export async function readEverything(session: FleepSession, signal: AbortSignal): Promise<unknown[]> {
  const records: unknown[] = []
  let horizon = 0
  for (let count = 0; count < maxBatches; count += 1) {
    const input = { event_horizon: horizon, wait: false }
    const { event_horizon, stream } = await session.call('account/poll', input, pollResponse, {
      repeatable: true,
      signal,
    })
    records.push(...stream)
    if (event_horizon === horizon || (stream.length === 0 && count > 0)) break
    horizon = event_horizon
  }
  return records
}

/** @returns the conversations among the records, each once, sorted by topic */
export function conversationsIn(records: unknown[]): Conversation[] {
  const sections = recordStream(section).parse(records)
  const found = new Map<string, Conversation>()
  for (const { conversation_id: id, topic, default_topic } of recordStream(conversation).parse(records)) {
    const known = found.get(id)
    found.set(id, { id, topic: topic || default_topic || known?.topic || '', sections: known?.sections ?? [] })
  }
  for (const { conversation_id, section_id, name, is_deleted } of sections) {
    const owner = found.get(conversation_id)
    if (!owner) continue
    const others = owner.sections.filter(({ id }) => id !== section_id)
    owner.sections = is_deleted ? others : [...others, { id: section_id, name: name || text('board.tasks') }]
  }
  return [...found.values()].sort((a, b) => a.topic.localeCompare(b.topic))
}
