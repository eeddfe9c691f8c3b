import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ExportFile, HistoryExport } from '../../contract'
import { safeFileName } from '../core/file-name'
import type { PartialFile } from '../http/partial-file'
import { optionalId, optionalList, optionalNumber, optionalSize, optionalText, optionalUrl, parseJson } from './bounds'
import type { FleepSession } from './fleep-session'

/** The most files of an export. */
const maxFiles = 1000

/** Fields of the account's own record, and of a conversation's. Source: ref-info. */
const exported = z.object({
  account_id: optionalId,
  conversation_id: optionalId,
  /** From 0 to 1. */
  export_progress: optionalNumber,
  /** The documentation says JSON texts; an object means the same. */
  export_files: optionalList(z.unknown(), maxFiles),
})

/** INFERRED: a file has the same fields as files elsewhere, with or without the prefix `file_`. */
const file = z
  .object({
    file_name: optionalText,
    name: optionalText,
    file_size: optionalSize,
    size: optionalSize,
    file_url: optionalUrl,
    download_url: optionalUrl,
    upload_url: optionalUrl,
    url: optionalUrl,
  })
  .transform((sent) => ({
    name: sent.file_name || sent.name || '',
    size: sent.file_size ?? sent.size ?? null,
    url: sent.file_url || sent.download_url || sent.url || sent.upload_url,
  }))

/** A file with the address to download it from, which the window does not get. */
export interface ExportedFile extends ExportFile {
  /** Absolute. */
  url: string
}

export type ExportedHistory = Omit<HistoryExport, 'files'> & { files: ExportedFile[] }

const noExport = { progress: 1, files: [], isEmpty: false }

/**
 * account/export/start: Fleep collects the history, and shows the progress in the record. Source: the API's account page.
 * @param conversationId null for all conversations
 * @returns the record in the response
 */
export async function startExport(session: FleepSession, conversationId: string | null): Promise<unknown> {
  const input = {
    export_action: 'history_all',
    ...(conversationId !== null && { conversation_id: conversationId }),
  }
  return session.call('account/export/start', input, z.object({}).loose(), { repeatable: true })
}

/** Downloads a file of an export; as {@link FleepSession.download}. @param part what an earlier download has left */
export function downloadFile(
  session: FleepSession,
  { url, size }: ExportedFile,
  part: PartialFile | null,
  signal: AbortSignal,
) {
  return session.download(url, { part, size }, signal)
}

/**
 * @param record of any kind
 * @param ownId the id of the account
 * @param known finds the export as it was before: a field that the record lacks is unchanged
 * @returns the export that the record describes; null if it describes none
 */
export function readExport(
  record: unknown,
  ownId: string,
  server: string,
  known: (conversationId: string | null) => ExportedHistory | undefined,
): ExportedHistory | null {
  const { data } = exported.safeParse(record)
  if (!data || (data.export_progress == null && data.export_files == null)) return null
  if (data.conversation_id == null && data.account_id !== ownId) return null
  const conversationId = data.conversation_id ?? null
  const before = known(conversationId) ?? noExport
  const files = data.export_files?.flatMap((sent) => readFile(sent, server)) ?? before.files
  const progress = Math.min(Math.max(data.export_progress ?? before.progress, 0), 1)
  // An account that has never exported anything also has no files.
  const isFinished = before.progress < 1 || before.isEmpty || Boolean(data.export_files?.length)
  return { conversationId, progress, files, isEmpty: progress === 1 && files.length === 0 && isFinished }
}

function readFile(sent: unknown, server: string): ExportedFile[] {
  const { data } = file.safeParse(typeof sent === 'string' ? parseJson(sent) : sent)
  if (!data?.url || !URL.canParse(data.url, `${server}/`)) return []
  const absolute = new URL(data.url, `${server}/`)
  if (!['https:', new URL(server).protocol].includes(absolute.protocol)) return []
  const id = createHash('sha256').update(absolute.href).digest('hex').slice(0, 16)
  return [{ id, name: safeFileName(data.name, 'fleep-history'), size: data.size, url: absolute.href }]
}
