import type { IncomingHttpHeaders } from 'node:http'
import { promisify } from 'node:util'
import { gunzip, gunzipSync } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { type ConnectionOptions, connectTo, connectToAny } from './connections'
import { networkFailure } from './network-failure'

const gunzipInThread = promisify(gunzip)

/** Below this size in bytes, unpacking takes less time than handing the work to another thread. */
const smallBody = 16 * 1024

export interface HttpClientOptions {
  /** The server of most requests, such as `https://fleep.io`: they go straight to its connections (see {@link connectTo}). */
  origin?: string
  /** Longest wait for a response to begin, and between two pieces of its body, in milliseconds. */
  responseTimeout: number
  /** Longest wait for a connection, in milliseconds. */
  connectTimeout?: number
  /** Largest response body of {@link HttpClient.request} in bytes, both packed and unpacked. */
  maxResponseSize: number
  /** Certificate authorities to trust in place of the default ones, as PEM. */
  ca?: string | undefined
}

export interface HttpRequest {
  /** GET when missing. */
  method?: 'GET' | 'POST' | 'PUT'
  /** Absolute. May contain secrets, so failures name only its host. */
  url: string
  /** Names in lower case; an undefined value is not sent. */
  headers?: Record<string, string | undefined>
  /** The next chunk of an iterable is asked for once the network has taken the previous one. */
  body?: string | AsyncIterable<Uint8Array>
  signal?: AbortSignal | undefined
  /** Replaces the client's own, in milliseconds. */
  responseTimeout?: number | undefined
}

export interface HttpResponse {
  /** Any status: which of them is a failure depends on the caller. Redirects are not followed. */
  status: number
  headers: IncomingHttpHeaders
  /** Unpacked. */
  body: Buffer
}

interface DownloadRequest {
  /** Absolute. */
  url: string
  headers?: Record<string, string>
  signal: AbortSignal
}

export interface DownloadResponse {
  /** The file is in `bytes` for 200 and 206 only; the body of any other response is discarded. */
  status: number
  headers: IncomingHttpHeaders
  bytes: AsyncIterable<Uint8Array>
  /** To be called if the bytes are not read: a body that nobody reads would keep its connection busy. */
  discard(): void
}

/**
 * The app's HTTP client: connections, proxy, certificates, time-outs and size limits. It knows no API. Every method rejects
 * with a Failure (`offline`, `timeout`, `untrusted-server` or `bad-answer`), or with the signal's reason once that has fired.
 */
export class HttpClient {
  private readonly responseTimeout: number
  private readonly maxResponseSize: number
  private readonly connectionOptions: ConnectionOptions
  private toOrigin: Dispatcher | undefined
  private toOthers: Dispatcher | undefined
  private forDownloads: Dispatcher | undefined

  constructor(private readonly options: HttpClientOptions) {
    const { responseTimeout, connectTimeout = 10_000, maxResponseSize, ca } = options
    this.responseTimeout = responseTimeout
    this.maxResponseSize = maxResponseSize
    this.connectionOptions = { connectTimeout, maxResponseSize, ca }
  }

  /** Sends a request and reads the whole response. */
  async request(request: HttpRequest): Promise<HttpResponse> {
    const { method = 'GET', url, headers, body, signal, responseTimeout = this.responseTimeout } = request
    const { origin, pathname, search } = new URL(url)
    try {
      const response = await this.dispatcherFor(origin).request({
        origin,
        path: pathname + search,
        method,
        headers: { ...headers, 'accept-encoding': 'gzip' },
        headersTimeout: responseTimeout,
        bodyTimeout: responseTimeout,
        signal: signal ?? null,
        // undici also sends an async iterable, chunk by chunk; its types do not say so.
        body: body as string,
      })
      const received = Buffer.from(await response.body.arrayBuffer())
      const { statusCode: status, headers: responseHeaders } = response
      if (responseHeaders['content-encoding'] !== 'gzip') return { status, headers: responseHeaders, body: received }
      const limit = { maxOutputLength: this.maxResponseSize }
      // Nearly all responses are small, and need no other promise here.
      const unpacked = received.length < smallBody ? gunzipSync(received, limit) : await gunzipInThread(received, limit)
      return { status, headers: responseHeaders, body: unpacked }
    } catch (error) {
      throw toFailure(error, url, signal)
    }
  }

  /** Downloads a file of any size. Reading `bytes` fails in the same way as the methods. */
  async download({ url, headers = {}, signal }: DownloadRequest): Promise<DownloadResponse> {
    const { origin, pathname, search } = new URL(url)
    this.forDownloads ??= connectToAny({ ...this.connectionOptions, maxResponseSize: null })
    try {
      const {
        statusCode: status,
        headers: sent,
        body,
      } = await this.forDownloads.request({
        origin,
        path: pathname + search,
        method: 'GET',
        headers,
        headersTimeout: this.responseTimeout,
        bodyTimeout: this.responseTimeout,
        signal,
      })
      // An aborted dump rejects as well.
      const discard = () => void body.dump().catch(() => undefined)
      if (status !== 200 && status !== 206) discard()
      return { status, headers: sent, bytes: withFailures(body, url, signal), discard }
    } catch (error) {
      throw toFailure(error, url, signal)
    }
  }

  /** Ends every open connection. Requests that are under way fail. */
  async close(): Promise<void> {
    await Promise.all([this.toOrigin?.destroy(), this.toOthers?.destroy(), this.forDownloads?.destroy()])
  }

  private dispatcherFor(origin: string): Dispatcher {
    if (origin === this.options.origin) {
      this.toOrigin ??= connectTo(origin, this.connectionOptions)
      return this.toOrigin
    }
    this.toOthers ??= connectToAny(this.connectionOptions)
    return this.toOthers
  }
}

/** Yields the chunks of a body that is being sent. @param onSent called with the number of bytes sent so far */
export async function* reportSent(chunks: AsyncIterable<Uint8Array>, onSent: (bytes: number) => void) {
  let sent = 0
  for await (const chunk of chunks) {
    yield chunk
    // The network has taken the chunk once the next one is asked for.
    sent += chunk.length
    onSent(sent)
  }
}

async function* withFailures(
  chunks: AsyncIterable<Uint8Array>,
  url: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } catch (error) {
    throw toFailure(error, url, signal)
  }
}

function toFailure(error: unknown, url: string, signal: AbortSignal | undefined): unknown {
  return signal?.aborted ? signal.reason : networkFailure(error, new URL(url).host)
}
