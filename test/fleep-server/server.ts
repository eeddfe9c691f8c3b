import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { parseCookie } from 'cookie'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { accountCalls } from './account-calls'
import { type Account, type AccountSeed, ownRecord, seededPeople } from './accounts'
import { aliasCalls, confirmAlias } from './alias-calls'
import { avatarCalls, thumbnail, uploadAvatar } from './avatar-calls'
import { setManyCookies, setPlainCookie } from './cookies'
import { dataCalls } from './data-calls'
import { downloadAnswer } from './download'
import { Failure, invalid, refused, sessionEnded } from './failure'
import { FileStore } from './file-store'
import { type Input, text } from './input'
import { lookupCalls } from './lookup-call'
import { configureEmailInterval, unsubscribe } from './notification-calls'
import { confirmPassword, resetPassword } from './password-calls'
import { poll } from './poll-call'
import type { Quirk } from './quirks'
import { confirm, confirmV2, prepare, register, registerV2 } from './registration-calls'
import { type AnswerForm, isDownloadFault, PlannedFaults, type ServerFault } from './server-faults'
import { smtpCalls } from './smtp-calls'
import { FleepState, type Session } from './state'

/** Calls that need no session. */
const openCalls: Record<string, (state: FleepState, input: Input) => unknown> = {
  'account/configure_email_interval': configureEmailInterval,
  'account/confirm_password': confirmPassword,
  'account/prepare/v2': prepare,
  'account/register': register,
  'account/register/v2': registerV2,
  'account/reset_password': resetPassword,
  'account/unsubscribe': unsubscribe,
  'alias/confirm': confirmAlias,
}
/** Calls that start a session. They return its account. */
const signInCalls: Record<string, (state: FleepState, input: Input) => Account> = {
  'account/confirm': confirm,
  'account/confirm/v2': confirmV2,
  'account/login': login,
}
const sessionCalls = { ...accountCalls, ...aliasCalls, ...avatarCalls, ...dataCalls, ...lookupCalls, ...smtpCalls }

/** A call that the server received, including its secrets, which tests search for in other places. */
export interface ReceivedCall {
  method: string
  input: Input
  headers: Record<string, unknown>
}

/** The address of a server, and how it answers. */
export interface ServerOptions {
  /** 0, the default, uses a free port. */
  port?: number
  /** The host name in its URL. It always listens on 127.0.0.1. */
  name?: string
  /** Makes it use HTTPS. Without one it uses HTTP. */
  certificate?: Certificate
  /** What it does otherwise than by default. */
  quirks?: readonly Quirk[]
}

export interface Certificate {
  key: string
  cert: string
}

/** A local Fleep server with the calls that the app uses. It follows Fleep's documentation and public test suite. */
export class FleepServer {
  readonly state: FleepState
  readonly faults = new PlannedFaults()
  readonly receivedCalls: ReceivedCall[] = []
  /** Every request, such as `GET /x.png`. */
  readonly requests: string[] = []
  /** Used the next time it starts to listen. null makes it use plain HTTP, even if its URL begins with https. */
  certificate: Certificate | null
  /** How long each answer takes, in milliseconds. */
  latency = 0
  private readonly origin: string
  private http: FastifyInstance
  private port: number
  private cookieToReplace: string | undefined
  private cookieCount = 0
  readonly store: FileStore
  private readonly sockets = new Set<Socket>()
  private readonly lost = new WeakSet<Socket>()

  private constructor(
    people: AccountSeed[],
    { port = 0, name = '127.0.0.1', certificate, quirks = [] }: ServerOptions,
  ) {
    this.state = new FleepState(people, name)
    for (const quirk of quirks) this.state.quirks.add(quirk)
    this.port = port
    this.certificate = certificate ?? null
    this.origin = `${certificate ? 'https' : 'http'}://${name}`
    this.http = this.build()
    this.store = new FileStore(this.certificate, name, (id, { headers }, response) =>
      this.sendFromStore(id, headers, response),
    )
  }

  static async start(people: AccountSeed[] = seededPeople, options: ServerOptions = {}): Promise<FleepServer> {
    const server = new FleepServer(people, options)
    await server.listen()
    return server
  }

