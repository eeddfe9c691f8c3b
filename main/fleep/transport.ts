import { setTimeout as sleep } from 'node:timers/promises'
import pRetry from 'p-retry'
import { type Failure, isFailure } from '../core/failure'
import { HttpClient, type HttpRequest, reportSent } from '../http/http-client'
import { type Credentials, cookieOf, type OnCookie, reportCookie } from './credentials'
import { type DownloadedFile, type FileOptions, FileTransfers, type WantedFile } from './file-transfers'
import { type AnsweredCall, type ApiResponse, readResponse } from './response'
import { MethodNotAllowed } from './status-failure'
import { type FileToSend, mayOtherWaySucceed, uploadWays } from './upload-ways'

export interface CallOptions {
  credentials?: Credentials
  onCookie?: OnCookie | undefined
  /** Whether it does no harm if the server receives the call twice: then it is retried after network failures and 5xx. */
  repeatable: boolean
  /** Whether Fleep's documentation names no output: then an empty body or `null` is an answer, too. */
  mayBeEmpty?: boolean
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

export interface UploadOptions {
  credentials: Credentials
  onCookie?: OnCookie | undefined
  signal?: AbortSignal
  /** Called with the number of bytes sent so far. */
  onSent?: ((bytes: number) => void) | undefined
}

/** Used where the options name nothing else, in milliseconds. Tests shorten them. */
export const transportDefaults = { responseTimeout: 30_000, retryDelay: 300 }

const apiVersion = 2

/** One Fleep server: JSON calls with ticket and cookie, safe retries, uploads and downloads. Knows no endpoint. */
export class Transport {
  readonly server: string
  readonly host: string
  private readonly http: HttpClient
  private readonly files: FileTransfers
  private readonly retryDelay: number
  private readonly responseTimeout: number

  constructor(options: TransportOptions) {
    const { server, maxResponseSize = 16 * 1024 * 1024 } = options
    const { responseTimeout, retryDelay } = { ...transportDefaults, ...options }
    this.server = server
    this.host = new URL(server).host
    this.http = new HttpClient({ origin: server, responseTimeout, maxResponseSize })
    this.files = new FileTransfers(this.http, server)
    this.retryDelay = retryDelay
    this.responseTimeout = responseTimeout
  }

  /**
   * @param method the path after /api/, for example `account/configure`
   * @param input the call's own fields; null or missing means "unchanged"
   * @throws Failure, and the signal's reason when aborted
   */
  call(method: string, input: object, options: CallOptions): Promise<ApiResponse> {
    const attempt = () => this.callOnce(method, input, options)
    const begun = performance.now()
    return options.repeatable ? attempt().catch((reason) => this.retry(reason, begun, attempt, options)) : attempt()
  }

  /**
   * Uploads a file, in another way when something on the way refuses one; see {@link uploadWays}. It is not retried.
   * @throws Failure, and the signal's reason when aborted
   */
  async upload(method: string, file: FileToSend, options: UploadOptions): Promise<ApiResponse> {
    const { credentials, signal, onSent, onCookie } = options
    const url = `${this.server}/api/${method}?${new URLSearchParams({ ticket: credentials.ticket })}`
    const headers = { accept: 'application/json', cookie: cookieOf(credentials) }
    const open = () => (onSent ? reportSent(file.open(), onSent) : file.open())
    const answered = { secrets: () => secretsOf({}, credentials), hasSession: true, mayBeEmpty: false }
    let firstReason: unknown
    for (const way of uploadWays(url, file, headers, open)) {
      const request = way()
      try {
        return await this.exchange({ ...request, signal }, answered, onCookie)
      } catch (reason) {
        // What says more than that the method is refused counts.
        if (!firstReason || !(reason instanceof MethodNotAllowed)) firstReason = reason
        if (!mayOtherWaySucceed(reason, request)) break
      }
    }
    throw firstReason
  }

  /** Downloads a file into memory; see {@link FileTransfers.fetch}. */
  fetch(url: string, options: FileOptions): Promise<Uint8Array> {
    return this.files.fetch(url, options)
  }

  /** Downloads a file of any size; see {@link FileTransfers.download}. */
  download(url: string, wanted: WantedFile, options: FileOptions & { signal: AbortSignal }): Promise<DownloadedFile> {
    return this.files.download(url, wanted, options)
  }

