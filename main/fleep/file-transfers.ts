import { Failure } from '../core/failure'
import { text } from '../core/text'
import type { DownloadResponse, HttpClient, HttpResponse } from '../http/http-client'
import { unexpectedAnswer } from '../http/network-failure'
import { isRestOf, type PartialFile, validatorOf } from '../http/partial-file'
import { type Credentials, cookieOf, type OnCookie, reportCookie } from './credentials'
import { isJson } from './response'
import { isSafe } from './server-address'
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

const redirects = new Set([301, 302, 303, 307, 308])

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
   * servers are asked only over https. One redirect is followed, because Fleep may keep its files elsewhere.
   * @throws Failure
   */
  async fetch(url: string, options: FileOptions): Promise<Uint8Array> {
    const { at, response } = await this.follow(url, options, (at, headers) => this.http.request({ url: at, headers }))
    const { status, headers, body } = response
    if (status !== 200) throw this.fileFailure(at, status, headers)
    return body
  }

  /**
   * Downloads a file of any size that a record names. Credentials are sent, and a redirect is followed, as in {@link fetch}.
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
    const request = (ranged: object) =>
      this.follow(url, options, (at, headers) =>
        this.http.download({ url: at, headers: { ...headers, ...ranged }, signal }),
      )
    if (part && size !== null) {
      const rest = await request({ range: `bytes=${part.size}-`, 'if-range': part.validator })
      const { status, headers, bytes, discard } = rest.response
      if (status === 206 && isRestOf(part, size, headers)) {
        return { from: part.size, validator: part.validator, bytes }
      }
      if (status !== 206 && status !== 416) return this.wholeFile(rest.at, rest.response)
      discard()
    }
    const { at, response } = await request({})
    return this.wholeFile(at, response)
  }

  /**
   * Asks for a file, and once more where the answer redirects.
   * @param ask sends the request to an address, with these headers
   * @returns the last answer, and the address that gave it
   */
  private async follow<Response extends Pick<HttpResponse, 'status' | 'headers'>>(
    url: string,
    options: FileOptions,
    ask: (at: string, headers: Record<string, string>) => Promise<Response>,
  ): Promise<{ at: string; response: Response }> {
    const askAt = async (at: string, fileHeaders = this.fileHeaders(at, options)) => {
      const response = await ask(at, fileHeaders)
      this.reportFileCookie(at, response.headers, options)
      return { at, response }
    }
    const first = await askAt(url)
    const { status, headers } = first.response
    const { location } = headers
    if (!redirects.has(status) || !location || !URL.canParse(location, url)) return first
    const target = new URL(location, url)
    if (target.origin === this.server) return askAt(target.href)
    return this.mayLeadTo(target) ? askAt(target.href, {}) : first
  }

  /** Only a server on this computer, as in tests, may lead to another one there. */
  private mayLeadTo(target: URL): boolean {
    return target.protocol === 'https:' || (this.server.startsWith('http:') && isSafe(target))
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
