import pRetry from 'p-retry'
import { Failure, isFailure } from '../core/failure'
import { text } from '../core/text'
import { type DownloadResponse, HttpClient, type HttpRequest, reportSent } from '../http/http-client'
import { unexpectedAnswer } from '../http/network-failure'
import { isRestOf, type PartialFile, validatorOf } from '../http/partial-file'
import { type ApiResponse, readResponse } from './response'
import { MethodNotAllowed, statusFailure } from './status-failure'

/** The ticket and the cookie that every call of a session carries; both are secret. */
export interface Credentials {
  ticket: string
  tokenId: string
}

export interface CallOptions {
  credentials?: Credentials
  /** Whether it does no harm if the server receives the call twice: then it is retried after network failures and 5xx. */
  repeatable: boolean
  signal?: AbortSignal | undefined
  /** Longest wait for the response to begin, in milliseconds. */
  responseTimeout?: number
}

export interface TransportOptions {
  /** The server's origin, without a slash at the end. */
  server: string
  /** Longest wait for a response to begin, in milliseconds. */
  responseTimeout?: number
  /** In bytes, both packed and unpacked. */
  maxResponseSize?: number
  /** Wait before the first retry, in milliseconds; the second waits twice as long. */
  retryDelay?: number
}

/** A file to upload; its bytes are read while they are sent. */
export interface FileToSend {
  /** Letters, digits, dots and dashes only. */
  name: string
  /** Its MIME type. */
  type: string
  /** In bytes. */
  size: number
  /** A chunk may be overwritten once the next one is asked for, so that one buffer is enough for a large file. */
  open(): AsyncIterable<Uint8Array>
}

export interface UploadOptions {
  credentials: Credentials
  signal?: AbortSignal
  /** Called with the number of bytes sent so far. */
  onSent?: ((bytes: number) => void) | undefined
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

/** Used where the options name nothing else, in milliseconds. Tests shorten them. */
export const transportDefaults = { responseTimeout: 30_000, retryDelay: 300 }

const apiVersion = 2

/** One Fleep server: JSON calls with ticket and cookie, safe retries, uploads and downloads. Knows no endpoint. */
export class Transport {
  readonly server: string
  readonly host: string
  private readonly http: HttpClient
  private readonly retryDelay: number

  constructor(options: TransportOptions) {
    const { server, maxResponseSize = 16 * 1024 * 1024 } = options
    const { responseTimeout, retryDelay } = { ...transportDefaults, ...options }
    this.server = server
    this.host = new URL(server).host
    this.http = new HttpClient({ origin: server, responseTimeout, maxResponseSize })
    this.retryDelay = retryDelay
  }

  /**
   * @param method the path after /api/, for example `account/configure`
   * @param input the call's own fields; null or missing means "unchanged"
   * @throws Failure, and the signal's reason when aborted
   */
  call(method: string, input: object, options: CallOptions): Promise<ApiResponse> {
    const attempt = () => this.callOnce(method, input, options)
    return options.repeatable ? attempt().catch((reason) => this.retry(reason, attempt, options.signal)) : attempt()
  }

  /**
   * Uploads a file as the body of a PUT, or of the POST that stands for it when something on the way refuses PUT. It is not
   * retried. Sources: ref-file and Fleep's public tests.
   * @throws Failure, and the signal's reason when aborted
   */
  upload(method: string, file: FileToSend, options: UploadOptions): Promise<ApiResponse> {
    const { credentials, signal, onSent } = options
    const url = `${this.server}/api/${method}?${new URLSearchParams({ ticket: credentials.ticket })}`
    const headers = {
      'content-disposition': `attachment; filename="${file.name}"`,
      'content-type': file.type,
      'content-length': String(file.size),
      cookie: cookieOf(credentials),
    }
    const send = (httpMethod: 'PUT' | 'POST', url: string) => {
      const body = onSent ? reportSent(file.open(), onSent) : file.open()
      return this.exchange({ method: httpMethod, url, headers, body, signal }, () => secretsOf({}, credentials))
    }
    return send('PUT', url).catch((reason) => {
      if (!(reason instanceof MethodNotAllowed)) throw reason
      return send('POST', `${url}&_method=PUT`)
    })
  }

