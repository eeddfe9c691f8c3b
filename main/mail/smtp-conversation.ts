import type { Socket } from 'node:net'

/** A server's reply to a command, or its greeting. Source: RFC 5321, 4.2. */
export interface SmtpReply {
  /** 200 to 599. */
  code: number
  /** The enhanced status code, such as `5.7.8`; empty if there is none. Source: RFC 3463. */
  status: string
  /** The text of each line, without the codes. */
  lines: string[]
}

export const isAccepted = ({ code }: SmtpReply) => code < 300
/** Whether a server refuses only for now. */
export const isTemporary = ({ code }: SmtpReply) => code >= 400 && code < 500

/**
 * Why a server gave no reply: it closed the connection, sent something else, or took too long. With TLS 1.3, it refuses a client
 * without a certificate only after the handshake.
 */
export class NoReply extends Error {
  constructor(readonly kind: 'closed' | 'not-smtp' | 'late' | 'wants-certificate') {
    super(kind)
    this.name = 'NoReply'
  }
}

/** A line of a reply. A hyphen after the code means that another one follows. */
const replyLine = /^([2-5][0-9]{2})(?:([ -])(.*))?$/s
/** The start of a line of which the rest is still on its way. */
const startOfLine = /^(?:[2-5](?:[0-9](?:[0-9](?:[ -].*)?)?)?)?\r?$/s

/** In bytes, for a whole reply. Real ones have a few hundred. */
const maxReplySize = 65_536

/** Sends commands to a mail server and reads its replies, one at a time. */
export class SmtpConversation {
  private unread = ''
  private lines: string[] = []
  private size = 0
  private replies: SmtpReply[] = []
  /** Why there are no more replies. An error would hold the callers on its stack, and with them the password. */
  private failure: NoReply['kind'] | undefined
  private waiting: { resolve(reply: SmtpReply): void; reject(reason: NoReply): void } | undefined

  /** @param socket connected, and nothing else reads it */
  constructor(private readonly socket: Socket) {
    socket.on('data', this.onData)
    socket.on('end', this.onEnd)
    socket.on('close', this.onEnd)
    socket.on('error', this.onError)
    if (socket.destroyed || socket.readableEnded) this.onEnd()
  }

  /** @param limit for the whole reply, in milliseconds. @throws NoReply */
  async read(limit: number): Promise<SmtpReply> {
    const known = this.replies.shift()
    if (known) return known
    if (this.failure) throw new NoReply(this.failure)
    let timer: NodeJS.Timeout | undefined
    try {
      return await new Promise<SmtpReply>((resolve, reject) => {
        this.waiting = { resolve, reject }
        timer = setTimeout(() => this.fail('late'), limit)
      })
    } finally {
      clearTimeout(timer)
    }
  }

  /** @param line without its end. @param limit as in {@link read}. @throws NoReply */
  ask(line: string, limit: number): Promise<SmtpReply> {
    // What came before the command is no answer to it, unless the server is about to close the connection.
    this.replies = this.replies.filter(({ code }) => code >= 400)
    this.write(`${line}\r\n`)
    return this.read(limit)
  }

  write(data: string): void {
    if (this.socket.writable) this.socket.write(data)
  }

  /** Stops reading. Replies that have already arrived are dropped, since they may be forged. Source: RFC 3207, 6. */
  detach(): void {
    this.socket.off('data', this.onData)
    this.socket.off('end', this.onEnd)
    this.socket.off('close', this.onEnd)
    // What happens to the socket from now on is reported by the one that wraps it.
    this.failure = 'closed'
  }

  private readonly onData = (chunk: Buffer): void => {
    if (this.failure) return
    // One character for each byte: a character may be split between two chunks.
    this.unread += chunk.toString('latin1')
    const lines = this.unread.split('\n')
    this.unread = lines.pop() ?? ''
    for (const line of lines) this.addLine(line.replace(/\r$/, ''))
    this.size += chunk.length
    if (this.size > maxReplySize || !(this.lines.length > 0 || startOfLine.test(this.unread))) this.fail('not-smtp')
  }

  private addLine(line: string): void {
    // Some servers send an empty line before their reply.
    if (this.failure || (line === '' && this.lines.length === 0)) return
    const [, code, separator] = replyLine.exec(line) ?? []
    // Within a reply, some servers send lines without a code.
    if (!code && this.lines.length === 0) this.fail('not-smtp')
    else this.lines.push(line)
    if (code && separator !== '-') this.finishReply()
  }

  private finishReply(): void {
    const reply = parseReply(this.lines)
    this.lines = []
    this.size = 0
    const { waiting } = this
    this.waiting = undefined
    if (waiting) waiting.resolve(reply)
    else this.replies.push(reply)
  }

  private readonly onError = ({ code = '' }: NodeJS.ErrnoException): void => {
    if (/ALERT_CERTIFICATE_REQUIRED/.test(code)) this.fail('wants-certificate')
    else this.onEnd()
  }

  private readonly onEnd = (): void => {
    // A server that turns a client away may close the connection before the end of its last line.
    const said = this.unread ? [...this.lines, this.unread.replace(/\r$/, '')] : this.lines
    const isRefusal = /^[45][0-9]{2}(?:[ -]|$)/.test(said[0] ?? '')
    if (isRefusal && !this.failure) {
      this.unread = ''
      this.lines = said
      this.finishReply()
    }
    this.fail('closed')
  }

  private fail(kind: NoReply['kind']): void {
    this.failure ??= kind
    this.waiting?.reject(new NoReply(this.failure))
    this.waiting = undefined
  }
}

function parseReply(lines: string[]): SmtpReply {
  const matches = lines.map((line) => replyLine.exec(line))
  const code = Number(matches.at(-1)?.[1] ?? matches[0]?.[1])
  const texts = lines.map((line, index) => decode(matches[index] ? (matches[index]?.[3] ?? '') : line))
  const status = /^([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:\s|$)/.exec(texts[0] ?? '')?.[1] ?? ''
  const withoutStatus = texts.map((text) => (status && text.startsWith(status) ? text.slice(status.length) : text))
  return { code, status, lines: withoutStatus.map((text) => text.trim()) }
}

/** @param bytes one character for each. @returns the text in UTF-8 or, if it is none, in Latin-1 */
function decode(bytes: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes, 'latin1'))
  } catch {
    return bytes
  }
}