  get url(): string {
    return `${this.origin}:${this.port}`
  }

  /** Closes all connections and stops listening. Keeps its state for {@link listen}. */
  async stop(): Promise<void> {
    this.store.stop()
    this.http.server.closeAllConnections()
    await this.http.close()
  }

  async listen(): Promise<void> {
    if (this.http.server.listening) return
    if (this.port) this.http = this.build()
    await this.http.listen({ host: '127.0.0.1', port: this.port })
    const address = this.http.server.address()
    if (address && typeof address === 'object') this.port = address.port
  }

  /** Plans a fault for the next call of a method, or for the next `times` calls. */
  planFault(method: string, fault: ServerFault, times = 1): void {
    this.faults.plan(method, fault, times)
  }

  /** How many uploads of a picture it has received, without those that it refuses for their form. */
  get uploadCount(): number {
    const isOnlyForm = this.state.quirks.has('multipart-only')
    return this.inputsOf('avatar/upload').filter(({ isForm }) => isForm === true || !isOnlyForm).length
  }

  /** @returns the inputs of all calls of a method, oldest first, without ticket and api_version */
  inputsOf(method: string): Input[] {
    return this.receivedCalls
      .filter((call) => call.method === method)
      .map(({ input: { ticket: _ticket, api_version: _version, ...input } }) => input)
  }

  /** Replaces a session's cookie with its next answer. The old cookie becomes invalid. */
  replaceCookieOnNextAnswer(tokenId: string): void {
    this.cookieToReplace = tokenId
  }

  /** @returns the number of open connections */
  countConnections(): Promise<number> {
    return new Promise((resolve, reject) =>
      this.http.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    )
  }

  /**
   * Lets nothing pass through the open connections any more, in either direction, although neither side closes them: as after a
   * suspend, or behind a firewall that has forgotten them. New connections work.
   */
  loseConnections(): void {
    for (const socket of this.sockets) {
      this.lost.add(socket)
      Object.assign(socket, { write: () => true, end: () => socket })
    }
  }

