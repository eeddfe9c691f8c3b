import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ExportFile, HistoryExport } from '../../contract'
import type { FleepSession } from './fleep-session'

/** On one's own record, and on that of a conversation. Source: ref-info. */
const exported = z.object({
  account_id: z.string().optional(),
  conversation_id: z.string().optional(),
  /** From 0 to 1; servers send text (facts sheet, section 10). */
  export_progress: z.coerce.number().min(0).max(1).nullish().catch(undefined),
  export_files: z.array(z.string()).nullish().catch(undefined),
})

/** INFERRED: each file is described as files elsewhere are, with or without `file_` in front (facts sheet, section 5.2). */
const file = z
  .object({
    file_name: z.string().optional(),
    name: z.string().optional(),
    file_size: z.coerce.number().int().nonnegative().optional(),
    size: z.coerce.number().int().nonnegative().optional(),
    file_url: z.string().optional(),
    download_url: z.string().optional(),
    url: z.string().optional(),
  })
  .transform((said) => ({
    name: said.file_name ?? said.name,
    size: said.file_size ?? said.size ?? null,
    url: said.file_url ?? said.download_url ?? said.url,
  }))

/** What to fetch, which stays in main. */
export interface ExportedFile extends ExportFile {
  /** Absolute. */
  url: string
}

export type ExportedHistory = Omit<HistoryExport, 'files'> & { files: ExportedFile[] }

/**
 * account/export/start: Fleep gathers the history and says on the record how far it is. Source: the API's account page.
 * @param conversationId null for all conversations
 * @returns the record that it answers
 */
export async function startExport(session: FleepSession, conversationId: string | null): Promise<unknown> {
  const ofOne = conversationId === null ? {} : { conversation_id: conversationId }
  const input = { export_action: 'history_all', ...ofOne }
  return session.call('account/export/start', input, z.object({}).loose(), { repeatable: true })
}

/** Downloads a file of an export, starting at byte `from`; as {@link FleepSession.download}. */
export function downloadFile(session: FleepSession, url: string, from: number, signal: AbortSignal) {
  return session.download(url, from, signal)
}

/**
 * @param record of any kind
 * @param ownId one's own account
 * @param known what was known before: a missing key is unchanged
 * @returns the export that the record tells of; null for a record that tells of none
 */
export function readExport(
  record: unknown,
  ownId: string,
  server: string,
  known: (conversationId: string | null) => ExportedHistory | undefined,
): ExportedHistory | null {
  const { data } = exported.safeParse(record)
  if (!data || (data.export_progress == null && data.export_files == null)) return null
  if (data.conversation_id === undefined && data.account_id !== ownId) return null
  const conversationId = data.conversation_id ?? null
  const before = known(conversationId) ?? { progress: 1, files: [] }
  const files = data.export_files?.flatMap((json) => readFile(json, server)) ?? before.files
  return { conversationId, progress: data.export_progress ?? before.progress, files }
}

function readFile(json: string, server: string): ExportedFile[] {
  try {
    const { name, size, url } = file.parse(JSON.parse(json))
    const absolute = new URL(url ?? '', `${server}/`)
    if (!url || !['https:', new URL(server).protocol].includes(absolute.protocol)) return []
    const id = createHash('sha256').update(absolute.href).digest('hex').slice(0, 16)
    return [{ id, name: harmlessName(name ?? ''), size, url: absolute.href }]
  } catch {
    return []
  }
}

/** Of the last part of a path alone, without what file systems do not take. */
function harmlessName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  return (
    last
      .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '')
      .replace(/^\.+/, '')
      .slice(0, 150) || 'fleep-history'
  )
}
