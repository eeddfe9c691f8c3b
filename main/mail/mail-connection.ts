import { lookup } from 'node:dns/promises'
import { isIP, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls'
import type { CheckStep } from '../../contract'
import { withTimeout } from '../core/with-timeout'
import { trustedContext } from '../http/authorities'
import { openSocket } from '../http/open-socket'
import {
  CheckFailure,
  certificateFailure,
  connectFailure,
  handshakeFailure,
  lookupFailure,
  timedOut,
} from './check-failure'
import { NoReply, SmtpConversation, type SmtpReply } from './smtp-conversation'
import type { SmtpLogin } from './smtp-login'

/**
 * In milliseconds. A server may delay its greeting and the answer to a password on purpose; RFC 5321, 4.5.3.2, has clients wait
 * for 5 minutes. The user can stop a check at any time.
 */
const usualLimits = {
  /** For DNS, for the connection and for the TLS handshake, each. */
  connection: 15_000,
  /** For the replies to EHLO and STARTTLS, each. */
  hello: 30_000,
  /** For the reply to RSET, which does not matter any more. */
  leave: 2000,
  /** For the greeting and for every other reply. */
  reply: 60_000,
  /** For everything together. */
  whole: 180_000,
}

export interface ConnectionLimits extends Partial<typeof usualLimits> {}

export interface MailConnectionOptions {
  /** Called as each step begins. */
  onStep(step: CheckStep): void
  /** Called when a whole email is about to be sent, with the failure that holds unless the server replies to it. */
  onSending?(inDoubt: CheckFailure): void
  signal: AbortSignal
  /** In place of the usual ones. */
  limits?: ConnectionLimits
  /** Certificate authorities to trust in place of the default ones, as PEM. */
  ca?: string
}

/** How long a server may take to close a connection that is no longer needed, in milliseconds. */
const closeTime = 5000

/** A connection to a mail server, with a limit for each step and one for the whole. */
export class MailConnection {
  /** The step that has begun last. */
  step: CheckStep = 'dns'
  private socket: Socket | undefined
  private conversation: SmtpConversation | undefined
  private readonly limits: typeof usualLimits
  /** In milliseconds since the process started. */
  private readonly deadline: number
  private readonly destroy = () => this.socket?.destroy()

  /** @param login with the host in its network form */
  constructor(
    private readonly login: SmtpLogin,
    private readonly options: MailConnectionOptions,
  ) {
    this.limits = { ...usualLimits, ...options.limits }
    this.deadline = performance.now() + this.limits.whole
    options.signal.addEventListener('abort', this.destroy)
  }

  /** @throws the signal's reason when aborted */
  begin(step: CheckStep): void {
    this.options.signal.throwIfAborted()
    this.step = step
    this.options.onStep(step)
  }

  /** Looks up the server, connects to it and, with TLS from the start, encrypts the connection. @throws CheckFailure */
  async open(): Promise<void> {
    const { host, port, encryption } = this.login
    this.begin('dns')
    if (!isIP(host)) await this.withinLimit(lookup(host), lookupFailure)
    this.begin('connect')
    const late = new AbortController()
    const signal = AbortSignal.any([this.options.signal, late.signal])
    try {
      this.socket = await this.withinLimit(openSocket(host, port, signal), connectFailure)
    } finally {
      late.abort()
    }
    this.conversation = new SmtpConversation(this.socket)
    if (encryption !== 'tls') return
    this.begin('encryption')
    await this.encrypt()
  }

  /** Replies that came before it are dropped. @throws CheckFailure */
  async encrypt(): Promise<void> {
    this.conversation?.detach()
    const socket = connectTls({ socket: this.socket, ...this.tlsOptions })
    this.socket = socket
    await this.withinLimit(untilEvent(socket, 'secureConnect'), handshakeFailure)
    this.assertTrusted(socket)
    this.conversation = new SmtpConversation(socket)
  }

  /** @throws NoReply */
  readGreeting(): Promise<SmtpReply> {
    return this.current.read(this.timeFor('reply'))
  }

  /** Sends a line and waits for the reply. @throws NoReply */
  ask(line: string, limit: 'hello' | 'reply' | 'leave' = 'reply'): Promise<SmtpReply> {
    return this.current.ask(line, this.timeFor(limit))
  }

  /** Says goodbye, and waits for no answer. To be called before {@link close} unless something failed. */
  quit(): void {
    this.current.write('QUIT\r\n')
    const { socket } = this
    // A server that never closes its side does not keep the socket. Until then, nothing must keep the password.
    socket?.end(() => {
      const timer = setTimeout(() => socket.destroy(), closeTime).unref()
      socket.once('close', () => clearTimeout(timer))
    })
    this.options.signal.removeEventListener('abort', this.destroy)
  }

  close(): void {
    this.options.signal.removeEventListener('abort', this.destroy)
    if (!this.socket?.writableEnded) this.destroy()
  }

  /** The computer's own name may have other letters than ASCII, and tells who the user is. */
  get helloName(): string {
    return addressLiteral(this.socket?.localAddress)
  }

  private get current(): SmtpConversation {
    this.options.signal.throwIfAborted()
    if (!this.conversation) throw new NoReply('closed')
    return this.conversation
  }

  /** @returns the limit, or the rest of that of the whole, in milliseconds */
  private timeFor(limit: Exclude<keyof typeof usualLimits, 'whole'>): number {
    return Math.max(0, Math.min(this.limits[limit], this.deadline - performance.now()))
  }

  /**
   * TLS accepts any certificate here, because a handshake that it aborts tells no fingerprint. `assertTrusted` verifies the
   * certificate before any credential is sent.
   */
  private get tlsOptions(): ConnectionOptions {
    const { host } = this.login
    return {
      rejectUnauthorized: false,
      ...(isIP(host) ? { host } : { servername: host }),
      ...(this.options.ca ? { ca: this.options.ca } : { secureContext: trustedAuthorities() }),
    }
  }

  private assertTrusted(socket: TLSSocket): void {
    if (socket.authorized) return
    const code = String((socket.authorizationError as { code?: string } | null)?.code ?? socket.authorizationError)
    throw certificateFailure(this.login, code, socket.getPeerCertificate().fingerprint256 ?? null)
  }

  /** Waits for a part of the current step. @param toFailure turns its error into one for the user */
  private async withinLimit<Value>(
    work: Promise<Value>,
    toFailure: (login: SmtpLogin, reason: unknown) => CheckFailure,
  ): Promise<Value> {
    try {
      return await withTimeout(work, this.timeFor('connection'), () => {
        throw timedOut(this.step, this.login)
      })
    } catch (reason) {
      throw reason instanceof CheckFailure ? reason : toFailure(this.login, reason)
    }
  }
}

/** @throws CheckFailure if the file of authorities that the user named cannot be used */
function trustedAuthorities(): SecureContext {
  try {
    return trustedContext()
  } catch (reason) {
    throw new CheckFailure('encryption', 'host', (reason as Error).message)
  }
}

/** @returns the form of an IP address in EHLO. Source: RFC 5321, 4.1.3 */
export function addressLiteral(address = '127.0.0.1'): string {
  const bare = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(bare) === 6 ? `[IPv6:${bare}]` : `[${bare}]`
}

function untilEvent(socket: Socket, event: 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve)
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed')))
  })
}