  private build(): FastifyInstance {
    const app = Fastify({
      forceCloseConnections: true,
      bodyLimit: 5 * 1024 * 1024,
      serverFactory: (handler) =>
        this.certificate ? https.createServer(this.certificate, handler) : http.createServer(handler),
    })
    app.server.on('connection', (socket) => this.sockets.add(socket.once('close', () => this.sockets.delete(socket))))
    app.addHook('onRequest', async ({ method, url, raw }, reply) => {
      if (this.lost.has(raw.socket)) return reply.hijack()
      this.requests.push(`${method} ${url}`)
    })
    app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    app.all('/api/*', (request, reply) => this.answer(request, reply))
    app.route({
      method: ['PUT', 'POST'],
      url: '/api/avatar/upload',
      handler: (request, reply) => this.answerUpload(request, reply),
    })
    app.get<{ Params: { account: string; file: string; size: string } }>(
      '/avatar/:account/:file/:size.png',
      async ({ params: { account, file, size } }, reply) =>
        reply.type('image/png').send(thumbnail(this.state, account, file, Number(size))),
    )
    app.get<{ Params: { id: string } }>('/export/:id/:name', (request, reply) => this.answerDownload(request, reply))
    app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
      const failure =
        error instanceof Failure ? error : new Failure(error.statusCode ?? 500, 'server_error', error.message)
      return reply
        .code(failure.status)
        .type('application/json')
        .send(JSON.stringify({ error_id: failure.errorId, error_message: failure.message }))
    })
    app.addHook('onSend', async (request, reply, payload) => {
      if (typeof payload !== 'string' || !String(request.headers['accept-encoding']).includes('gzip')) return payload
      const compressed = gzipSync(payload)
      reply.header('content-encoding', 'gzip').header('content-length', compressed.length)
      return compressed
    })
    return app
  }

  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const method = (request.params as { '*': string })['*']
    if (request.method !== 'POST') throw new Failure(405, 'method_not_allowed', 'Use POST')
    if (request.headers['content-type']?.split(';')[0] !== 'application/json') throw invalid('Send application/json')
    const input = readInput(request.body)
    this.receivedCalls.push({ method, input, headers: { ...request.headers } })

    if (this.latency > 0) await sleep(this.latency)
    const fault = this.faults.next(method)
    if (await this.isHandledByFault(fault, request, reply)) return reply
    const disconnected = new AbortController()
    reply.raw.once('close', () => disconnected.abort())
    const body = JSON.stringify(await this.call(method, input, request, reply, disconnected.signal))
    if (fault?.kind === 'delay-answer') await sleep(fault.milliseconds)
    return this.sendAnswer(fault, body, request, reply)
  }

  /**
   * avatar/upload: the ticket is in the query, and the body is the file, or a form with the file in its part `files`.
   * Sources: ref-file, the API's account page, Fleep's public Python client.
   */
  private async answerUpload(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { ticket, _method } = request.query as Record<string, string>
    const method = 'avatar/upload'
    const { headers } = request
    const isForm = /^multipart\/form-data\b/i.test(headers['content-type'] ?? '')
    this.receivedCalls.push({
      method,
      input: { http: request.method, _method, ...(isForm && { isForm }) },
      headers: { ...headers },
    })
    if (!isForm && this.state.quirks.has('multipart-only')) {
      await readUpload(request)
      throw new Failure(405, 'method_not_allowed', 'Use a form')
    }
    const fault = this.faults.next(method)
    if (await this.isHandledByFault(fault, request, reply)) return reply
    const { account } = this.state.session(tokenOf(request), ticket)
    const cutOff = fault && 'fraction' in fault ? fault : undefined
    const body = await readUpload(request, cutOff?.fraction)
    if (!body) return cutOff?.kind === 'drop-at' ? drop(request, reply) : reply.hijack()
    const { name, bytes } = isForm ? await fileInForm(body, headers) : { name: nameOfUpload(headers), bytes: body }
    const answer = await uploadAvatar(this.state, account, bytes, name)
    return this.sendAnswer(fault, JSON.stringify(answer), request, reply)
  }

  /** Sends an exported file to its owner, or the address at which the store has it. */
  private async answerDownload(request: FastifyRequest<{ Params: { id: string } }>, reply: FastifyReply) {
    const { id } = request.params
    const isAtStore = this.state.quirks.has('files-at-store')
    const fault = isAtStore ? undefined : this.noteDownload(request.headers)
    if (await this.isHandledByFault(fault, request, reply)) return reply
    const session = this.state.sessions.get(tokenOf(request) ?? '')
    if (!session) throw sessionEnded()
    if (this.state.exportFiles.get(id)?.owner !== session.account) throw new Failure(404, 'not_found', 'No such file')
    if (isAtStore)
      return reply
        .code(302)
        .header('location', await this.store.sign(id))
        .send()
    reply.hijack()
    this.sendFile(id, request.headers, reply.raw, fault)
    return reply
  }

  private sendFromStore(id: string, headers: http.IncomingHttpHeaders, response: http.ServerResponse): void {
    this.sendFile(id, headers, response, this.noteDownload(headers))
  }

  private noteDownload(headers: http.IncomingHttpHeaders): ServerFault | undefined {
    const method = 'export/download'
    this.receivedCalls.push({ method, input: { range: headers.range }, headers: { ...headers } })
    return this.faults.next(method)
  }

  /** Sends a file from the start or from the byte in `Range`. */
  private sendFile(
    id: string,
    sent: http.IncomingHttpHeaders,
    response: http.ServerResponse,
    fault: ServerFault | undefined,
  ): void {
    const file = this.state.exportFiles.get(id)
    if (!file) throw new Error('no such file')
    if (fault?.kind === 'status') {
      response.writeHead(fault.status, fault.headers).end(typeof fault.body === 'string' ? fault.body : '')
      return
    }
    const cutOff = fault && 'fraction' in fault ? fault : undefined
    const rangeFault = fault && isDownloadFault(fault) ? fault : undefined
    const { status, headers, body } = downloadAnswer(file, sent, this.state.validator, rangeFault)
    response.writeHead(status, headers)
    if (!cutOff) {
      response.end(body)
      return
    }
    const { length } = file.bytes
    const from = length - body.length
    response.write(body.subarray(0, Math.max(0, Math.floor(length * cutOff.fraction) - from)), () => {
      if (cutOff.kind === 'drop-at') response.socket?.end()
    })
  }

  private async call(
    method: string,
    input: Input,
    request: FastifyRequest,
    reply: FastifyReply,
    disconnected: AbortSignal,
  ): Promise<unknown> {
    const signInCall = signInCalls[method]
    if (signInCall) return this.startSession(signInCall(this.state, input), input, reply)
    const openCall = openCalls[method]
    if (openCall) return openCall(this.state, input)
    const call = sessionCalls[method]
    if (!call && method !== 'account/poll') throw new Failure(404, 'not_found', `No such call: ${method}`)
    const session = this.state.session(tokenOf(request), input.ticket)
    if (session.tokenId === this.cookieToReplace) {
      this.cookieToReplace = undefined
      this.state.renewCookie(session)
      this.setCookie(reply, session, '')
    }
    return call ? call(this.state, session, input) : poll(this.state, session, input, disconnected)
  }

  private startSession(account: Account, input: Input, reply: FastifyReply): unknown {
    const session = this.state.startSession(account)
    const lifetime = input.remember_me === true ? '; Max-Age=31536000' : ''
    this.setCookie(reply, session, lifetime)
    return {
      account_id: account.id,
      display_name: account.displayName,
      profiles: [ownRecord(account)],
      ticket: session.ticket,
      ...(account.own.phone_nr ? { phone_nr: account.own.phone_nr } : {}),
    }
  }

  private setCookie(reply: FastifyReply, session: Session, lifetime: string): void {
    this.cookieCount += 1
    if (this.state.quirks.has('many-cookies')) setManyCookies(reply, session, lifetime, this.cookieCount % 2 === 0)
    else setPlainCookie(reply, session, lifetime)
  }

  /** Handles a fault before the call. @returns true if the call must not be made */
  private async isHandledByFault(
    fault: ServerFault | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<boolean> {
    switch (fault?.kind) {
      case 'delay':
        await sleep(fault.milliseconds)
        return false
      case 'drop-before':
        drop(request, reply)
        return true
      case 'never-answers':
        reply.hijack()
        return true
      case 'expired-session':
        this.state.sessions.delete(tokenOf(request) ?? '')
        return false
      case 'status': {
        const { status, contentType = 'application/json', body, headers = {}, after } = fault
        if (after) await sleep(after)
        const planned = JSON.stringify({ error_id: 'planned', error_message: 'Planned failure' })
        reply.headers(headers)
        const { body: input } = request
        const text = input && !(input instanceof Readable) ? JSON.stringify(input) : ''
        const sent = `You sent ${request.url} ${text} ${request.headers.cookie}`
        reply
          .code(status)
          .type(contentType)
          .send(typeof body === 'function' ? body(sent) : (body ?? planned))
        return true
      }
      default:
        return false
    }
  }

  /** Sends the answer, changed by a fault if one is planned. */
  private sendAnswer(
    fault: ServerFault | undefined,
    body: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): FastifyReply {
    if (fault?.kind === 'drop-after') return drop(request, reply)
    if (fault?.kind === 'acts-silently') return reply.hijack()
    if (fault?.kind === 'drips') return drip(reply)
    if (fault?.kind === 'cookies') reply.header('set-cookie', fault.cookies)
    if (fault?.kind === 'form') return sendInForm(fault, body, reply)
    if (fault?.kind === 'changed') return reply.type('application/json').send(fault.change(body))
    if (fault && ['breaks-off', 'huge', 'endless'].includes(fault.kind)) {
      return sendWrongLength(fault.kind, body, reply)
    }
    const wrong = fault?.kind === 'body' ? fault : undefined
    const text = fault?.kind === 'truncated' ? body.slice(0, body.length / 2) : (wrong?.body ?? body)
    return reply.type(wrong?.contentType ?? 'application/json; charset=utf-8').send(text)
  }
}

