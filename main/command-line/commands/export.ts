import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { AppState } from '../../../contract'
import { Failure } from '../../core/failure'
import { text } from '../../core/text'
import type { Cli } from '../cli'
import { type CliCommands, defineCommand } from '../define-command'

const exportedFiles = z.strictObject({ files: z.array(z.strictObject({ name: z.string(), path: z.string() })) })
type ExportedFiles = z.infer<typeof exportedFiles>

export const exportCliCommands = {
  export: defineCommand({
    description: 'cli.export',
    options: {
      '--conversation <topic or id>': { description: 'cli.conversation' },
      '--to <folder>': { description: 'cli.to', default: '.' },
    },
    result: exportedFiles,
    needsSession: true,
    async run(cli, _args, { conversation, to }, showProgress) {
      const folder = await stat(to).catch(() => undefined)
      if (!folder?.isDirectory()) throw new Failure('invalid-input', text('cli.noFolder', { name: to }))
      await cli.run('data.refresh', {})
      const conversationId = conversation === undefined ? null : findConversation(cli, conversation)
      await gatherHistory(cli, conversationId, (part) => showProgress(text('cli.gathering', { part })))
      return downloadFiles(cli, conversationId, to)
    },
    print: ({ files }) => files.map(({ path }) => path),
  }),
} satisfies CliCommands

/** @throws Failure `invalid-input` unless exactly one conversation has the id or topic */
function findConversation(cli: Cli, wanted: string): string {
  const found = (cli.state.conversations ?? []).filter(({ id, topic }) => id === wanted || topic === wanted)
  if (found.length === 1 && found[0]) return found[0].id
  const why = found.length > 1 ? text('cli.severalConversations', { topic: wanted }) : text('cli.noConversation')
  throw new Failure('invalid-input', why, 'conversation')
}

function historyIn({ exports }: AppState, conversationId: string | null) {
  return exports.find((history) => history.conversationId === conversationId)
}

/** How long an export may take to begin, in milliseconds. Tests shorten it. */
export const exportDefaults = { beginning: 10_000 }

/**
 * Starts an export and resolves when Fleep says that it is ready. Fleep may use the address of the last export again, so a new
 * address is not what tells.
 *
 * @param conversationId null for all conversations
 * @param showProgress gets the part that is done, from 0 to 1
 * @throws Failure `refused` if it is ready and no file can be downloaded
 */
async function gatherHistory(
  cli: Cli,
  conversationId: string | null,
  showProgress: (part: number) => void,
): Promise<void> {
  const filesBefore = new Set(historyIn(cli.state, conversationId)?.files.map(({ id }) => id))
  await cli.run('data.export', { conversationId })
  const progressIn = (state: AppState) => historyIn(state, conversationId)?.progress ?? 0
  const hasNewFile = (state: AppState) => historyIn(state, conversationId)?.files.some(({ id }) => !filesBefore.has(id))
  await cli.until((state) => progressIn(state) < 1 || hasNewFile(state) === true, exportDefaults.beginning)
  await cli.until((state) => {
    showProgress(progressIn(state))
    return progressIn(state) === 1
  })
  if (!historyIn(cli.state, conversationId)?.files.length) throw new Failure('refused', text('history.noFile'))
}

async function downloadFiles(cli: Cli, conversationId: string | null, folder: string): Promise<ExportedFiles> {
  const files: ExportedFiles['files'] = []
  for (const { id, name } of historyIn(cli.state, conversationId)?.files ?? []) {
    const path = resolve(folder, name)
    // An existing file is never replaced; a download that was interrupted is continued.
    if (existsSync(path)) throw new Failure('refused', text('cli.isThere', { name: join(folder, name) }))
    cli.chooseSaveLocation(path)
    await cli.run('data.download', { id, resume: false })
    files.push({ name, path })
  }
  return { files }
}
