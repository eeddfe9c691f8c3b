import { promisify } from 'node:util'
import { gunzip, gunzipSync } from 'node:zlib'
import pRetry from 'p-retry'
import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici'
import { Failure, isFailure } from '../core/failure'
import { text } from '../core/text'
import { failureFromRequestError, failureFromStatus, MethodRefused, unexpectedAnswer } from './answer-failure'

/** The ticket and the cookie that every call of a session carries; both are secret. */
export interface Credentials {
  ticket: string
  tokenId: string
}

export interface CallOptions {
  credentials?: Credentials
  /** Whether the server may receive it twice without harm: then network failures and 5xx are tried again. */
  repeatable: boolean
  signal?: AbortSignal | undefined
  /** How long the server may take until it begins to answer, in milliseconds. */
  answerWithin?: number
}

export interface Answer {
  body: unknown
  /** The session cookie, when the server set one: at sign-in, or a replacement on any later answer. */
  tokenId: string | undefined
}

export interface TransportOptions {
  /** The server's origin, without a slash at the end. */
  server: string
  answerWithin?: number
  /** In bytes, as sent and also as unpacked. */
  largestAnswer?: number
  /** Waits before a second and a third try, in milliseconds. */
  firstWait?: number
}

/** A file to upload; its bytes are read while they are sent. */
export interface FileToSend {
  /** Of letters, digits, dots and dashes. */
  name: string
  /** Its MIME type. */
  type: string
  /** In bytes. */
  size: number
  /** A chunk is done with once the next one is asked for, so that one buffer can serve for a large file. */
  open(): AsyncIterable<Uint8Array>
}

export interface UploadOptions {
  credentials: Credentials
  signal?: AbortSignal
  /** Called with the bytes that have gone out so far. */
  onSent?: ((bytes: number) => void) | undefined
}

interface Sent {
  method: 'PUT' | 'POST'
  /** After /api/, with its query. May hold the ticket, so it is never printed. */
  path: string
  headers: Record<string, string>
  body: string | AsyncIterable<Uint8Array>
}

/** What holds where nothing else is said, in milliseconds. Tests shorten it. */
export const timing = { answerWithin: 30_000, firstWait: 300 }

const unpack = promisify(gunzip)
const apiVersion = 2

/** How long a connection may take, in milliseconds. */
const connectWithin = 10_000

/** Below this many bytes, unpacking takes less time than handing it to another thread. */
const smallAnswer = 16 * 1024

/** One Fleep server: JSON calls over HTTP, with time-outs, size limit and safe repetition. Knows no endpoint. */
export class Transport {
  readonly server: string
  readonly host: string
  /** For calls, all of which go to the one server. */
  private readonly calls: Dispatcher
  /** For files, which may be elsewhere. */
  private files: Dispatcher | undefined
  /** For files of any size. */
  private unlimited: Dispatcher | undefined
  private readonly answerWithin: number
  private readonly largestAnswer: number
  private readonly firstWait: number

  constructor(options: TransportOptions) {
    this.server = options.server
    this.host = new URL(options.server).host
    this.answerWithin = options.answerWithin ?? timing.answerWithin
    this.largestAnswer = options.largestAnswer ?? 16 * 1024 * 1024
    this.firstWait = options.firstWait ?? timing.firstWait
    const { largestAnswer } = this
    this.calls = hasProxy() ? this.connect(largestAnswer) : new Pool(this.server, optionsFor(largestAnswer))
  }

  /**
   * @param method the path after /api/, for example `account/configure`
   * @param input the call's own fields; null or missing means "unchanged"
   * @throws Failure, and the signal's reason when aborted
   */
  async call(method: string, input: object, options: CallOptions): Promise<Answer> {
    const attempt = () => this.callOnce(method, input, options)
    return options.repeatable ? attempt().catch((reason) => this.tryAgain(reason, attempt, options.signal)) : attempt()
  }

  /** Apart from the call, so that what works at once, as nearly everything does, is wrapped in nothing. */
  private tryAgain(reason: unknown, attempt: () => Promise<Answer>, signal: AbortSignal | undefined): Promise<Answer> {
    if (!mayPass(reason)) throw reason
    let isFirst = true
    const next = async () => {
      if (!isFirst) return attempt()
      isFirst = false
      throw reason
    }
    return pRetry(next, {
      ...(signal && { signal }),
      retries: 2,
      minTimeout: this.firstWait,
      shouldRetry: ({ error }) => mayPass(error),
    })
  }

