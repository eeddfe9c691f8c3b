import { type FileHandle, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { SavedFile } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { Failure, isFailure } from '../../core/failure'
import { partSuffix, tagSuffix } from '../../core/file-name'
import { type ChooseSaveLocation, throwUnwritable } from '../../core/save-as'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { downloadFile, type ExportedFile } from '../../fleep/export-api'
import type { PartialFile } from '../../http/partial-file'
import type { Session } from '../session/session'
import type { SessionCalls } from '../session/session-calls'
import type { HistoryExports } from './history-exports'

/** The time between two updates of the shown progress, in milliseconds. */
const progressInterval = 100

export interface DownloadsOptions {
  session: Session
  calls: SessionCalls
  store: Store
  history: HistoryExports
  chooseSaveLocation: ChooseSaveLocation
}

interface Target {
  file: ExportedFile
  /** The path of the incomplete file. */
  partPath: string
  /** The path of the file with the validator of the incomplete one. */
  tagPath: string
  /** The path of the complete file. */
  path: string
}

/**
 * Downloads the files of exports, one at a time. An incomplete file is stored beside its target, with what identifies its
 * version at the server, so that a stopped download can continue, even after a restart. Parts of two versions never become
 * one file.
 */
export class Downloads {
  /** Stops the running download; undefined while none runs. */
  private controller: AbortController | undefined
  /** The path of the last download of each file, by the file's id. */
  private readonly paths = new Map<string, string>()

  constructor(private readonly options: DownloadsOptions) {
    options.session.addSessionListener({ onSignedOut: () => this.clear() })
  }

  /**
   * @param resume whether to continue at the previous path, if there is one, without asking for a path
   * @returns null if the user cancels
   * @throws Failure; the incomplete file stays then
   */
  async download(context: CommandContext, id: string, resume: boolean): Promise<SavedFile | null> {
    if (this.controller) throw new Failure('refused', text('data.downloadRunning'))
    const file = this.options.history.file(id)
    const path = (resume && this.paths.get(id)) || (await this.options.chooseSaveLocation(file.name))
    context.signal.throwIfAborted()
    if (!path) return null
    this.paths.set(id, path)
    if (this.controller) throw new Failure('refused', text('data.downloadRunning'))
    const controller = new AbortController()
    this.controller = controller
    const signal = AbortSignal.any([controller.signal, context.signal])
    try {
      await this.fetch(context, file, path, signal)
      return { name: basename(path) }
    } catch (reason) {
      throw signal.aborted ? new Failure('cancelled', text('data.downloadStopped')) : reason
    } finally {
      if (this.controller === controller) this.controller = undefined
      this.options.store.changeFor(context, { download: null })
    }
  }

  stop(): void {
    this.controller?.abort()
  }

  private async fetch(context: CommandContext, file: ExportedFile, path: string, signal: AbortSignal): Promise<void> {
    const partPath = `${path}.${file.id}${partSuffix}`
    const target = { file, partPath, tagPath: `${partPath}${tagSuffix}`, path }
    const isWhole = file.size !== null && (await sizeOf(partPath)) === file.size
    if (!isWhole) await this.receive(context, target, signal)
    const size = await sizeOf(partPath)
    if (file.size !== null && size !== file.size) {
      if (size > file.size) await rm(partPath, { force: true })
      throw new Failure('bad-answer', text('data.downloadIncomplete', { name: file.name, size, whole: file.size }))
    }
    // What was received before the account signed out stays a part.
    signal.throwIfAborted()
    await rename(partPath, path).catch(() => throwUnwritable(path))
    await rm(target.tagPath, { force: true })
  }

  private async receive(context: CommandContext, target: Target, signal: AbortSignal): Promise<void> {
    const { file, partPath, tagPath, path } = target
    const part = await readPart(target)
    const { bytes, from, validator } = await this.options.calls.read(context, downloadFile, file, part, signal)
    // The tag of another version goes before its bytes do.
    if (from === 0) await rm(tagPath, { force: true }).catch(() => throwUnwritable(path))
    const handle = await open(partPath, from > 0 ? 'a' : 'w').catch(() => throwUnwritable(path))
    try {
      if (from === 0 && validator !== null) await writeFile(tagPath, validator, 'latin1')
      await this.write(context, bytes, handle, from, file)
    } catch (reason) {
      if (signal.aborted || isFailure(reason)) throw reason
      // The disk is full or was removed.
      throwUnwritable(path)
    } finally {
      await handle.close()
    }
  }

  private async write(
    context: CommandContext,
    bytes: AsyncIterable<Uint8Array>,
    handle: FileHandle,
    from: number,
    file: ExportedFile,
  ): Promise<void> {
    let done = from
    const { id, name, size: total } = file
    const showProgress = () => this.options.store.changeFor(context, { download: { id, name, done, total } })
    showProgress()
    const timer = setInterval(showProgress, progressInterval)
    try {
      for await (const chunk of bytes) {
        await handle.writeFile(chunk)
        done += chunk.length
      }
    } finally {
      clearInterval(timer)
    }
  }

  private clear(): void {
    this.stop()
    this.controller = undefined
    this.paths.clear()
    this.options.store.change({ download: null })
  }
}

/**
 * @returns what an earlier download has left; null if there is nothing, it belongs to another file, or nothing tells whether
 *   the file at the server is still the same
 */
async function readPart({ file, partPath, tagPath }: Target): Promise<PartialFile | null> {
  const size = await sizeOf(partPath)
  const validator = await readFile(tagPath, 'latin1').catch(() => '')
  if (file.size === null || size === 0 || size > file.size) return null
  return /^[\x20-\x7e\x80-\xff]{1,600}$/.test(validator) ? { size, validator } : null
}

/** @returns the size in bytes; 0 if there is no such file */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}
