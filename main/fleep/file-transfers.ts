import { Failure } from '../core/failure'
import { text } from '../core/text'
import type { DownloadResponse, HttpClient, HttpResponse } from '../http/http-client'
import { unexpectedAnswer } from '../http/network-failure'
import { isRestOf, type PartialFile, validatorOf } from '../http/partial-file'
import { type Credentials, cookieOf, type OnCookie, reportCookie } from './credentials'
import { isJson } from './response'
import { statusFailure } from './status-failure'

/** For a file, whose server may be another one: then nothing of them is used. */
export interface FileOptions {
  credentials: Credentials
  onCookie?: OnCookie | undefined
}

/** A file to download. */
export interface WantedFile {
  /** What an earlier download has left; null for nothing that can be continued. */
  part: PartialFile | null
  /** In bytes; null if it is unknown. */
  size: number | null
}

export interface DownloadedFile {
  /** Where the bytes begin in the file, in bytes. */
  from: number
  /** With it, a later download can go on where this one stops; null if that is not safe. */
  validator: string | null
  bytes: AsyncIterable<Uint8Array>
}

/** Downloads the files that records name, from our own server and others. */
export class FileTransfers {
  private readonly host: string

  constructor(
    private readonly http: HttpClient,
    private readonly server: string,
  ) {
    this.host = new URL(server).host
  }

  /**
   * Downloads a file that a record names, such as a picture, into memory. Credentials are sent only to our own server; other
   * servers are asked only over https. Redirects are not followed.
   * @throws Failure
   */
  async fetch(url: string, options: FileOptions): Promise<Uint8Array> {
    const { status, headers, body } = await this.http.request({ url, headers: this.fileHeaders(url, options) })
    this.reportFileCookie(url, headers, options)
    if (status !== 200) throw this.fileFailure(url, status, headers)
    return body
  }

  /**
   * Downloads a file of any size that a record names. Credentials are sent as in {@link fetch}.
   * @param wanted what an earlier download has left, and the size of the whole file: the bytes go on there if the file is
   *   still the same. Otherwise they begin at its start
   * @throws Failure, also while the bytes are read; the signal's reason when aborted
   */
  async download(
    url: string,
    { part, size }: WantedFile,
    options: FileOptions & { signal: AbortSignal },
  ): Promise<DownloadedFile> {
    const { signal } = options
    const headers = this.fileHeaders(url, options)
    const request = async (ranged: object) => {
      const response = await this.http.download({ url, headers: { ...headers, ...ranged }, signal })
      this.reportFileCookie(url, response.headers, options)
      return response
    }
    if (part && size !== null) {
      const rest = await request({ range: `bytes=${part.size}-`, 'if-range': part.validator })
      if (rest.status === 206 && isRestOf(part, size, rest.headers)) {
        return { from: part.size, validator: part.validator, bytes: rest.bytes }
      }
      if (rest.status !== 206 && rest.status !== 416) return this.wholeFile(url, rest)
      rest.discard()
    }
    return this.wholeFile(url, await request({}))
  }

  private wholeFile(url: string, { status, headers, bytes, discard }: DownloadResponse): DownloadedFile {
    if (status === 200) return { from: 0, validator: validatorOf(headers), bytes }
    // Nobody asked for a part.
    if (status === 206) discard()
    if (status === 404 || status === 410) throw new Failure('refused', text('errors.fileGone'))
    throw this.fileFailure(url, status, headers)
  }

  private fileFailure(url: string, status: number, headers: HttpResponse['headers']): Failure {
    const { origin } = new URL(url)
    const hasSession = origin === this.server
    // The body of a file's answer is not read.
    const body = hasSession && isJson(headers) ? { error_id: '' } : undefined
    return statusFailure({ status, headers, body, origin, secrets: [], hasSession })
  }

  private reportFileCookie(url: string, headers: HttpResponse['headers'], { onCookie }: FileOptions): void {
    if (new URL(url).origin === this.server) reportCookie(headers, onCookie)
  }

  private fileHeaders(url: string, { credentials }: FileOptions): Record<string, string> {
    const { origin, protocol } = new URL(url)
    if (origin === this.server) return { cookie: cookieOf(credentials) }
    if (protocol !== 'https:') throw unexpectedAnswer(this.host)
    return {}
  }
}
