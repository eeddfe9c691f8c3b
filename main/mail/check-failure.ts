import type { CheckStep } from '../../contract'
import { toSingleLine } from '../core/single-line'
import { text } from '../core/text'
import { withUnreadCertificates } from '../http/authorities'
import { isUnknownAuthority } from '../http/network-failure'
import type { SmtpReply } from './smtp-conversation'
import type { SmtpLogin } from './smtp-login'

/** Why the entered mail server does not work. */
export class CheckFailure extends Error {
  constructor(
    readonly step: CheckStep,
    /** The input that the user should look at; null if nothing that was entered is wrong. */
    readonly field: keyof SmtpLogin | null,
    /** What went wrong and what to do, for the user. */
    message: string,
    /** The server's own message as one line; null if there is none. */
    readonly serverReply: string | null = null,
    /** SHA-256 fingerprint of a certificate that was not trusted. */
    readonly fingerprint: string | null = null,
    /** Whether an email was sent whole, and its arrival was not confirmed. */
    readonly isInDoubt = false,
  ) {
    super(message)
    this.name = 'CheckFailure'
  }
}

type Reason = { code?: string }

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
  if (step === 'dns') return new CheckFailure(step, 'host', text('check.late.dns', { host }))
  if (step === 'connect' || step === 'encryption' || step === 'greeting') {
    return new CheckFailure(step, 'port', text(`check.late.${step}`, { host, port: String(port) }))
  }
  // A server that has greeted speaks SMTP: what was entered is right so far.
  return new CheckFailure(step, null, text('check.stoppedAnswering', { host }))
}

/** Codes of OpenSSL and BoringSSL for a server that offers no version of TLS, or no key, that is safe today. */
const tooOld = /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|UNSUPPORTED_SSL_VERSION|DH_KEY_TOO_SMALL|BAD_DH_P_LENGTH/
/** Codes for an answer that is no TLS. */
const notTls = /WRONG_VERSION_NUMBER|PACKET_LENGTH|UNKNOWN_PROTOCOL|HTTP_REQUEST/

/** For a TLS handshake that failed before the certificate was known. */
export function handshakeFailure({ host, port, encryption }: SmtpLogin, reason: unknown): CheckFailure {
  const code = (reason as Reason).code ?? ''
  if (tooOld.test(code)) return new CheckFailure('encryption', null, text('check.tlsTooOld', { host }))
  const isPlain = encryption === 'tls' && notTls.test(code)
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
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: text('check.certificateAuthority', { host }),
    // The server sends its own certificate alone, and the next one up is not known.
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: text('check.certificateChain', { host }),
  }
  const sentence = sentences[code] ?? text('check.certificateUnverified', { host })
  const message = text('check.notSent', { sentence })
  const mayBeUnread = isUnknownAuthority({ code })
  return new CheckFailure(
    'encryption',
    'host',
    mayBeUnread ? withUnreadCertificates(message) : message,
    null,
    fingerprint,
  )
}

/** @returns what the server said, as one line without secrets */
export function quote({ code, status, lines }: SmtpReply, login: SmtpLogin): string {
  const said = [String(code), status, ...lines].filter(Boolean).join(' ')
  const secrets = secretsOf(login)
  const [password = '', ...encoded] = secrets
  const withoutParts = encoded.reduce((line, secret) => withoutPartsOf(line, secret, shortestEncodedPart), said)
  const leastOfPassword = Math.max(shortestEncodedPart, Math.ceil(password.length * 0.6))
  return toSingleLine(withoutPartsOf(withoutParts, password, leastOfPassword), secrets)
}

/** In characters. Shorter parts of what was sent say too little, and may be words of the server. */
const shortestEncodedPart = 5

/** Removes parts of a secret: a server may repeat it broken into lines, or without its end. */
function withoutPartsOf(line: string, secret: string, least: number): string {
  let result = ''
  for (let at = 0; at < line.length; ) {
    let length = 0
    while (at + length < line.length && secret.includes(line.slice(at, at + length + 1))) length += 1
    result += length >= least ? '•••' : (line[at] ?? '')
    at += length >= least ? length : 1
  }
  return result
}

/** The password, also in the encodings in which it was sent: a server may repeat a line that it does not understand. */
function secretsOf({ username, password }: SmtpLogin): string[] {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  return [password, base64(`\0${username}\0${password}`), base64(password)]
}
