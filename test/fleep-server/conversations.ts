import { randomUUID } from 'node:crypto'

/** A record of a conversation or of one of its sections, as it goes over the wire. */
type ConversationRecord = Record<string, unknown>

/** History that was or is being exported, as records carry it: the progress from "0" to "1", each file as JSON text. */
export interface Exported {
  progress: string
  files: string[]
}

/** A message as far as the boards need it. Sources: ref-info, and the tests' records. */
export interface BoardMessage {
  message_nr: number
  /** XML, as in `<msg><p>text</p></msg>`. */
  message: string
  account_id: string
  /** In seconds since 1970. */
  posted_time: number
  weight: number
  tags: string[]
  section_id?: string
}

export interface Conversation {
  id: string
  topic: string
  sections: { id: string; name: string }[]
  pins: BoardMessage[]
  tasks: BoardMessage[]
  exported: Exported
}

export interface ConversationSeed {
  topic: string
  /** Their texts. */
  pins?: string[]
  /** Each section's tasks; one that begins with "✓ " is done. The first section is the conversation's own. */
  tasks?: Record<string, string[]>
}

export function createConversation({ topic, pins = [], tasks = {} }: ConversationSeed, author: string): Conversation {
  const id = randomUUID()
  let nr = 0
  const message = (text: string, tags: string[]): BoardMessage => {
    nr += 1
    return {
      message_nr: nr,
      message: `<msg><p>${text}</p></msg>`,
      account_id: author,
      posted_time: 1_790_000_000 + nr * 3600,
      weight: nr * 1.5,
      tags,
    }
  }
  // The default section has the conversation's own id, as the API's tests use it.
  const sections = Object.keys(tasks).map((name, index) => ({ id: index === 0 ? id : randomUUID(), name }))
  return {
    id,
    topic,
    sections,
    pins: pins.map((text) => message(text, ['pin'])),
    tasks: sections.flatMap((section) =>
      (tasks[section.name] ?? []).map((text) => ({
        ...message(text.replace(/^✓ /, ''), text.startsWith('✓ ') ? ['is_todo', 'is_done'] : ['is_todo']),
        section_id: section.id,
      })),
    ),
    exported: { progress: '1', files: [] },
  }
}

/** ConvInfo, as far as the app reads it. */
export function conversationRecord({ id, topic, pins, tasks, exported }: Conversation): ConversationRecord {
  return {
    mk_rec_type: 'conv',
    conversation_id: id,
    topic,
    default_members: [],
    has_pinboard: pins.length > 0,
    has_taskboard: tasks.length > 0,
    export_progress: exported.progress,
    export_files: exported.files,
  }
}

export function sectionRecords({ id, sections }: Conversation): ConversationRecord[] {
  return sections.map((section, index) => ({
    mk_rec_type: 'section',
    conversation_id: id,
    section_id: section.id,
    name: section.name,
    weight: index,
    is_deleted: false,
  }))
}
