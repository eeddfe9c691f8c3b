import { lookup } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls, TLSSocket } from 'node:tls'
import type { CheckStep, MailEncryption } from '../../contract'
import { text } from '../core/text'
import {
  CheckFailure,
  certificateFailure,
  connectFailure,
  conversationFailure,
  handshakeFailure,
  lookupFailure,
  timedOut,
} from './check-failure'
import { type SmtpLogin, toNetworkHost } from './smtp-login'

export interface CheckOptions {
  /** Called as each step begins. */
  onStep(step: CheckStep): void
  signal: AbortSignal
  /** How long one step may take, in milliseconds. */
  stepWithin?: number
  /** Authorities to trust besides the system's, as PEM. */
  ca?: string
}

/** @returns the steps in the order in which they are made */
export function stepsOf(encryption: MailEncryption): CheckStep[] {
  if (encryption === 'none') return ['dns', 'connect', 'greeting', 'sign-in']
  return encryption === 'tls'
    ? ['dns', 'connect', 'encryption', 'greeting', 'sign-in']
    : ['dns', 'connect', 'greeting', 'encryption', 'sign-in']
}

/**
 * Really tries to sign in to a mail server, and sends nothing. No port is tried but the given one, plain text only if it
 * was chosen, and the password only after the certificate was verified.
 *
 * @throws CheckFailure that says at which step it failed and why; the signal's reason when aborted
 */
export async function checkMailServer(server: SmtpLogin, options: CheckOptions): Promise<void> {
  const host = toNetworkHost(server.host)
  if (!host) throw new CheckFailure('dns', 'host', text('check.notServerName'))
  const check = new Check({ ...server, host }, { stepWithin: 10_000, ...options })
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
  private readonly stop = () => this.socket?.destroy(new Error('aborted'))

  constructor(
    private readonly server: SmtpLogin,
    private readonly options: CheckOptions & { stepWithin: number },
  ) {
    options.signal.addEventListener('abort', this.stop)
  }

  async run(): Promise<void> {
    this.begin('dns')
    await this.lookUp()
    this.begin('connect')
    this.socket = await this.connect()
    if (this.server.encryption === 'tls') {
      this.begin('encryption')
      this.socket = await this.encrypt(this.socket)
    }
    this.begin('greeting')
    await this.converse(this.socket)
  }

  end(): void {
    this.options.signal.removeEventListener('abort', this.stop)
    this.socket?.destroy()
  }

  private begin(step: CheckStep): void {
    this.options.signal.throwIfAborted()
    this.step = step
    this.options.onStep(step)
  }

  private async lookUp(): Promise<void> {
    if (!isIP(this.server.host)) await this.inTime(lookup(this.server.host), lookupFailure)
  }

  private async connect(): Promise<Socket> {
    const socket = connectTcp({ host: this.server.host, port: this.server.port })
    this.socket = socket
    await this.inTime(once(socket, 'connect'), connectFailure)
    return socket
  }

  private async encrypt(plain: Socket): Promise<TLSSocket> {
    const socket = connectTls({ socket: plain, ...this.tlsOptions })
    await this.inTime(once(socket, 'secureConnect'), handshakeFailure)
    this.mustBeTrusted(socket)
    return socket
  }

  /** Greeting, STARTTLS where it was chosen, sign-in. */
  private async converse(socket: Socket): Promise<void> {
    const { encryption, username, password } = this.server
    const { default: SMTPConnection } = await import('nodemailer/lib/smtp-connection')
    const connection = new SMTPConnection({
      connection: socket,
      secure: encryption === 'tls',
      secured: encryption === 'tls',
      requireTLS: encryption === 'starttls',
      ignoreTLS: encryption === 'none',
      tls: this.tlsOptions,
      greetingTimeout: this.options.stepWithin,
      socketTimeout: this.options.stepWithin,
      transactionLog: true,
      logger: this.stepLogger(),
    })
    try {
      await new Promise<void>((resolve, reject) => {
        connection.once('error', reject)
        connection.connect((reason?: Error | null) => (reason ? reject(reason) : resolve()))
      })
      const upgraded: unknown = Reflect.get(connection, '_socket')
      if (encryption === 'starttls' && upgraded instanceof TLSSocket) this.mustBeTrusted(upgraded)
      this.begin('sign-in')
      await new Promise<void>((resolve, reject) => {
        connection.once('error', reject)
        connection.login({ credentials: { user: username, pass: password } }, (reason?: Error | null) =>
          reason ? reject(reason) : resolve(),
        )
      })
      connection.quit()
    } catch (reason) {
      throw reason instanceof CheckFailure ? reason : conversationFailure(this.step, this.server, reason)
    } finally {
      connection.close()
    }
  }

  /**
   * The certificate is judged by ourselves, before any credential is sent, so that the failure can show whose it is:
   * an aborted handshake tells no fingerprint.
   */
  private get tlsOptions(): ConnectionOptions {
    const { host } = this.server
    return {
      rejectUnauthorized: false,
      ...(isIP(host) ? { host } : { servername: host }),
      ...(this.options.ca ? { ca: this.options.ca } : {}),
    }
  }

  private mustBeTrusted(socket: TLSSocket): void {
    if (socket.authorized) return
    const code = String((socket.authorizationError as { code?: string } | null)?.code ?? socket.authorizationError)
    throw certificateFailure(this.server, code, socket.getPeerCertificate().fingerprint256 ?? null)
  }

  /** The server's first line ends the greeting; what follows, with STARTTLS, is about encryption. */
  private stepLogger() {
    const hear = ({ tnx }: { tnx?: string }, line = '') => {
      const isGreeted = this.step === 'greeting' && tnx === 'server' && line.startsWith('220')
      if (isGreeted && this.server.encryption === 'starttls') this.begin('encryption')
    }
    return { trace: hear, debug: hear, info: hear, warn: hear, error: hear, fatal: hear, level: () => undefined }
  }

  /** @param failureOf what a failure of the work means for people */
  private async inTime(work: Promise<unknown>, failureOf: (server: SmtpLogin, reason: unknown) => CheckFailure) {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(timedOut(this.step, this.server)), this.options.stepWithin)
    })
    try {
      await Promise.race([work, late])
    } catch (reason) {
      throw reason instanceof CheckFailure ? reason : failureOf(this.server, reason)
    } finally {
      clearTimeout(timer)
    }
  }
}

function once(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve)
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed')))
  })
}