  /**
   * Sends a file as it is, as PUT, or as the POST that stands for it where something on the way refuses PUT.
   * Not repeated by itself. Source: ref-file; the facts sheet, section 7.
   * @throws Failure, and the signal's reason when aborted
   */
  async upload(method: string, file: FileToSend, options: UploadOptions): Promise<Answer> {
    const { ticket } = options.credentials
    const path = `${method}?${new URLSearchParams({ ticket })}`
    const headers = {
      'content-disposition': `attachment; filename="${file.name}"`,
      'content-type': file.type,
      'content-length': String(file.size),
    }
    const secrets = () => secretsOf({}, options.credentials)
    const send = (form: Pick<Sent, 'path' | 'method'>) =>
      this.exchange({ ...form, headers, body: counted(file.open(), options.onSent) }, options, secrets)
    return send({ method: 'PUT', path }).catch((reason) => {
      if (!(reason instanceof MethodRefused)) throw reason
      return send({ method: 'POST', path: `${path}&_method=PUT` })
    })
  }

  /**
   * A file that a record names. Only this server is told who asks; others only over https. Redirects are not followed.
   * @throws Failure
   */
  async fetch(url: string, credentials: Credentials): Promise<Uint8Array> {
    const { headers } = this.fileRequest(url, credentials)
    this.files ??= this.connect(this.largestAnswer)
    try {
      const { statusCode, body } = await this.files.request({
        ...originAndPath(url),
        method: 'GET',
        headersTimeout: this.answerWithin,
        bodyTimeout: this.answerWithin,
        headers,
      })
      const bytes = new Uint8Array(await body.arrayBuffer())
      if (statusCode !== 200) throw failureFromStatus(statusCode, undefined, this.host)
      return bytes
    } catch (reason) {
      throw failureFromRequestError(reason, this.host)
    }
  }

  /**
   * A file of any size that a record names, from a place in it on; who is told who asks, as in {@link fetch}.
   * @param from in bytes
   * @returns from where it really goes on (a server may give the whole), and the bytes as they come
   * @throws Failure, also while the bytes come; the signal's reason when aborted
   */
  async download(
    url: string,
    from: number,
    credentials: Credentials,
    signal: AbortSignal,
  ): Promise<{ from: number; bytes: AsyncIterable<Uint8Array> }> {
    const { headers } = this.fileRequest(url, credentials)
    this.unlimited ??= this.connect()
    try {
      const { statusCode, body } = await this.unlimited.request({
        ...originAndPath(url),
        method: 'GET',
        signal,
        headersTimeout: this.answerWithin,
        bodyTimeout: this.answerWithin,
        headers: { ...headers, ...(from > 0 && { range: `bytes=${from}-` }) },
      })
      if (statusCode === 404 || statusCode === 410) throw new Failure('refused', text('errors.fileGone'))
      if (statusCode !== 200 && statusCode !== 206) throw failureFromStatus(statusCode, undefined, this.host)
      return { from: statusCode === 206 ? from : 0, bytes: this.failing(body, signal) }
    } catch (reason) {
      if (signal.aborted) throw signal.reason
      throw failureFromRequestError(reason, this.host)
    }
  }

  /** Ends every open connection. */
  async close(): Promise<void> {
    await Promise.all([this.calls.destroy(), this.files?.destroy(), this.unlimited?.destroy()])
  }

  /** @param largest in bytes; without limit when none is given */
  private connect(largest?: number): Dispatcher {
    const ownNoProxy = process.env.NO_PROXY ?? process.env.no_proxy
    return new EnvHttpProxyAgent({
      ...optionsFor(largest),
      // A server on this computer is never behind a proxy.
      noProxy: [ownNoProxy, 'localhost', '127.0.0.1', '[::1]'].filter(Boolean).join(','),
    })
  }

  private fileRequest(url: string, credentials: Credentials): { headers: Record<string, string> } {
    const { origin, protocol } = new URL(url)
    const isOwn = origin === this.server
    if (!isOwn && protocol !== 'https:') throw unexpectedAnswer(this.host)
    return { headers: isOwn ? { cookie: `token_id=${credentials.tokenId}` } : {} }
  }

  private async *failing(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    try {
      yield* bytes
    } catch (reason) {
      if (signal.aborted) throw signal.reason
      throw failureFromRequestError(reason, this.host)
    }
  }

