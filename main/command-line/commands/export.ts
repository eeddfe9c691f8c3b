import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { AppState } from '../../../contract'
import { Failure, isConnectionFailure } from '../../core/failure'
import { text } from '../../core/text'
import type { Cli } from '../cli'
import { type CliCommands, defineCommand } from '../define-command'
import { findConversation } from '../find-conversation'

const exportedFiles = z.strictObject({ files: z.array(z.strictObject({ name: z.string(), path: z.string() })) })
type ExportedFiles = z.infer<typeof exportedFiles>

export const exportCliCommands = {
  export: defineCommand({
    description: 'cli.export',
    example: 'export --conversation "Harvest festival" --to ~/Documents',
    options: {
      '--conversation <topic or id>': { description: 'cli.conversation' },
      '--to <folder>': { description: 'cli.to', default: '.', completion: 'folder' },
    },
    result: exportedFiles,
    needsSession: true,
    async run(cli, _args, { conversation, to }, showProgress) {
      const folder = await stat(to).catch(() => undefined)
      if (!folder?.isDirectory()) throw new Failure('invalid-input', text('cli.noFolder', { name: to }))
      await cli.run('data.refresh', {})
      const conversationId = conversation === undefined ? null : findConversation(cli, conversation).id
      await gatherHistory(cli, conversationId, showProgress)
      return downloadFiles(cli, conversationId, to, showProgress)
    },
    print: ({ files }) => files.map(({ path }) => path),
  }),
} satisfies CliCommands

function historyIn({ exports }: AppState, conversationId: string | null) {
  return exports.find((history) => history.conversationId === conversationId)
}

/** In milliseconds. Tests shorten them. */
export const exportDefaults = {
  /** How long an export may take to begin. */
  beginning: 10_000,
  /** How long a command waits for news before it asks Fleep itself. */
  silence: 60_000,
}

/** The command gives up after so many questions in a row without progress. */
const mostStandingStill = 120

/**
 * Starts an export and resolves when Fleep says that it is ready. Fleep may use the address of the last export again, so a new
 * address is not what tells.
 *
 * @param conversationId null for all conversations
 * @throws Failure `refused` if it is ready and no file can be downloaded; `timeout` if Fleep makes no progress for hours; as
 *   the connection fails
 */
async function gatherHistory(
  cli: Cli,
  conversationId: string | null,
  showProgress: (line: string) => void,
): Promise<void> {
  const filesBefore = new Set(historyIn(cli.state, conversationId)?.files.map(({ id }) => id))
  await cli.run('data.export', { conversationId })
  const progressIn = (state: AppState) => historyIn(state, conversationId)?.progress ?? 0
  const hasNewFile = (state: AppState) => historyIn(state, conversationId)?.files.some(({ id }) => !filesBefore.has(id))
  await cli.until((state) => progressIn(state) < 1 || hasNewFile(state) === true, exportDefaults.beginning)
  await waitUntilReady(cli, progressIn, showProgress)
  if (!historyIn(cli.state, conversationId)?.files.length) throw new Failure('refused', text('history.noFile'))
}

/** Polls may fail while other calls reach Fleep, and records may be lost with them: after a silence, it asks. @throws Failure */
async function waitUntilReady(
  cli: Cli,
  progressIn: (state: AppState) => number,
  showProgress: (line: string) => void,
): Promise<void> {
  const isReady = (state: AppState) => {
    const gathering = text('cli.gathering', { part: progressIn(state) })
    showProgress(state.connection.online ? gathering : text('cli.connectionLost'))
    return progressIn(state) === 1
  }
  let standing = 0
  while (standing < mostStandingStill) {
    const before = progressIn(cli.state)
    await cli.until(isReady, exportDefaults.silence)
    if (progressIn(cli.state) === 1) return
    await cli.run('data.refresh', {}).catch(throwUnlessTemporary)
    standing = progressIn(cli.state) === before ? standing + 1 : 0
  }
  throw new Failure('timeout', text('cli.exportStands'))
}

/** A question may fail; whether the connection is lost is decided elsewhere. */
function throwUnlessTemporary(reason: unknown): void {
  if (!isConnectionFailure(reason)) throw reason
}

async function downloadFiles(
  cli: Cli,
  conversationId: string | null,
  folder: string,
  showProgress: (line: string) => void,
): Promise<ExportedFiles> {
  const files: ExportedFiles['files'] = []
  const stopWatching = cli.onChange(({ download }) => {
    if (!download) return
    const { name, done, total } = download
    const part = total ? done / total : null
    showProgress(part === null ? text('cli.downloading', { name }) : text('cli.downloadingPart', { name, part }))
  })
  try {
    for (const { id, name } of historyIn(cli.state, conversationId)?.files ?? []) {
      const path = resolve(folder, name)
      // An existing file is never replaced; a download that was interrupted is continued.
      if (existsSync(path)) throw new Failure('refused', text('cli.isThere', { name: join(folder, name) }))
      cli.chooseSaveLocation(path)
      await cli.run('data.download', { id, resume: false })
      files.push({ name, path })
    }
  } finally {
    stopWatching()
  }
  return { files }
}
