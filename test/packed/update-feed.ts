import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Published {
  version: string
  releaseNotes?: string
  /** In percent, of the computers to which it is offered. */
  stagingPercentage?: number
  /** What is downloaded; the sum is of {@link published}, which is the same unless somebody changed it. */
  bytes: Buffer
  published?: Buffer
}

/** A folder on the web in which versions of the app are published, as electron-builder's generic provider wants it. */
export class UpdateFeed {
  /** What was asked for, without queries. */
  readonly requests: string[] = []
  published: Published | null = null
  private readonly http: Server

  private constructor() {
    this.http = createServer(({ url = '/' }, response) => {
      const { pathname } = new URL(url, 'http://feed')
      this.requests.push(pathname)
      if (this.published && /^\/latest.*\.yml$/.test(pathname)) return response.end(listing(this.published))
      if (this.published && pathname.endsWith('.AppImage')) {
        return response.writeHead(200, { 'content-length': this.published.bytes.length }).end(this.published.bytes)
      }
      return response.writeHead(404).end()
    })
  }

  static async start(): Promise<UpdateFeed> {
    const feed = new UpdateFeed()
    await new Promise<void>((resolve) => feed.http.listen(0, '127.0.0.1', resolve))
    return feed
  }

  get url(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`
  }

  stop(): Promise<void> {
    this.http.closeAllConnections()
    return new Promise((resolve) => this.http.close(() => resolve()))
  }
}

function listing({ version, releaseNotes, stagingPercentage, bytes, published = bytes }: Published): string {
  const url = `Fleep-Settings-${version}.AppImage`
  const sha512 = createHash('sha512').update(published).digest('base64')
  // JSON is YAML too.
  return JSON.stringify({
    ...{ version, path: url, sha512, releaseNotes, stagingPercentage, releaseDate: '2026-01-01T00:00:00.000Z' },
    files: [{ url, sha512, size: bytes.length }],
  })
}