function login(state: FleepState, input: Input): Account {
  const account = state.accountByLogin(text(input, 'email'))
  if (account?.password !== text(input, 'password')) throw refused('login_failed', 'Incorrect email or password')
  return account
}

/** @param fraction where to stop reading, from 0 to 1. @returns undefined if it stopped there */
function readUpload(request: FastifyRequest, fraction = 2): Promise<Buffer | undefined> {
  const stopAt = Number(request.headers['content-length']) * fraction
  const body = request.body as Readable
  const chunks: Buffer[] = []
  let length = 0
  return new Promise((resolve, reject) => {
    body.on('error', reject)
    body.on('end', () => resolve(Buffer.concat(chunks)))
    body.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      length += chunk.length
      if (length < stopAt) return
      body.pause()
      resolve(undefined)
    })
  })
}

/** @throws Failure 400 */
function nameOfUpload(headers: http.IncomingHttpHeaders): string {
  const name = /filename="((?:[^"\\]|\\.)*)"/.exec(headers['content-disposition'] ?? '')?.[1]
  if (name === undefined) throw invalid('Content-Disposition names no file')
  return name.replace(/\\(.)/g, '$1')
}

/** @throws Failure 400 for a form without a file in its part `files` */
async function fileInForm(body: Buffer, headers: http.IncomingHttpHeaders): Promise<{ name: string; bytes: Buffer }> {
  const type = { 'content-type': headers['content-type'] ?? '' }
  const form = await new Response(new Uint8Array(body), { headers: type }).formData().catch(() => {
    throw invalid('The body is no form')
  })
  const file = form.get('files')
  if (!(file instanceof File)) throw invalid('The form has no files')
  return { name: file.name, bytes: Buffer.from(await file.arrayBuffer()) }
}

