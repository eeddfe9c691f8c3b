import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Release {
  version: string
  releaseNotes?: string
  /** Percentage of computers that are offered the release. */
  stagingPercentage?: number
  /** The download. Its published checksum is of {@link checksummedBytes}, by default of the same bytes. */
  bytes: Buffer
  checksummedBytes?: Buffer
}

/** An update server in the format of electron-builder's generic provider. */
export class UpdateFeed {
  /** Paths of the requests, without queries. */
  readonly requests: string[] = []
  release: Release | null = null
  private readonly http: Server

  private constructor() {
    this.http = createServer(({ url = '/' }, response) => {
      const { pathname } = new URL(url, 'http://feed')
      this.requests.push(pathname)
      if (this.release && /^\/latest.*\.yml$/.test(pathname)) return response.end(releaseListing(this.release))
      if (this.release && pathname.endsWith('.AppImage')) {
        return response.writeHead(200, { 'content-length': this.release.bytes.length }).end(this.release.bytes)
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

function releaseListing({
  version,
  releaseNotes,
  stagingPercentage,
  bytes,
  checksummedBytes = bytes,
}: Release): string {
  const url = `Fleep-Settings-${version}.AppImage`
  const sha512 = createHash('sha512').update(checksummedBytes).digest('base64')
  // JSON is valid YAML.
  return JSON.stringify({
    ...{ version, path: url, sha512, releaseNotes, stagingPercentage, releaseDate: '2026-01-01T00:00:00.000Z' },
    files: [{ url, sha512, size: bytes.length }],
  })
}