  /**
   * Uses new connections from now on: after a suspend, the open ones may be dead without a sign of it. Calls that are under way
   * may finish on theirs. With `longestSilence`, in milliseconds, those that hear nothing for so long fail or are repeated.
   */
  renewConnections(longestSilence?: number): void {
    this.http.renewConnections(longestSilence)
  }

  /** Ends every open connection. */
  close(): Promise<void> {
    return this.http.close()
  }

  private callOnce(method: string, input: object, options: CallOptions): Promise<ApiResponse> {
    const { credentials, signal, responseTimeout, onCookie, mayBeEmpty = false } = options
    const request: HttpRequest = {
      method: 'POST',
      url: `${this.server}/api/${method}`,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        accept: 'application/json',
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
    const answered = { secrets: () => secretsOf(input, credentials), hasSession: Boolean(credentials), mayBeEmpty }
    return this.exchange(request, answered, onCookie)
  }

  private async exchange(
    request: HttpRequest,
    answered: Omit<AnsweredCall, 'origin' | 'host'>,
    onCookie?: OnCookie,
  ): Promise<ApiResponse> {
    const response = await this.http.request(request)
    reportCookie(response.headers, onCookie)
    const { secrets, hasSession, mayBeEmpty } = answered
    return readResponse(response, { origin: this.server, host: this.host, secrets, hasSession, mayBeEmpty })
  }

  /** Separate from call(), so that a first attempt that succeeds has no retry overhead. */
  private retry(
    reason: unknown,
    firstBegun: number,
    attempt: () => Promise<ApiResponse>,
    { signal, responseTimeout = this.responseTimeout }: CallOptions,
  ): Promise<ApiResponse> {
    if (!mayPass(reason)) throw reason
    // p-retry counts the failed first attempt as its own.
    let isFirst = true
    let hasTimedOut = false
    let begun = firstBegun
    const next = async () => {
      if (!isFirst) {
        begun = performance.now()
        return attempt()
      }
      isFirst = false
      throw reason
    }
    return pRetry(next, {
      ...(signal && { signal }),
      retries: 2,
      minTimeout: this.retryDelay,
      shouldRetry: async ({ error }) => {
        if (!mayPass(error)) return false
        if (isFailure(error, 'timeout')) {
          if (hasTimedOut || !isSilence(performance.now() - begun, responseTimeout)) return false
          hasTimedOut = true
          // The other open connections may be dead, too, without a sign of it.
          this.renewConnections()
        }
        const { retryAfter = 0 } = error as Failure
        // An abort ends this wait; p-retry then throws its reason.
        await sleep(retryAfter, undefined, { ...(signal && { signal }) }).catch(() => undefined)
        return true
      },
    })
  }
}

/** The longest time that a server may ask a call to wait before it is repeated, in milliseconds. Somebody waits for the call. */
const longestWait = 5000

/**
 * Whether a call timed out because nothing came. A connection that cannot be made takes less time, and a slow answer takes
 * more; another attempt would not help those. Times are in milliseconds.
 */
function isSilence(elapsed: number, responseTimeout: number): boolean {
  // undici's timers are up to a second late.
  return elapsed > 0.9 * responseTimeout && elapsed < 1.5 * responseTimeout + 1500
}

/**
 * Whether another attempt may succeed. After a time-out, one on another connection may: after a suspend, an old connection is
 * dead without a sign of it. A refusal passes only if the server says when.
 */
function mayPass(reason: unknown): boolean {
  if (!isFailure(reason, 'offline', 'server-fault', 'timeout', 'refused')) return false
  const { code, retryAfter } = reason
  return retryAfter === undefined ? code !== 'refused' : retryAfter <= longestWait
}

/** What a call sends and a failure must not show, even when the server repeats it in its message. */
function secretsOf(input: object, credentials: Credentials | undefined): string[] {
  // With the id or the code from an email, anyone can use its link.
  const secretName = /password|notification_id|registration_code/
  const typed = Object.entries(input).flatMap(([name, value]) => (secretName.test(name) ? value : []))
  return [...typed, credentials?.ticket, credentials?.tokenId].filter(Boolean) as string[]
}
