import { lookup } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls'
import type { CheckStep } from '../../contract'
import { text } from '../core/text'
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
import { noReplyFailure, noStartTls, notMailServer, startTlsRefused, turnedAway } from './reply-failure'
import { sendAs } from './send-as'
import { type Ask, signIn } from './sign-in'
import { isAccepted, NoReply, SmtpConversation, type SmtpReply } from './smtp-conversation'
import { noExtensions, parseExtensions, type SmtpExtensions } from './smtp-extensions'
import { type SmtpLogin, toNetworkHost } from './smtp-login'

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

/** How long a server may take to close a connection that is no longer needed, in milliseconds. */
const closeTime = 5000

export interface CheckOptions {
  /** Called as each step begins. */
  onStep(step: CheckStep): void
  signal: AbortSignal
  /** In place of the usual ones. */
  limits?: Partial<typeof usualLimits>
  /** Certificate authorities to trust in place of the default ones, as PEM. */
  ca?: string
}

/**
 * Connects to a mail server, signs in and asks whether it sends as the address, without sending an email. Only the given port is
 * tried, an unencrypted connection only if the user chose one, and the password is sent only after the certificate was
 * verified.
 *
 * @throws CheckFailure with the step that failed and why; the signal's reason when aborted
 */
export async function checkMailServer(login: SmtpLogin, options: CheckOptions): Promise<void> {
  const host = toNetworkHost(login.host)
  if (!host) throw new CheckFailure('dns', 'host', text('check.notServerName'))
  const check = new Check({ ...login, host }, options)
  try {
    await check.run()
  } catch (reason) {
    if (options.signal.aborted) throw options.signal.reason
    throw reason
  } finally {
    check.end()
  }
}

class Check {
  private step: CheckStep = 'dns'
  private socket: Socket | undefined
  private conversation: SmtpConversation | undefined
  private hasGreeted = false
  private hasLeft = false
  private readonly limits: typeof usualLimits
  /** In milliseconds since the process started. */
  private readonly deadline: number
  private readonly stop = () => this.socket?.destroy()

  constructor(
    private readonly login: SmtpLogin,
    private readonly options: CheckOptions,
  ) {
    this.limits = { ...usualLimits, ...options.limits }
    this.deadline = performance.now() + this.limits.whole
    options.signal.addEventListener('abort', this.stop)
  }

  async run(): Promise<void> {
    const { encryption, host } = this.login
    this.begin('dns')
    if (!isIP(host)) await this.withinLimit(lookup(host), lookupFailure)
    this.begin('connect')
    await this.connect()
    if (encryption === 'tls') {
      this.begin('encryption')
      await this.encrypt()
    }
    this.begin('greeting')
    try {
      await this.converse()
    } catch (reason) {
      throw reason instanceof NoReply ? noReplyFailure(this.step, this.login, reason, this.hasGreeted) : reason
    }
  }

  end(): void {
    this.options.signal.removeEventListener('abort', this.stop)
    if (!this.hasLeft || this.options.signal.aborted) this.socket?.destroy()
    // A server that never closes its side does not keep the socket.
    else this.socket?.end(() => setTimeout(this.stop, closeTime).unref())
  }

  private begin(step: CheckStep): void {
    this.options.signal.throwIfAborted()
    this.step = step
    this.options.onStep(step)
  }

  private async connect(): Promise<void> {
    const { host, port } = this.login
    this.socket = connectTcp({ host, port })
    await this.withinLimit(untilEvent(this.socket, 'connect'), connectFailure)
    this.conversation = new SmtpConversation(this.socket)
  }

  private async encrypt(): Promise<void> {
    this.conversation?.detach()
    const socket = connectTls({ socket: this.socket, ...this.tlsOptions })
    this.socket = socket
    await this.withinLimit(untilEvent(socket, 'secureConnect'), handshakeFailure)
    this.assertTrusted(socket)
    this.conversation = new SmtpConversation(socket)
  }

  private async converse(): Promise<void> {
    await this.greet()
    let extensions = await this.sayHello()
    if (this.login.encryption === 'starttls') {
      this.begin('encryption')
      await this.startTls(extensions)
      this.begin('sign-in')
      extensions = await this.sayHello()
    } else this.begin('sign-in')
    await signIn(this.ask, this.login, extensions)
    this.begin('send-as')
    await sendAs(this.ask, this.login, extensions)
    await this.leave()
  }

  private async greet(): Promise<void> {
    const greeting = await this.conversationNow.read(this.timeFor('reply'))
    // Servers of news greet with 200.
    if (greeting.code < 400 && greeting.code !== 220) throw notMailServer('greeting', this.login, greeting)
    if (greeting.code !== 220) throw turnedAway('greeting', this.login, greeting)
    this.hasGreeted = true
  }

  /** @returns what the server offers. With HELO, this is nothing. Source: RFC 5321, 3.2 */
  private async sayHello(): Promise<SmtpExtensions> {
    const name = addressLiteral(this.socket?.localAddress)
    const reply = await this.askQuickly(`EHLO ${name}`)
    if (isAccepted(reply)) return parseExtensions(reply)
    if (!isUnknownCommand(reply)) throw turnedAway(this.step, this.login, reply)
    const other = await this.askQuickly(`HELO ${name}`)
    if (isAccepted(other)) return noExtensions
    throw isUnknownCommand(other)
      ? notMailServer(this.step, this.login, other)
      : turnedAway(this.step, this.login, other)
  }

  private async startTls(extensions: SmtpExtensions): Promise<void> {
    if (!extensions.has('STARTTLS')) throw noStartTls(this.login)
    const reply = await this.askQuickly('STARTTLS')
    if (!isAccepted(reply)) throw startTlsRefused(this.login, reply)
    await this.encrypt()
  }

  /** Lets the server forget the email that was begun. */
  private async leave(): Promise<void> {
    await this.conversationNow.ask('RSET', this.timeFor('leave')).catch((reason) => {
      if (!(reason instanceof NoReply)) throw reason
    })
    this.options.signal.throwIfAborted()
    this.conversationNow.write('QUIT\r\n')
    this.hasLeft = true
  }

  private readonly ask: Ask = (line) => this.conversationNow.ask(line, this.timeFor('reply'))

  private askQuickly(line: string): Promise<SmtpReply> {
    return this.conversationNow.ask(line, this.timeFor('hello'))
  }

  private get conversationNow(): SmtpConversation {
    this.options.signal.throwIfAborted()
    if (!this.conversation) throw new NoReply('closed')
    return this.conversation
  }

  /** @returns the limit, or the rest of that of the whole check, in milliseconds */
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
  private async withinLimit(work: Promise<unknown>, toFailure: (login: SmtpLogin, reason: unknown) => CheckFailure) {
    try {
      await withTimeout(work, this.timeFor('connection'), () => {
        throw timedOut(this.step, this.login)
      })
    } catch (reason) {
      throw reason instanceof CheckFailure ? reason : toFailure(this.login, reason)
    }
  }
}

/** Codes for a command that the server does not know, and of file servers that want a user first. */
const isUnknownCommand = ({ code }: SmtpReply) => code === 500 || code === 502 || code === 530

/** The computer's own name may have other letters than ASCII, and tells who the user is. Source: RFC 5321, 4.1.3. */
export function addressLiteral(address = '127.0.0.1'): string {
  const bare = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(bare) === 6 ? `[IPv6:${bare}]` : `[${bare}]`
}

function untilEvent(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve)
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed')))
  })
}
