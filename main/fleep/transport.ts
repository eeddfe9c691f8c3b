import { promisify } from 'node:util'
import { gunzip, gunzipSync } from 'node:zlib'
import pRetry from 'p-retry'
import { type Dispatcher, EnvHttpProxyAgent, request } from 'undici'
import { isFailure } from '../failure'
import { fromRequestError, fromStatus, notFleep } from './answer-failure'

/** The ticket and the cookie that every call of a session carries; both are secret. */
export interface Credentials {
  ticket: string
  tokenId: string
}

export interface CallOptions {
  credentials?: Credentials
  /** Whether the server may receive it twice without harm: then network failures and 5xx are tried again. */
  repeatable: boolean
  signal?: AbortSignal
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
  private readonly dispatcher: Dispatcher
  private readonly answerWithin: number
  private readonly largestAnswer: number
  private readonly firstWait: number

  constructor(options: TransportOptions) {
    this.server = options.server
    this.host = new URL(options.server).host
    this.answerWithin = options.answerWithin ?? 30_000
    this.largestAnswer = options.largestAnswer ?? 16 * 1024 * 1024
    this.firstWait = options.firstWait ?? 300
    const ownNoProxy = process.env.NO_PROXY ?? process.env.no_proxy
    this.dispatcher = new EnvHttpProxyAgent({
      connect: { timeout: connectWithin },
      maxResponseSize: this.largestAnswer,
      // A server on this computer is never behind a proxy.
      noProxy: [ownNoProxy, 'localhost', '127.0.0.1', '[::1]'].filter(Boolean).join(','),
    })
  }

  /**
   * @param method the path after /api/, for example `account/configure`
   * @param input the call's own fields; null or missing means "unchanged"
   * @throws Failure, and the signal's reason when aborted
   */
  async call(method: string, input: object, options: CallOptions): Promise<Answer> {
    if (!options.repeatable) return this.callOnce(method, input, options)
    const signal = options.signal ? { signal: options.signal } : {}
    return pRetry(() => this.callOnce(method, input, options), {
      ...signal,
      retries: 2,
      minTimeout: this.firstWait,
      shouldRetry: ({ error }) => isFailure(error, 'offline', 'server-fault'),
    })
  }

  /** Ends every open connection. */
  close(): Promise<void> {
    return this.dispatcher.destroy()
  }

  private async callOnce(method: string, input: object, options: CallOptions): Promise<Answer> {
    try {
      const response = await this.send(method, input, options)
      const body = await this.readBody(response)
      if (response.statusCode !== 200) {
        throw fromStatus(response.statusCode, parseJson(body), this.host, secretsOf(input, options.credentials))
      }
      const type = String(response.headers['content-type'] ?? '').split(';')[0]
      const json = type === 'application/json' ? parseJson(body) : undefined
      if (!json || typeof json !== 'object' || Array.isArray(json)) throw notFleep(this.host)
      return { body: json, tokenId: tokenIdOf(response.headers['set-cookie']) }
    } catch (reason) {
      if (options.signal?.aborted) throw options.signal.reason
      throw fromRequestError(reason, this.host)
    }
  }

  private send(method: string, input: object, options: CallOptions): Promise<Dispatcher.ResponseData> {
    const { credentials, signal } = options
    const answerWithin = options.answerWithin ?? this.answerWithin
    const session = credentials ? { ticket: credentials.ticket, api_version: apiVersion } : {}
    return request(`${this.server}/api/${method}`, {
      method: 'POST',
      dispatcher: this.dispatcher,
      headersTimeout: answerWithin,
      bodyTimeout: answerWithin,
      ...(signal ? { signal } : {}),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        accept: 'application/json',
        'accept-encoding': 'gzip',
        ...(credentials ? { cookie: `token_id=${credentials.tokenId}` } : {}),
      },
      body: JSON.stringify({ ...input, ...session }),
    })
  }

  private async readBody(response: Dispatcher.ResponseData): Promise<string> {
    const bytes = Buffer.from(await response.body.arrayBuffer())
    if (response.headers['content-encoding'] !== 'gzip') return bytes.toString('utf8')
    try {
      const limit = { maxOutputLength: this.largestAnswer }
      return (bytes.length < smallAnswer ? gunzipSync(bytes, limit) : await unpack(bytes, limit)).toString('utf8')
    } catch {
      throw notFleep(this.host)
    }
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
  const passwords = Object.entries(input).flatMap(([name, value]) => (/password/.test(name) ? value : []))
  return [...passwords, credentials?.ticket, credentials?.tokenId].filter(Boolean) as string[]
}
