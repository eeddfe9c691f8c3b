import type { IncomingHttpHeaders } from 'node:http'
import { version } from '../../package.json'
import { TimeLimit } from '../core/time-limit'
import { type ConnectionOptions, Connections } from './connections'
import { decodeBody } from './decode-body'
import { networkFailure, requestTimeout } from './network-failure'

/** Sent with every request, because firewalls may refuse programs that do not name themselves. */
const userAgent = `FleepSettings/${version}`

export interface HttpClientOptions {
  /** The server of most requests, such as `https://fleep.io`: they go straight to its connections. */
  origin?: string
  /**
   * Longest wait for a response to begin, between two pieces of its body, and for the network to take a piece of an upload, in
   * milliseconds. A request as a whole takes at most twice as long, however slowly its response comes; a download or an
   * upload takes any time, but no slower than {@link leastRate}.
   */
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
  /** Replaces the client's own, and is the longest time for the request as a whole, in milliseconds. */
  responseTimeout?: number | undefined
}

export interface HttpResponse {
  /** Any status: which of them is a failure depends on the caller. Redirects are not followed. */
  status: number
  headers: IncomingHttpHeaders
  /** Unpacked. */
  body: Buffer
}

/** The slowest download that is waited for, in bytes per second. Below it, nobody would wait for the end of any file. */
const leastRate = 256

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
  private readonly connections: Connections
  private forDownloads: Connections | undefined

  constructor({ origin, responseTimeout, connectTimeout = 10_000, maxResponseSize, ca }: HttpClientOptions) {
    this.responseTimeout = responseTimeout
    this.maxResponseSize = maxResponseSize
    this.connectionOptions = { connectTimeout, maxResponseSize, ca }
    this.connections = new Connections(this.connectionOptions, origin)
  }

  /** Sends a request and reads the whole response. */
  async request(request: HttpRequest): Promise<HttpResponse> {
    const { method = 'GET', url, headers, body, signal, responseTimeout = this.responseTimeout } = request
    const { origin, host, pathname, search } = new URL(url)
    const isUpload = body !== undefined && typeof body !== 'string'
    const limit = new TimeLimit(request.responseTimeout ?? 2 * responseTimeout, () => requestTimeout(host), signal)
    try {
      const sent = {
        origin,
        path: pathname + search,
        method,
        headers: { ...headers, accept: headers?.accept ?? '*/*', 'user-agent': userAgent, 'accept-encoding': 'gzip' },
        // It would also end an upload that goes on slowly.
        headersTimeout: isUpload ? 0 : responseTimeout,
        bodyTimeout: responseTimeout,
        // undici also sends an async iterable, chunk by chunk; its types do not say so.
        body: (isUpload ? restarting(body, limit) : body) as string,
      }
      const response = await this.connections.collect(sent, limit)
      const { status, headers: received } = response
      const decoding = { maxSize: this.maxResponseSize, host }
      return { status, headers: received, body: await decodeBody(response.body, received, decoding) }
    } catch (error) {
      throw limit.aborted ? limit.reason : networkFailure(error, host)
    } finally {
      limit.end()
    }
  }

  /** Downloads a file of any size. Reading `bytes` fails in the same way as the methods. */
  async download({ url, headers = {}, signal }: DownloadRequest): Promise<DownloadResponse> {
    const { origin, host, pathname, search } = new URL(url)
    this.forDownloads ??= new Connections({ ...this.connectionOptions, maxResponseSize: null })
    const limit = new TimeLimit(this.responseTimeout, () => requestTimeout(host), signal)
    try {
      const sent = {
        origin,
        path: pathname + search,
        method: 'GET' as const,
        // The bytes are counted and continued as they are in the file.
        headers: { ...headers, accept: '*/*', 'user-agent': userAgent, 'accept-encoding': 'identity' },
        headersTimeout: this.responseTimeout,
        bodyTimeout: this.responseTimeout,
      }
      const response = await this.forDownloads.open(sent, limit)
      const { statusCode: status, headers: responseHeaders, body } = response
      limit.pause()
      const discard = () => {
        limit.end()
        // An aborted dump rejects as well.
        void body.dump().catch(() => undefined)
      }
      if (status !== 200 && status !== 206) discard()
      return { status, headers: responseHeaders, bytes: received(body, limit, this.responseTimeout, host), discard }
    } catch (error) {
      limit.end()
      throw limit.aborted ? limit.reason : networkFailure(error, host)
    }
  }

  /** Uses new connections from now on; see {@link Connections.renew}. */
  renewConnections(longestSilence?: number): void {
    this.connections.renew(longestSilence)
    this.forDownloads?.renew(longestSilence)
  }

  /** Ends every open connection. Requests that are under way fail. */
  async close(): Promise<void> {
    await Promise.all([this.connections.close(), this.forDownloads?.close()])
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

/** Grants an upload more time with each chunk that the network takes, and at last for the response. */
async function* restarting(chunks: AsyncIterable<Uint8Array>, limit: TimeLimit) {
  for await (const chunk of chunks) {
    limit.restart()
    yield chunk
  }
  limit.restart()
}

/**
 * Yields the chunks of a download that goes on fast enough. What the reader takes between two of them is not counted.
 * @param interval over which the rate is measured, in milliseconds
 */
async function* received(
  body: AsyncIterable<Uint8Array>,
  limit: TimeLimit,
  interval: number,
  host: string,
): AsyncGenerator<Uint8Array> {
  let waited = 0
  let bytes = 0
  let begin = performance.now()
  try {
    for await (const chunk of body) {
      waited += performance.now() - begin
      bytes += chunk.length
      if (waited >= interval) {
        if (bytes < (leastRate * waited) / 1000) throw requestTimeout(host)
        waited = 0
        bytes = 0
      }
      yield chunk
      begin = performance.now()
    }
  } catch (error) {
    throw limit.aborted ? limit.reason : networkFailure(error, host)
  } finally {
    limit.end()
  }
}
