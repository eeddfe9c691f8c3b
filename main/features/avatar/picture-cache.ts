import { createHash } from 'node:crypto'
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makePrivateFolder, privateFile } from '../../core/private-files'
import { SerialQueue } from '../../core/serial-queue'
import { pictureTypeOf } from './picture-type'

export interface Picture {
  bytes: Uint8Array
  /** The MIME type, detected from the content. */
  type: string
}

/** The size of the cache on disk, in bytes. */
const defaultMaxSize = 20 * 1024 * 1024

/**
 * Downloads the pictures in Fleep's records and caches them on disk. The window gets a local URL for each picture, and
 * can read no others.
 */
export class PictureCache {
  /** The URLs of pictures by their keys, which are hashes of the URLs. */
  private readonly urls = new Map<string, string>()
  /** Pictures that are being read, by their keys. */
  private readonly running = new Map<string, Promise<Picture | null>>()
  /** Changes of the folder, one after the other: a picture must not be written after the folder was emptied. */
  private readonly writes = new SerialQueue()
  /** Fires when the account signs out. */
  private signOut = new AbortController()

  /**
   * @param fetch downloads a picture; throws if this fails
   * @param maxSize in bytes
   */
  constructor(
    private readonly folder: string,
    private readonly fetch: (url: string) => Promise<Uint8Array>,
    private readonly maxSize = defaultMaxSize,
  ) {}

  /**
   * @param url the URL in a record, which may be relative
   * @param server the origin for relative URLs
   * @returns the URL of the picture within the window, relative to the page
   */
  toLocalUrl(url: string, server: string): string {
    const absoluteUrl = URL.canParse(url, server) ? new URL(url, server).href : server
    const key = createHash('sha256').update(absoluteUrl).digest('hex')
    this.urls.set(key, absoluteUrl)
    return `picture/${key}`
  }

  /**
   * Reads a picture from the cache, or downloads it.
   * @param localUrl from {@link toLocalUrl}
   * @returns null for an unknown URL, and if the download fails or is not a picture
   */
  read(localUrl: string): Promise<Picture | null> {
    const key = localUrl.replace(/^picture\//, '')
    const url = this.urls.get(key)
    if (!url) return Promise.resolve(null)
    const running =
      this.running.get(key) ??
      this.readOrFetch(key, url).finally(() => {
        if (this.running.get(key) === running) this.running.delete(key)
      })
    this.running.set(key, running)
    return running
  }

  /** Removes all pictures, because they belong to the account that has signed out. */
  clear(): Promise<void> {
    this.urls.clear()
    this.running.clear()
    this.signOut.abort()
    this.signOut = new AbortController()
    return this.writes.run(() => rm(this.folder, { recursive: true, force: true }).catch(() => undefined))
  }

  private async readOrFetch(key: string, url: string): Promise<Picture | null> {
    const path = join(this.folder, key)
    const { signal } = this.signOut
    try {
      const cached = await readFile(path).catch(() => undefined)
      const bytes = cached ?? (await this.fetch(url))
      const type = pictureTypeOf(bytes)
      if (!type || signal.aborted) return null
      // prune() removes the least recently used pictures first.
      if (cached) await utimes(path, new Date(), new Date()).catch(() => undefined)
      else await this.writes.run(() => this.write(key, bytes, signal))
      return signal.aborted ? null : { bytes, type }
    } catch {
      return null
    }
  }

  private async write(key: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    try {
      makePrivateFolder(this.folder)
      const path = join(this.folder, key)
      await writeFile(`${path}.part`, bytes, { mode: privateFile })
      await rename(`${path}.part`, path)
      await this.prune()
    } catch {
      // If the disk is full or read-only, the picture is downloaded again the next time.
    }
  }

  /** Removes pictures until the cache has its maximum size. */
  private async prune(): Promise<void> {
    const names = await readdir(this.folder)
    const files = await Promise.all(
      names.map(async (name) => {
        const path = join(this.folder, name)
        const { size, mtimeMs } = await stat(path)
        return { path, size, usedAt: mtimeMs }
      }),
    )
    let total = files.reduce((sum, { size }) => sum + size, 0)
    for (const { path, size } of files.sort((a, b) => a.usedAt - b.usedAt)) {
      if (total <= this.maxSize) return
      await rm(path, { force: true })
      total -= size
    }
  }
}
