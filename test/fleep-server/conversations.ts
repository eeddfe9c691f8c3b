import { randomUUID } from 'node:crypto'

/** A record of a conversation or a section, by the API's field names. */
type ConversationRecord = Record<string, unknown>

/** The state of a history export, as in records: the progress from "0" to "1", and the files in one of the forms of quirks.ts. */
export interface ExportState {
  progress: string
  files: unknown
}

/** The fields of a message that boards need. Sources: ref-info, and the records in Fleep's public test suite. */
export interface BoardMessage {
  message_nr: number
  /** XML, such as `<msg><p>text</p></msg>`. */
  message: string
  account_id: string
  /** Seconds since 1970. */
  posted_time: number
  weight: number
  tags: string[]
  section_id?: string
  /** Who is to do a task. */
  tasked_account_id?: string
  subject?: string
  attachments?: unknown[]
  edited_time?: number
}

export interface Conversation {
  id: string
  topic: string
  sections: { id: string; name: string }[]
  pins: BoardMessage[]
  tasks: BoardMessage[]
  exported: ExportState
}

export interface ConversationSeed {
  topic: string
  /** The texts of the pinned messages. */
  pins?: string[]
  /** The tasks of each section. "✓ " at the start means done. The first section is the default one. */
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
  // In Fleep's public test suite, the default section has the id of the conversation.
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

/** The fields of ConvInfo that the app reads. */
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
