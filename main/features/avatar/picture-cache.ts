import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pictureTypeOf } from './picture-type'

export interface Picture {
  bytes: Uint8Array
  /** Its MIME type, by its content. */
  type: string
}

/** What is kept on disk, in bytes. */
const keptAtMost = 20 * 1024 * 1024

/**
 * The pictures that records name: fetched by the main process, kept on disk by their URL, and given to the window under
 * addresses of its own. The window can ask for no other.
 */
export class PictureCache {
  private readonly urls = new Map<string, string>()
  private readonly running = new Map<string, Promise<Picture | null>>()

  /** @param fetch throws where a picture cannot be had */
  constructor(
    private readonly folder: string,
    private readonly fetch: (url: string) => Promise<Uint8Array>,
    private readonly atMost = keptAtMost,
  ) {}

  /**
   * @param url as a record names it
   * @param server the origin that relative ones belong to
   * @returns the address within the window
   */
  toLocalUrl(url: string, server: string): string {
    const whole = URL.canParse(url, server) ? new URL(url, server).href : server
    const key = createHash('sha256').update(whole).digest('hex')
    this.urls.set(key, whole)
    return `picture/${key}`
  }

  /** @param address as {@link toLocalUrl} gave it. @returns null for any other, and for what is no picture or cannot be had */
  read(address: string): Promise<Picture | null> {
    const key = address.replace(/^picture\//, '')
    const url = this.urls.get(key)
    if (!url) return Promise.resolve(null)
    const running = this.running.get(key) ?? this.readOrFetch(key, url).finally(() => this.running.delete(key))
    this.running.set(key, running)
    return running
  }

  /** Signed out: no picture of the person is left. */
  async forget(): Promise<void> {
    this.urls.clear()
    await rm(this.folder, { recursive: true, force: true }).catch(() => undefined)
  }

  private async readOrFetch(key: string, url: string): Promise<Picture | null> {
    const path = join(this.folder, key)
    try {
      const kept = await readFile(path).catch(() => undefined)
      const bytes = kept ?? (await this.fetch(url))
      const type = pictureTypeOf(bytes)
      if (!type) return null
      // Those that were not looked at for longest go first.
      if (kept) await utimes(path, new Date(), new Date()).catch(() => undefined)
      else await this.keep(key, bytes)
      return { bytes, type }
    } catch {
      return null
    }
  }

  /** Without it, the picture is fetched again the next time. */
  private async keep(key: string, bytes: Uint8Array): Promise<void> {
    try {
      await mkdir(this.folder, { recursive: true })
      const path = join(this.folder, key)
      await writeFile(`${path}.part`, bytes)
      await rename(`${path}.part`, path)
      await this.prune()
    } catch {
      // A full or read-only disk costs only time.
    }
  }

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
      if (total <= this.atMost) return
      await rm(path, { force: true })
      total -= size
    }
  }
}
