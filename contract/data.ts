import { z } from 'zod'
import { answers, command } from './command'
import { noInput, required, text } from './fields'

export const dataCommands = {
  /** Reads the conversations, and which exports of them exist. */
  'data.refresh': command({ input: noInput, queue: 'none' }),
  /** Fleep gathers the history of a conversation, or of all conversations with null. */
  'data.export': command({
    input: z.strictObject({ conversationId: required(100, 'input.conversation').nullable() }),
    queue: 'none',
  }),
  /**
   * Downloads a file of an export to a place that the user chooses; null if they chose none. With `resume`, continues
   * the last stopped download of this file at its place.
   */
  'data.download': command({
    input: z.strictObject({ id: required(100, 'input.file'), resume: z.boolean() }),
    queue: 'none',
    answer: answers<SavedFile | null>(),
  }),
  'data.stopDownload': command({ input: noInput, queue: 'none' }),
  /** Reads all pins of a conversation, or all tasks of one of its sections. */
  'data.readBoard': command({
    input: z.strictObject({
      conversationId: required(100, 'input.conversation'),
      sectionId: text(100).nullable(),
    }),
    queue: 'none',
  }),
  'data.stopBoard': command({ input: noInput, queue: 'none' }),
  /** Writes the board that was read to a file that the user chooses; null if they chose none. */
  'data.saveBoard': command({
    input: z.strictObject({ format: z.enum(['json', 'csv']) }),
    queue: 'none',
    answer: answers<SavedFile | null>(),
  }),
}

/** A file that was written where the user chose. */
export interface SavedFile {
  /** Without its folder. */
  name: string
}

export interface Conversation {
  id: string
  /** Empty if it has none. */
  topic: string
  /** The sections of its taskboard. */
  sections: { id: string; name: string }[]
}

/** A file of an export. */
export interface ExportFile {
  id: string
  name: string
  /** In bytes; null if Fleep does not say. */
  size: number | null
}

export interface HistoryExport {
  /** null for the export of all conversations. */
  conversationId: string | null
  /** From 0 to 1, at which it is ready. */
  progress: number
  files: ExportFile[]
}

/** The pins of a conversation, with null as section, or the tasks of one of its sections. */
export interface BoardName {
  conversationId: string
  sectionId: string | null
}

/** A pinned message, or a task. */
export interface BoardItem {
  /** The message's number in its conversation. */
  number: number
  text: string
  /** A name; empty if it is not known. */
  author: string
  /** In milliseconds since 1970. */
  postedAt: number | null
  state: 'pinned' | 'open' | 'done'
}

export interface DataSlice {
  /** null until they are read. */
  conversations: Conversation[] | null
  /** The known exports: at most one for each conversation, and one for all of them. */
  exports: HistoryExport[]
  /** Progress of a download, in bytes; null while none runs. */
  download: { id: string; name: string; done: number; total: number | null } | null
  /** The board that was read last; null before the first. */
  board: (BoardName & { items: BoardItem[] }) | null
  /** How many items of a board are read; null while none is being read. */
  boardReading: number | null
}
