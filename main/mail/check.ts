import { lookup } from 'node:dns/promises'
import { isIP, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls, type SecureContext, TLSSocket } from 'node:tls'
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
  noSignIn,
  smtpFailure,
  timedOut,
} from './check-failure'
import { type SmtpLogin, toNetworkHost } from './smtp-login'

export interface CheckOptions {
  /** Called as each step begins. */
  onStep(step: CheckStep): void
  signal: AbortSignal
  /** Longest time for one step, in milliseconds. */
  stepTimeout?: number
  /** Certificate authorities to trust in place of the default ones, as PEM. */
  ca?: string
}

/** The ways of signing in with a password that nodemailer knows, in the order of its own choice. */
const usableMethods = ['PLAIN', 'LOGIN', 'CRAM-MD5']

/** A conversation may take as many times as long as one answer in it. */
const linesPerStep = 3

/**
 * Connects to a mail server and signs in, without sending an email. Only the given port is tried, an unencrypted connection
 * only if the user chose one, and the password is sent only after the certificate was verified.
 *
 * @throws CheckFailure with the step that failed and why; the signal's reason when aborted
 */
export async function checkMailServer(server: SmtpLogin, options: CheckOptions): Promise<void> {
  const host = toNetworkHost(server.host)
  if (!host) throw new CheckFailure('dns', 'host', text('check.notServerName'))
  const check = new Check({ ...server, host }, { stepTimeout: 10_000, ...options })
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
    private readonly options: CheckOptions & { stepTimeout: number },
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
    await this.greetAndSignIn(this.socket)
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
    if (!isIP(this.server.host)) await this.withStepTimeout(lookup(this.server.host), lookupFailure)
  }

  private async connect(): Promise<Socket> {
    const late = new AbortController()
    const signal = AbortSignal.any([this.options.signal, late.signal])
    try {
      return await this.withStepTimeout(openSocket(this.server.host, this.server.port, signal), connectFailure)
    } finally {
      late.abort()
    }
  }

  private async encrypt(plain: Socket): Promise<TLSSocket> {
    const socket = connectTls({ socket: plain, ...this.tlsOptions })
    await this.withStepTimeout(untilEvent(socket, 'secureConnect'), handshakeFailure)
    this.assertTrusted(socket)
    return socket
  }

  /** Greeting, STARTTLS if it was chosen, and sign-in. */
  private async greetAndSignIn(socket: Socket): Promise<void> {
    const { encryption, username, password } = this.server
    const { default: SMTPConnection } = await import('nodemailer/lib/smtp-connection')
    const connection = new SMTPConnection({
      connection: socket,
      secure: encryption === 'tls',
      secured: encryption === 'tls',
      requireTLS: encryption === 'starttls',
      ignoreTLS: encryption === 'none',
      tls: this.tlsOptions,
      greetingTimeout: this.options.stepTimeout,
      socketTimeout: this.options.stepTimeout,
      transactionLog: true,
      logger: this.stepLogger(),
    })
    try {
      await this.withinLimit((resolve, reject) => {
        connection.once('error', reject)
        connection.connect((reason?: Error | null) => (reason ? reject(reason) : resolve()))
      })
      const upgraded: unknown = Reflect.get(connection, '_socket')
      if (encryption === 'starttls' && upgraded instanceof TLSSocket) this.assertTrusted(upgraded)
      this.begin('sign-in')
      const method = usableMethods.find((one) => (Reflect.get(connection, '_supportedAuth') as string[]).includes(one))
      if (!method) throw noSignIn(this.server)
      await this.withinLimit((resolve, reject) => {
        connection.once('error', reject)
        connection.login({ method, credentials: { user: username, pass: password } }, (reason?: Error | null) =>
          reason ? reject(reason) : resolve(),
        )
      })
      connection.quit()
    } catch (reason) {
      throw reason instanceof CheckFailure ? reason : smtpFailure(this.step, this.server, reason)
    } finally {
      connection.close()
    }
  }

  /**
   * TLS accepts any certificate here, because a handshake that it aborts tells no fingerprint. `assertTrusted` verifies the
   * certificate before any credential is sent.
   */
  private get tlsOptions(): ConnectionOptions {
    const { host } = this.server
    return {
      rejectUnauthorized: false,
      ...(isIP(host) ? { host } : { servername: host }),
      ...(this.options.ca ? { ca: this.options.ca } : { secureContext: trustedAuthorities() }),
    }
  }

  private assertTrusted(socket: TLSSocket): void {
    if (socket.authorized) return
    const code = String((socket.authorizationError as { code?: string } | null)?.code ?? socket.authorizationError)
    throw certificateFailure(this.server, code, socket.getPeerCertificate().fingerprint256 ?? null)
  }

  /** With STARTTLS, the step after the server's first line is the encryption; only nodemailer's log tells of that line. */
  private stepLogger() {
    const onLog = ({ tnx }: { tnx?: string }, line = '') => {
      const isGreeted = this.step === 'greeting' && tnx === 'server' && line.startsWith('220')
      if (isGreeted && this.server.encryption === 'starttls') this.begin('encryption')
    }
    return { trace: onLog, debug: onLog, info: onLog, warn: onLog, error: onLog, fatal: onLog, level: () => undefined }
  }

  /** Limits a conversation as a whole, since a server could send a line now and then for ever. */
  private withinLimit(converse: (resolve: () => void, reject: (reason: unknown) => void) => void): Promise<void> {
    const limit = this.options.stepTimeout * linesPerStep
    return withTimeout(new Promise<void>(converse), limit, () => {
      throw timedOut(this.step, this.server)
    })
  }

  /** Waits for a part of the current step. @param toFailure turns its error into one for the user */
  private async withStepTimeout<Value>(
    work: Promise<Value>,
    toFailure: (server: SmtpLogin, reason: unknown) => CheckFailure,
  ): Promise<Value> {
    try {
      return await withTimeout(work, this.options.stepTimeout, () => {
        throw timedOut(this.step, this.server)
      })
    } catch (reason) {
      throw reason instanceof CheckFailure ? reason : toFailure(this.server, reason)
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

function untilEvent(socket: Socket, event: 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve)
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed')))
  })
}