  private callOnce(method: string, input: object, options: CallOptions): Promise<Answer> {
    const { credentials } = options
    const sent: Sent = {
      method: 'POST',
      path: method,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      // What is undefined is not sent.
      body: JSON.stringify({
        ...input,
        ticket: credentials?.ticket,
        api_version: credentials && apiVersion,
      }),
    }
    return this.exchange(sent, options, () => secretsOf(input, credentials))
  }

  private async exchange(
    sent: Sent,
    options: Omit<CallOptions, 'repeatable'>,
    secrets: () => string[],
  ): Promise<Answer> {
    try {
      const response = await this.send(sent, options)
      const body = await this.readBody(response)
      if (response.statusCode !== 200)
        throw failureFromStatus(response.statusCode, parseJson(body), this.host, secrets())
      const type = String(response.headers['content-type'] ?? '').split(';')[0]
      const json = type === 'application/json' ? parseJson(body) : undefined
      if (!json || typeof json !== 'object' || Array.isArray(json)) throw unexpectedAnswer(this.host)
      return { body: json, tokenId: tokenIdOf(response.headers['set-cookie']) }
    } catch (reason) {
      if (options.signal?.aborted) throw options.signal.reason
      throw failureFromRequestError(reason, this.host)
    }
  }

  private send(sent: Sent, options: Omit<CallOptions, 'repeatable'>): Promise<Dispatcher.ResponseData> {
    const { credentials, signal = null, answerWithin = this.answerWithin } = options
    return this.calls.request({
      origin: this.server,
      path: `/api/${sent.path}`,
      method: sent.method,
      headersTimeout: answerWithin,
      bodyTimeout: answerWithin,
      signal,
      headers: {
        ...sent.headers,
        'accept-encoding': 'gzip',
        cookie: credentials && `token_id=${credentials.tokenId}`,
      },
      // An iterable is sent chunk by chunk, each after the network took the one before; its types do not say so.
      body: sent.body as string,
    })
  }

  private async readBody(response: Dispatcher.ResponseData): Promise<string> {
    const bytes = Buffer.from(await response.body.arrayBuffer())
    if (response.headers['content-encoding'] !== 'gzip') return bytes.toString('utf8')
    try {
      const limit = { maxOutputLength: this.largestAnswer }
      return (bytes.length < smallAnswer ? gunzipSync(bytes, limit) : await unpack(bytes, limit)).toString('utf8')
    } catch {
      throw unexpectedAnswer(this.host)
    }
  }
}

/** As undici wants it. */
export function originAndPath(url: string): { origin: string; path: string } {
  const { origin, pathname, search } = new URL(url)
  return { origin, path: `${pathname}${search}` }
}

/** Whether what went wrong may be over at the next try. */
function mayPass(reason: unknown): boolean {
  return isFailure(reason, 'offline', 'server-fault')
}

/** Without one, the layers that would look for it are left out of every call. */
function hasProxy(): boolean {
  const { http_proxy, HTTP_PROXY, https_proxy, HTTPS_PROXY } = process.env
  return Boolean(http_proxy || HTTP_PROXY || https_proxy || HTTPS_PROXY)
}

/** @param largest answer, in bytes */
function optionsFor(largest: number | undefined) {
  return { connect: { timeout: connectWithin }, ...(largest !== undefined && { maxResponseSize: largest }) }
}

/** The next bytes are asked for when the network has taken those before. */
async function* counted(bytes: AsyncIterable<Uint8Array>, onSent: UploadOptions['onSent']) {
  let sent = 0
  for await (const chunk of bytes) {
    yield chunk
    sent += chunk.length
    onSent?.(sent)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function tokenIdOf(header: string | string[] | undefined): string | undefined {
  for (const cookie of [header ?? []].flat()) {
    const match = /^token_id=([^;]+)/.exec(cookie)
    if (match?.[1]) return match[1]
  }
  return undefined
}

/** What was sent and must not come back in an error that repeats it. */
function secretsOf(input: object, credentials: Credentials | undefined): string[] {
  // Whoever has the id of a mailed link, or the code, can use it.
  const secret = /password|notification_id|registration_code/
  const typed = Object.entries(input).flatMap(([name, value]) => (secret.test(name) ? value : []))
  return [...typed, credentials?.ticket, credentials?.tokenId].filter(Boolean) as string[]
}
