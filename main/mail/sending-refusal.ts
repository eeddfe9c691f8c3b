import { text } from '../core/text'
import { CheckFailure, quote } from './check-failure'
import { asksForEncryption, wordsOfReply } from './reply-failure'
import { isTemporary, type SmtpReply } from './smtp-conversation'
import type { SmtpLogin } from './smtp-login'

const wantsSignIn =
  /authentication (is )?required|not (authenticated|logged in|signed in)|(must|need to|please) (first )?(auth|log ?in|sign ?in)|(log|sign) ?in first|need auth/i
const isAboutSending =
  /submission|sending|recipients|outgoing|outbound|too many|\brates?\b|hourly|daily|per (second|minute|hour|day)|threshold/i
const isFull =
  /(mailbox|inbox|account|storage|disk)[^.]{0,40}\b(full|over ?quota)|over ?quota|(exceeded|out of|insufficient) (storage|disk)|(storage|disk|mailbox) quota/i
const isLimit =
  /too many|too much|too fast|\brates?\b|\blimit|quota|exceed|threshold|throttl|\b(hourly|daily)\b|频率|上限|超限/i
const blamesAddress =
  /\b(sender|send(ing)? (mail |e-?mail )?as|mail from|owned|alias|identity|domain)\b|\b(from|envelope|return|reverse|e-?mail|source)[- ]?(address|path)|address(es)?\b/i
/** What says nothing about the address: where the email comes from, and what it looks like. */
const blamesOther = /\b(spam|ip|client host|your (host|network|computer)|dns(bl)?|rbl)\b/i
const blamesAccount =
  /\b(account|mailbox|user|tenant)\b[^.]{0,60}\b(locked|suspend\w*|disabled|deactivated|inactive|expired|blocked|not (allowed|permitted|enabled)|exceeded)|(locked|suspended|disabled|blocked)[^.]{0,40}\b(account|mailbox|user)|unusual|suspicious|锁定|冻结|停用/i

type Explanation = [field: keyof SmtpLogin | null, sentence: string]

/** For a refused MAIL FROM. @returns only what the reply says */
export function senderRefused(login: SmtpLogin, reply: SmtpReply): CheckFailure {
  const [field, sentence] = explainByCause(login, reply) ?? explainRefusedSender(login, reply)
  return new CheckFailure('send-as', field, sentence, quote(reply, login))
}

/** For an address that the server refuses to send to. */
export function recipientRefused(login: SmtpLogin, address: string, reply: SmtpReply): CheckFailure {
  if (isTemporary(reply) || explainByCause(login, reply)) return sendingRefused(login, reply)
  const sentence = text('check.recipientRefused', { host: login.host, address })
  return new CheckFailure('send', null, sentence, quote(reply, login))
}

/** For an email that the server refuses. */
export function sendingRefused(login: SmtpLogin, reply: SmtpReply): CheckFailure {
  const { host } = login
  const [, cause] = explainByCause(login, reply) ?? []
  const usual = isTemporary(reply) ? text('check.sendingLater', { host }) : text('check.sendingRefused', { host })
  return new CheckFailure('send', null, cause ?? usual, quote(reply, login))
}

/**
 * A cause that every command of sending may be refused for. Sources: RFC 3463, 3; RFC 4954, 6; RFC 5321, 4.2.3.
 * @returns undefined for any other one
 */
function explainByCause({ host, encryption }: SmtpLogin, reply: SmtpReply): Explanation | undefined {
  const { code, status } = reply
  const words = wordsOfReply(reply)
  if (status === '5.7.11' || asksForEncryption.test(words)) {
    return encryption === 'none' ? ['encryption', text('check.needsEncryption', { host })] : undefined
  }
  if (code === 530 || code === 535 || wantsSignIn.test(words)) return [null, text('check.wantsSignIn', { host })]
  // 552 alone stands for the storage, and with the status of a message's size for that.
  const isStorage = /^[45]\.2\.2$/.test(status) || (code === 552 && status === '') || isFull.test(words)
  if (isStorage && !isAboutSending.test(words)) {
    return [null, text('check.mailboxFull', { host })]
  }
  const isSize = /^[45]\.(3\.4|2\.3|1\.(?!90$)\d+)$/.test(status)
  if (!isTemporary(reply) && isLimit.test(words) && !isSize) return [null, text('check.limitReached', { host })]
  return undefined
}

/** By what is said about the address. Without words or a status, a refusal is about it: that is what the command is for. */
function explainRefusedSender({ host, address }: SmtpLogin, reply: SmtpReply): Explanation {
  const { code, status } = reply
  const words = wordsOfReply(reply)
  if (isTemporary(reply)) return [null, text('check.senderLater', { host, address })]
  // Microsoft's statuses from 5.7.501 to 5.7.503 ban an account.
  const isAboutAccount = blamesAccount.test(words) || status === '5.2.1' || /^5\.7\.50\d$/.test(status)
  const isAboutCommand = code === 500 || code === 502 || code === 503
  const isAboutAddress = /^5\.1\./.test(status) || code === 553 || status === '5.7.60'
  if (isAboutAddress || (blamesAddress.test(words) && !isAboutAccount && !isAboutCommand)) {
    return ['address', text('check.senderRefused', { host, address })]
  }
  if (isAboutAccount) return [null, text('check.accountMayNotSend', { host })]
  if (blamesOther.test(words)) return [null, text('check.emailRefused', { host })]
  const isUsual = ([501, 550, 551].includes(code) && ['', '5.0.0'].includes(status)) || status === '5.7.1'
  if (isUsual) return ['address', text('check.senderRefused', { host, address })]
  return [null, text('check.emailRefused', { host })]
}

/** For an address with letters that the server does not accept. Source: RFC 6531. */
export function senderNeedsUtf8({ host }: SmtpLogin): CheckFailure {
  return new CheckFailure('send-as', 'address', text('check.senderNeedsUtf8', { host }))
}

/** For an address to send to with letters that the server does not accept. */
export function recipientNeedsUtf8({ host }: SmtpLogin): CheckFailure {
  return new CheckFailure('send', null, text('check.senderNeedsUtf8', { host }))
}

/** For an email that was sent whole, and the server did not confirm it. */
export function sentInDoubt({ host }: SmtpLogin): CheckFailure {
  return new CheckFailure('send', null, text('check.sentInDoubt', { host }), null, null, true)
}
