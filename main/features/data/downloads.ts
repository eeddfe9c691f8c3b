import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { CommandContext } from '../../core/command-context'
import { Failure, isFailure } from '../../core/failure'
import { type ChooseSaveLocation, throwUnwritable } from '../../core/save-as'
import type { Store } from '../../core/store'
import { text } from '../../core/text'
import { downloadFile, type ExportedFile } from '../../fleep/export-api'
import type { Session } from '../session/session'
import type { SessionCalls } from '../session/session-calls'
import type { HistoryExports } from './history-exports'

/** How often progress is shown, in milliseconds. */
const showEvery = 100

export interface DownloadsOptions {
  session: Session
  calls: SessionCalls
  store: Store
  history: HistoryExports
  chooseSaveLocation: ChooseSaveLocation
}

/** Where a download goes: `part` until it is whole, then `path`; it continues at `from`, in bytes. */
interface Target {
  file: ExportedFile
  part: string
  path: string
  from: number
}

/**
 * Fetches the files of an export, one at a time. What came is kept beside the target until the file is whole, so that a
 * download that broke off goes on where it stopped, also after a restart.
 */
export class Downloads {
  private running: AbortController | undefined
  /** Where the last download of each file goes. */
  private readonly targets = new Map<string, string>()

  constructor(private readonly options: DownloadsOptions) {
    options.session.addSessionListener({ onSignedOut: () => this.end() })
  }

  /**
   * @param resume to the place of the last time, where there was one, without asking
   * @returns the file's name, null where no place was chosen
   * @throws Failure; what came so far is kept
   */
  async download(context: CommandContext, id: string, resume: boolean): Promise<{ name: string } | null> {
    if (this.running) throw new Failure('refused', text('data.downloadRunning'))
    const file = this.options.history.file(id)
    const path = (resume && this.targets.get(id)) || (await this.options.chooseSaveLocation(file.name))
    if (!path) return null
    this.targets.set(id, path)
    const running = new AbortController()
    this.running = running
    try {
      await this.fetch(context, file, path, running.signal)
      return { name: basename(path) }
    } catch (reason) {
      const stopped = text('data.downloadStopped')
      throw running.signal.aborted ? new Failure('cancelled', stopped) : reason
    } finally {
      this.running = undefined
      this.options.store.change({ download: null })
    }
  }

  stop(): void {
    this.running?.abort()
  }

  private async fetch(context: CommandContext, file: ExportedFile, path: string, signal: AbortSignal): Promise<void> {
    const part = `${path}.${file.id}.part`
    const had = await sizeOf(part)
    // What is longer than the file is no part of it, and where the size is not known nobody can tell.
    const from = file.size !== null && had <= file.size ? had : 0
    if (file.size === null || from < file.size) await this.receive(context, { file, part, path, from }, signal)
    const size = await sizeOf(part)
    if (file.size !== null && size !== file.size) {
      if (size > file.size) await rm(part, { force: true })
      const why = text('data.downloadIncomplete', { name: file.name, size, whole: file.size })
      throw new Failure('bad-answer', why)
    }
    await rename(part, path).catch(() => throwUnwritable(path))
  }

  private async receive(context: CommandContext, { file, part, path, from }: Target, signal: AbortSignal) {
    const { bytes, from: begin } = await this.options.calls.read(context, downloadFile, file.url, from, signal)
    const handle = await open(part, begin > 0 ? 'a' : 'w').catch(() => throwUnwritable(path))
    try {
      await this.write(bytes, handle, begin, file)
    } catch (reason) {
      if (signal.aborted || isFailure(reason)) throw reason
      // The disk is full, or gone.
      throwUnwritable(path)
    } finally {
      await handle.close()
    }
  }

  private async write(bytes: AsyncIterable<Uint8Array>, handle: FileHandle, from: number, file: ExportedFile) {
    let done = from
    const show = () => this.options.store.change({ download: { id: file.id, name: file.name, done, total: file.size } })
    show()
    const timer = setInterval(show, showEvery)
    try {
      for await (const chunk of bytes) {
        await handle.writeFile(chunk)
        done += chunk.length
      }
    } finally {
      clearInterval(timer)
    }
  }

  private end(): void {
    this.stop()
    this.targets.clear()
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}
