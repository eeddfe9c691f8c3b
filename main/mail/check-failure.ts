import type { CheckStep } from '../../preload/contract'
import { oneLine } from '../plain-text'
import type { MailServer } from './mail-server'

/** Why a mail server cannot be used as it was entered, and what to do. */
export class CheckFailure extends Error {
  constructor(
    readonly step: CheckStep,
    /** What of the input it is about. */
    readonly field: keyof MailServer,
    /** A sentence for people. */
    message: string,
    /** The server's own words, as one line; null when it said nothing. */
    readonly serverSaid: string | null = null,
    /** SHA-256 of the certificate that was not trusted. */
    readonly fingerprint: string | null = null,
  ) {
    super(message)
    this.name = 'CheckFailure'
  }
}

type Reason = { code?: string; message?: string; response?: string }

export function lookupFailure({ host }: MailServer, reason: unknown): CheckFailure {
  const isUnknown = (reason as Reason).code === 'ENOTFOUND'
  const sentence = isUnknown
    ? `There is no server called ${host}. Check the spelling.`
    : `${host} could not be looked up. Check your connection.`
  return new CheckFailure('dns', 'host', sentence)
}

export function connectFailure({ host, port }: MailServer, reason: unknown): CheckFailure {
  const { code } = reason as Reason
  if (code === 'ECONNREFUSED') {
    return new CheckFailure('connect', 'port', `${host} accepts no connections on port ${port}. Is it another port?`)
  }
  if (code === 'ETIMEDOUT') return timedOut('connect', { host, port })
  return new CheckFailure('connect', 'host', `${host} could not be reached on port ${port}.`)
}

export function timedOut(step: CheckStep, { host, port }: Pick<MailServer, 'host' | 'port'>): CheckFailure {
  const what = { dns: 'was not found', connect: 'did not answer', greeting: 'connected but said nothing' } as const
  const how = what[step as keyof typeof what] ?? 'stopped answering'
  return new CheckFailure(
    step,
    'port',
    `${host} ${how} on port ${port} in time. The port or the encryption may be another.`,
  )
}

/** TLS could not begin at all; what kind of certificate it was is not known yet. */
export function handshakeFailure({ host, port }: MailServer, reason: unknown): CheckFailure {
  const isPlain = /WRONG_VERSION_NUMBER|PACKET_LENGTH|UNKNOWN_PROTOCOL/.test((reason as Reason).code ?? '')
  const sentence = isPlain
    ? `Port ${port} of ${host} begins without encryption. Choose STARTTLS, or another port.`
    : `No encrypted connection to ${host} could be made.`
  return new CheckFailure('encryption', 'encryption', sentence)
}

/**
 * @param code OpenSSL's or Node's word for what is wrong with the certificate
 * @param fingerprint so that the person can compare it with what the server's owner says
 */
export function certificateFailure({ host }: MailServer, code: string, fingerprint: string | null): CheckFailure {
  const sentences: Record<string, string> = {
    CERT_HAS_EXPIRED: `The certificate of ${host} has expired. Only its owner can renew it.`,
    CERT_NOT_YET_VALID: `The certificate of ${host} is not valid yet. Is this computer’s clock right?`,
    ERR_TLS_CERT_ALTNAME_INVALID: `The certificate is for another name than ${host}. Use the name that your provider gives.`,
    DEPTH_ZERO_SELF_SIGNED_CERT: `${host} vouches only for itself: its certificate is self-signed.`,
    SELF_SIGNED_CERT_IN_CHAIN: `The certificate of ${host} is from an authority that this computer does not know.`,
  }
  const sentence = sentences[code] ?? `The certificate of ${host} could not be verified.`
  return new CheckFailure('encryption', 'host', `${sentence} Your password was not sent.`, null, fingerprint)
}

/** From the greeting on, the server speaks for itself. */
export function conversationFailure(step: CheckStep, server: MailServer, reason: unknown): CheckFailure {
  const { code, message = '', response } = reason as Reason
  const said = response ? oneLine(response, secretsOf(server)) : null
  const { host, port } = server
  if (code === 'ETIMEDOUT') return timedOut(step, server)
  if (step === 'greeting') {
    return new CheckFailure(
      step,
      'port',
      `What answers on port ${port} of ${host} is no mail server for sending.`,
      said,
    )
  }
  if (step === 'encryption') {
    const isMissing = code === 'ETLS' && /STARTTLS/i.test(message)
    const sentence = isMissing ? `${host} does not offer STARTTLS on port ${port}. Your password was not sent.` : ''
    return sentence ? new CheckFailure(step, 'encryption', sentence, said) : handshakeFailure(server, reason)
  }
  if (code === 'EAUTH') {
    return new CheckFailure(step, 'password', `${host} refused the user name or the password.`, said)
  }
  return new CheckFailure(step, 'host', `${host} ended the conversation.`, said)
}

/** The password, also as it went over the wire: a server may repeat a line that it does not know. */
function secretsOf({ username, password }: MailServer): string[] {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  return [password, base64(`\0${username}\0${password}`), base64(password)]
}
