import { z } from 'zod'
import { answers, command } from './command'
import { noInput, required } from './fields'

export const dataCommands = {
  /** Loads the conversations and their existing exports. */
  'data.refresh': command({ input: noInput, queue: 'none' }),
  /** Asks Fleep to export the history of a conversation; null exports all conversations. */
  'data.export': command({
    input: z.strictObject({ conversationId: required(100, 'input.conversation').nullable() }),
    queue: 'none',
  }),
  /**
   * Downloads a file of an export to a path that the user chooses. The answer is null if they cancel. With `resume`,
   * continues the last stopped download of this file without asking for the path again.
   */
  'data.download': command({
    input: z.strictObject({ id: required(100, 'input.file'), resume: z.boolean() }),
    queue: 'none',
    answer: answers<SavedFile | null>(),
  }),
  'data.stopDownload': command({ input: noInput, queue: 'none', stops: ['data.download'] }),
  /** Loads all pins of a conversation, or all tasks of one of its sections. */
  'data.readBoard': command({
    input: z.strictObject({
      conversationId: required(100, 'input.conversation'),
      sectionId: required(100, 'input.conversation').nullable(),
    }),
    queue: 'none',
  }),
  'data.stopBoard': command({ input: noInput, queue: 'none', stops: ['data.readBoard'] }),
  /** Saves the loaded board to a file that the user chooses. The answer is null if they cancel. */
  'data.saveBoard': command({
    input: z.strictObject({ format: z.enum(['json', 'csv']) }),
    queue: 'none',
    answer: answers<SavedFile | null>(),
  }),
}

/** A file that was written to the path that the user chose. */
export interface SavedFile {
  /** The file name, without its folder. */
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
  /** In bytes; null if Fleep does not send it. */
  size: number | null
}

export interface HistoryExport {
  /** null for the export of all conversations. */
  conversationId: string | null
  /** From 0 to 1; 1 means ready. */
  progress: number
  files: ExportFile[]
  /** Whether Fleep has finished it without a file that the app can download. */
  isEmpty: boolean
}

/** Identifies a board: the tasks of a section, or the pins of the conversation if the section is null. */
export interface BoardName {
  conversationId: string
  sectionId: string | null
}

/** A pinned message, or a task. */
export interface BoardItem {
  /** The message's number in its conversation. */
  number: number
  text: string
  /** The author's name; empty if it is unknown. */
  author: string
  /** In milliseconds since 1970. */
  postedAt: number | null
  state: 'pinned' | 'open' | 'done'
  /** The name of who is to do the task; empty if nobody is, or it is unknown. */
  assignee: string
  /** Empty if it has none. */
  subject: string
  /** The names of attached files. */
  attachments: string[]
  /** In milliseconds since 1970; null if it was not edited. */
  editedAt: number | null
  /** Of its section; null if it is in none. */
  sectionId: string | null
}

export interface DataSlice {
  /** null until they are loaded. */
  conversations: Conversation[] | null
  /** At most one for each conversation, and one for all conversations. */
  exports: HistoryExport[]
  /** Progress of a download, in bytes; null while none runs. */
  download: { id: string; name: string; done: number; total: number | null } | null
  /** The board that was loaded last; null before the first. */
  board: (BoardName & { items: BoardItem[] }) | null
  /** The number of items loaded so far; null while no board is loading. */
  boardReading: number | null
}
