import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { z } from 'zod'
import type { BoardName, Conversation } from '../../../contract'
import { Failure } from '../../core/failure'
import { throwUnwritable } from '../../core/save-as'
import { text } from '../../core/text'
import { formatBoard, savedItems } from '../../features/data/boards'
import type { Cli } from '../cli'
import { type CliCommands, defineCommand, type OptionDeclarations } from '../define-command'
import { findConversation } from '../find-conversation'
import { named } from '../named'
import { oneOf } from '../one-of'
import { formatTable } from '../text-table'

const formats = ['text', 'csv', 'json'] as const
type Format = (typeof formats)[number]

const board = z.strictObject({
  /** The conversation's id. */
  conversation: z.string(),
  /** The section's id; null for pins. */
  section: z.string().nullable(),
  items: z.array(
    z.strictObject({
      number: z.int(),
      state: z.enum(['pinned', 'open', 'done']),
      assignee: z.string(),
      author: z.string(),
      /** In ISO 8601 format, as `edited` is. */
      posted: z.string().nullable(),
      edited: z.string().nullable(),
      /** The section's name. */
      section: z.string(),
      subject: z.string(),
      text: z.string(),
      /** The names of files. */
      attachments: z.array(z.string()),
    }),
  ),
  notUnderstood: z.int(),
  /** The file that was written; null without --to. */
  path: z.string().nullable(),
})
type Board = z.infer<typeof board>

const fileOptions = {
  '--format <format>': { description: 'cli.boardFormat', completion: formats },
  '--to <file>': { description: 'cli.boardTo', completion: 'file' },
} as const satisfies OptionDeclarations

export const boardCliCommands = {
  'boards list': defineCommand({
    description: 'cli.boardsList',
    example: 'boards list',
    result: z.strictObject({
      conversations: z.array(
        z.strictObject({
          id: z.string(),
          topic: z.string(),
          sections: z.array(z.strictObject({ id: z.string(), name: z.string() })),
        }),
      ),
    }),
    needsSession: true,
    async run(cli) {
      await cli.run('data.refresh', {})
      const conversations = (cli.state.conversations ?? []).map(({ id, topic, sections }) => {
        return { id, topic, sections: sections.map((section) => ({ id: section.id, name: section.name })) }
      })
      return { conversations }
    },
    print: ({ conversations }) =>
      conversations.length === 0
        ? [text('data.noConversations')]
        : formatTable(
            conversations.map(({ id, topic, sections }) => [id, topic, sections.map(({ name }) => name).join(', ')]),
          ),
  }),

  'boards pins': defineCommand({
    description: 'cli.boardsPins',
    example: 'boards pins "Harvest festival" --to pins.csv',
    arguments: ['<conversation>'],
    options: fileOptions,
    result: board,
    needsSession: true,
    async run(cli, [wanted], options) {
      const target = readTarget(options)
      await cli.run('data.refresh', {})
      const { id: conversationId } = findConversation(cli, wanted)
      return readBoard(cli, { conversationId, sectionId: null }, target)
    },
    print: printBoard,
  }),

  'boards tasks': defineCommand({
    description: 'cli.boardsTasks',
    example: 'boards tasks "Harvest festival" --section Kitchen --format json',
    arguments: ['<conversation>'],
    options: { '--section <name or id>': { description: 'cli.boardSection' }, ...fileOptions },
    result: board,
    needsSession: true,
    async run(cli, [wanted], { section, ...options }) {
      const target = readTarget(options)
      await cli.run('data.refresh', {})
      const conversation = findConversation(cli, wanted)
      return readBoard(cli, { conversationId: conversation.id, sectionId: findSection(conversation, section) }, target)
    },
    print: printBoard,
  }),
} satisfies CliCommands

interface FileOptions {
  format: string | undefined
  to: string | undefined
}

interface Target {
  format: Format
  /** null for standard output. */
  path: string | null
}

/** @throws Failure for an unknown format, and for a file that exists */
function readTarget({ format, to }: FileOptions): Target {
  const wanted = format ?? (to === undefined ? 'text' : extname(to).slice(1).replace(/^txt$/i, 'text'))
  const found = oneOf(wanted, formats, '--format', 'format')
  if (to !== undefined && existsSync(to)) throw new Failure('refused', text('cli.isThere', { name: to }))
  return { format: found, path: to === undefined ? null : resolve(to) }
}

/** @throws Failure `invalid-input` unless the section is named or the only one; its message names all */
function findSection({ sections }: Conversation, wanted: string | undefined): string {
  const found = wanted === undefined ? sections : named(sections, wanted, ({ name }) => name)
  if (found.length === 1 && found[0]) return found[0].id
  if (sections.length === 0) throw new Failure('invalid-input', text('cli.noSections'), 'section')
  const names = sections.map(({ id, name }) => `${name} (${id})`).join(', ')
  throw new Failure('invalid-input', text('cli.chooseSection', { names }), 'section')
}

/** @throws Failure; nothing is written then */
async function readBoard(cli: Cli, name: BoardName, { format, path }: Target): Promise<Board> {
  await cli.run('data.readBoard', name)
  const items = cli.state.board ? savedItems(cli.state.board, cli.state.conversations) : []
  if (path !== null && format !== 'text') {
    cli.chooseSaveLocation(path)
    await cli.run('data.saveBoard', { format })
  } else if (path !== null) {
    if (items.length === 0) throw new Failure('refused', text('data.nothingToSave'))
    await writeFile(path, `${toTextLines(items).join('\n')}\n`).catch(() => throwUnwritable(path))
  }
  const { conversationId, sectionId } = name
  return { conversation: conversationId, section: sectionId, items, notUnderstood: cli.state.notUnderstood.board, path }
}

async function printBoard({ items, notUnderstood, path }: Board, options: FileOptions): Promise<string[]> {
  const unread = notUnderstood > 0 ? [text('notUnderstood.board', { count: notUnderstood })] : []
  if (path !== null) return [path, ...unread]
  const { format } = readTarget(options)
  // Only the file's content, without the count of what was not understood: a program may read it.
  if (format !== 'text') return toLines(await formatBoard(items, format))
  return [...(items.length > 0 ? toTextLines(items) : [text('board.nothing')]), ...unread]
}

function toTextLines(items: Board['items']): string[] {
  return formatTable(
    items.map(({ number, state, assignee, author, posted, subject, text: message }) => [
      String(number),
      text(`board.state.${state}`),
      posted ?? '',
      author,
      assignee,
      [subject, message].filter(Boolean).join(': ') || text('board.noText'),
    ]),
  )
}

/** A terminal shows no byte order mark. */
function toLines(content: string): string[] {
  return content
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split(/\r?\n/)
}