  /**
   * Downloads a file that a record names, such as a picture, into memory. Credentials are sent only to our own server; other
   * servers are asked only over https. Redirects are not followed.
   * @throws Failure
   */
  async fetch(url: string, credentials: Credentials): Promise<Uint8Array> {
    const { status, body } = await this.http.request({ url, headers: this.fileHeaders(url, credentials) })
    if (status !== 200) throw statusFailure(status, undefined, this.host)
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
    credentials: Credentials,
    signal: AbortSignal,
  ): Promise<DownloadedFile> {
    const headers = this.fileHeaders(url, credentials)
    if (part && size !== null) {
      const ranged = { ...headers, range: `bytes=${part.size}-`, 'if-range': part.validator }
      const rest = await this.http.download({ url, headers: ranged, signal })
      if (rest.status === 206 && isRestOf(part, size, rest.headers)) {
        return { from: part.size, validator: part.validator, bytes: rest.bytes }
      }
      if (rest.status !== 206 && rest.status !== 416) return this.wholeFile(rest)
      rest.discard()
    }
    return this.wholeFile(await this.http.download({ url, headers, signal }))
  }

  private wholeFile({ status, headers, bytes, discard }: DownloadResponse): DownloadedFile {
    if (status === 200) return { from: 0, validator: validatorOf(headers), bytes }
    // Nobody asked for a part.
    if (status === 206) discard()
    if (status === 404 || status === 410) throw new Failure('refused', text('errors.fileGone'))
    throw statusFailure(status, undefined, this.host)
  }

  /** Ends every open connection. */
  close(): Promise<void> {
    return this.http.close()
  }

  private callOnce(method: string, input: object, options: CallOptions): Promise<ApiResponse> {
    const { credentials, signal, responseTimeout } = options
    const request: HttpRequest = {
      method: 'POST',
      url: `${this.server}/api/${method}`,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        cookie: credentials && cookieOf(credentials),
      },
      // JSON leaves out what is undefined.
      body: JSON.stringify({
        ...input,
        ticket: credentials?.ticket,
        api_version: credentials && apiVersion,
      }),
      signal,
      responseTimeout,
    }
    return this.exchange(request, () => secretsOf(input, credentials))
  }

  private async exchange(request: HttpRequest, secrets: () => string[]): Promise<ApiResponse> {
    return readResponse(await this.http.request(request), this.host, secrets)
  }

  /** Separate from call(), so that a first attempt that succeeds has no retry overhead. */
  private retry(
    reason: unknown,
    attempt: () => Promise<ApiResponse>,
    signal: AbortSignal | undefined,
  ): Promise<ApiResponse> {
    if (!isTransient(reason)) throw reason
    // p-retry counts the failed first attempt as its own.
    let isFirst = true
    const next = async () => {
      if (!isFirst) return attempt()
      isFirst = false
      throw reason
    }
    return pRetry(next, {
      ...(signal && { signal }),
      retries: 2,
      minTimeout: this.retryDelay,
      shouldRetry: ({ error }) => isTransient(error),
    })
  }

  private fileHeaders(url: string, credentials: Credentials): Record<string, string> {
    const { origin, protocol } = new URL(url)
    if (origin === this.server) return { cookie: cookieOf(credentials) }
    if (protocol !== 'https:') throw unexpectedAnswer(this.host)
    return {}
  }
}

/** Whether another attempt may succeed. */
function isTransient(reason: unknown): boolean {
  return isFailure(reason, 'offline', 'server-fault')
}

function cookieOf({ tokenId }: Credentials): string {
  return `token_id=${tokenId}`
}

/** What a call sends and a failure must not show, even when the server repeats it in its message. */
function secretsOf(input: object, credentials: Credentials | undefined): string[] {
  // With the id or the code from an email, anyone can use its link.
  const secretName = /password|notification_id|registration_code/
  const typed = Object.entries(input).flatMap(([name, value]) => (secretName.test(name) ? value : []))
  return [...typed, credentials?.ticket, credentials?.tokenId].filter(Boolean) as string[]
}