function sendInForm(form: AnswerForm, body: string, reply: FastifyReply): FastifyReply {
  const { contentType = 'application/json', encoding, hasByteOrderMark, continues, damage } = form
  const text = Buffer.from(hasByteOrderMark ? `\ufeff${body}` : body)
  const whole = encoding === undefined ? text : gzipSync(text)
  const sent = damage === 'cut-off' ? whole.subarray(0, whole.length / 2) : whole
  const middle = Math.floor(sent.length / 2)
  if (damage === 'changed') sent[middle] = (sent[middle] ?? 0) ^ 0xff
  reply.hijack()
  if (continues) reply.raw.writeContinue()
  reply.raw
    .writeHead(200, {
      ...(reply.getHeaders() as http.OutgoingHttpHeaders),
      'content-type': contentType,
      ...(encoding !== undefined && { 'content-encoding': encoding }),
      'content-length': String(sent.length),
    })
    .end(sent)
  return reply
}

/** Writes to the socket directly, because Fastify would correct the length. */
function sendWrongLength(kind: string, body: string, reply: FastifyReply): FastifyReply {
  reply.hijack()
  const { raw } = reply
  const headers = { 'content-type': 'application/json' }
  if (kind === 'breaks-off') {
    raw.writeHead(200, { ...headers, 'content-length': String(Buffer.byteLength(body) + 100) })
    raw.write(body, () => raw.destroy())
    return reply
  }
  const spaces = Buffer.alloc(1024 * 1024, ' ')
  let remaining = kind === 'huge' ? 100 : Number.POSITIVE_INFINITY
  raw.writeHead(200, headers)
  const writeMore = () => {
    if (raw.destroyed) return
    remaining -= 1
    if (remaining > 0) raw.write(spaces, () => setImmediate(writeMore))
    else raw.end(body)
  }
  writeMore()
  return reply
}

/** Sends a byte from time to time, so that no limit on silence ends the answer. */
function drip(reply: FastifyReply): FastifyReply {
  reply.hijack()
  reply.raw.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => reply.raw.write(' '), 50)
  reply.raw.once('close', () => clearInterval(timer))
  return reply
}

function drop(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack()
  request.raw.socket.destroy()
  return reply
}

function tokenOf(request: FastifyRequest): string | undefined {
  return parseCookie(request.headers.cookie ?? '').token_id
}

function readInput(body: unknown): Input {
  if (!body || typeof body !== 'object' || Array.isArray(body)) throw invalid('The body must be a JSON object')
  const version = (body as Input).api_version
  if (version !== undefined && !Number.isInteger(version)) throw invalid('api_version must be a number')
  return body as Input
}
