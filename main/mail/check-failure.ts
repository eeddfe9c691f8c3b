import type { CheckStep } from '../../contract'
import { toSingleLine } from '../core/single-line'
import { text } from '../core/text'
import type { SmtpLogin } from './smtp-login'

/** Why the entered mail server does not work. */
export class CheckFailure extends Error {
  constructor(
    readonly step: CheckStep,
    /** The input that the user should look at. */
    readonly field: keyof SmtpLogin,
    /** What went wrong and what to do, for the user. */
    message: string,
    /** The server's own message as one line; null if there is none. */
    readonly serverReply: string | null = null,
    /** SHA-256 fingerprint of a certificate that was not trusted. */
    readonly fingerprint: string | null = null,
  ) {
    super(message)
    this.name = 'CheckFailure'
  }
}

type Reason = { code?: string; message?: string; response?: string }

export function lookupFailure({ host }: SmtpLogin, reason: unknown): CheckFailure {
  const isUnknown = (reason as Reason).code === 'ENOTFOUND'
  const sentence = isUnknown ? text('check.noSuchServer', { host }) : text('check.notLookedUp', { host })
  return new CheckFailure('dns', 'host', sentence)
}

export function connectFailure({ host, port }: SmtpLogin, reason: unknown): CheckFailure {
  const { code } = reason as Reason
  if (code === 'ECONNREFUSED') {
    return new CheckFailure('connect', 'port', text('check.noConnections', { host, port }))
  }
  if (code === 'ETIMEDOUT') return timedOut('connect', { host, port })
  return new CheckFailure('connect', 'host', text('check.notReached', { host, port }))
}

export function timedOut(step: CheckStep, { host, port }: Pick<SmtpLogin, 'host' | 'port'>): CheckFailure {
  const key = step === 'encryption' || step === 'sign-in' ? 'check.stoppedAnswering' : (`check.late.${step}` as const)
  return new CheckFailure(step, 'port', text(key, { host, port: String(port) }))
}

/** For a TLS handshake that failed before the certificate was known. */
export function handshakeFailure({ host, port }: SmtpLogin, reason: unknown): CheckFailure {
  const isPlain = /WRONG_VERSION_NUMBER|PACKET_LENGTH|UNKNOWN_PROTOCOL/.test((reason as Reason).code ?? '')
  const sentence = isPlain ? text('check.beginsUnencrypted', { port, host }) : text('check.noTls', { host })
  return new CheckFailure('encryption', 'encryption', sentence)
}

/**
 * @param code of OpenSSL or Node, for what is wrong with the certificate
 * @param fingerprint for the user to compare with the one that the server's owner names
 */
export function certificateFailure({ host }: SmtpLogin, code: string, fingerprint: string | null): CheckFailure {
  const sentences: Record<string, string> = {
    CERT_HAS_EXPIRED: text('check.certificateExpired', { host }),
    CERT_NOT_YET_VALID: text('check.certificateEarly', { host }),
    ERR_TLS_CERT_ALTNAME_INVALID: text('check.certificateName', { host }),
    DEPTH_ZERO_SELF_SIGNED_CERT: text('check.certificateSelfSigned', { host }),
    SELF_SIGNED_CERT_IN_CHAIN: text('check.certificateAuthority', { host }),
  }
  const sentence = sentences[code] ?? text('check.certificateUnverified', { host })
  return new CheckFailure('encryption', 'host', text('check.notSent', { sentence }), null, fingerprint)
}

/** For a server that names no way of signing in with a password. The password is not sent to see whether it works anyway. */
export function noSignIn({ host, port, encryption }: SmtpLogin): CheckFailure {
  const field = encryption === 'none' ? 'encryption' : 'port'
  return new CheckFailure('sign-in', field, text('check.noSignIn', { host, port: String(port) }))
}

/** How a reply begins. Source: RFC 5321, 4.2. */
const smtpReply = /^[2-5][0-9]{2}(?:[ -]|$)/

/** For an error from the greeting on, when the server may have given its own message. */
export function smtpFailure(step: CheckStep, server: SmtpLogin, reason: unknown): CheckFailure {
  const { code, message = '', response } = reason as Reason
  // Anything else is not for the user of a mail server: the page may have named any server of the network.
  const said = response && smtpReply.test(response) ? toSingleLine(response, secretsOf(server)) : null
  const { host, port } = server
  if (code === 'ETIMEDOUT') return timedOut(step, server)
  if (step === 'greeting') {
    return new CheckFailure(step, 'port', text('check.notMailServer', { port, host }), said)
  }
  if (step === 'encryption') {
    const isMissing = code === 'ETLS' && /STARTTLS/i.test(message)
    const sentence = isMissing ? text('check.noStartTls', { host, port }) : ''
    return sentence ? new CheckFailure(step, 'encryption', sentence, said) : handshakeFailure(server, reason)
  }
  if (code === 'EAUTH') {
    return new CheckFailure(step, 'password', text('check.refusedLogin', { host }), said)
  }
  return new CheckFailure(step, 'host', text('check.ended', { host }), said)
}

/** The password, also in the encodings in which it was sent: a server may repeat a line that it does not understand. */
function secretsOf({ username, password }: SmtpLogin): string[] {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  return [password, base64(`\0${username}\0${password}`), base64(password)]
}
