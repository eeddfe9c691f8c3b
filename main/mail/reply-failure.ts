import type { CheckStep } from '../../contract'
import { passwordRuleOf } from '../../contract/password-rules'
import { text } from '../core/text'
import { CheckFailure, quote, timedOut } from './check-failure'
import { isTemporary, type NoReply, type SmtpReply } from './smtp-conversation'
import type { SmtpLogin } from './smtp-login'

/** For a server that gave no reply at a step after the connection was made. @param hasGreeted whether it speaks SMTP */
export function noReplyFailure(
  step: CheckStep,
  login: SmtpLogin,
  { kind }: NoReply,
  hasGreeted: boolean,
): CheckFailure {
  const { host, port } = login
  if (!hasGreeted) {
    if (kind === 'wants-certificate') return wantsCertificate(login)
    if (kind === 'late') return timedOut(step, login)
    // It may be a mail server that turns this computer away without a word.
    const key = kind === 'closed' ? 'check.closedUngreeted' : 'check.notMailServer'
    return new CheckFailure(step, 'port', text(key, { port, host }))
  }
  if (kind === 'late') {
    const field = step === 'greeting' ? 'port' : null
    return new CheckFailure(step, field, text('check.stoppedAnswering', { host }))
  }
  const sentence = kind === 'not-smtp' ? text('check.notUnderstood', { host }) : text('check.ended', { host })
  return new CheckFailure(step, null, sentence)
}

/** For a server that wants to know the computer by its certificate. */
function wantsCertificate({ host }: SmtpLogin): CheckFailure {
  return new CheckFailure('encryption', null, text('check.wantsCertificate', { host }))
}

/** For a greeting that is a refusal, and for a refused EHLO. */
export function turnedAway(step: CheckStep, login: SmtpLogin, reply: SmtpReply): CheckFailure {
  const { host } = login
  const sentence = isTemporary(reply) ? text('check.turnedAwayNow', { host }) : text('check.turnedAway', { host })
  return new CheckFailure(step, null, sentence, quote(reply, login))
}

/** For a server that knows neither EHLO nor HELO, such as one for files. */
export function notMailServer(step: CheckStep, login: SmtpLogin, reply: SmtpReply): CheckFailure {
  const { host, port } = login
  return new CheckFailure(step, 'port', text('check.notMailServer', { port, host }), quote(reply, login))
}

/** For a server that does not offer STARTTLS. Without encryption, the password is not sent. */
export function noStartTls({ host, port }: SmtpLogin): CheckFailure {
  return new CheckFailure('encryption', 'encryption', text('check.noStartTls', { host, port }))
}

export function startTlsRefused(login: SmtpLogin, reply: SmtpReply): CheckFailure {
  const { host } = login
  const said = quote(reply, login)
  if (isTemporary(reply)) return new CheckFailure('encryption', null, text('check.startTlsLater', { host }), said)
  return new CheckFailure('encryption', 'encryption', text('check.startTlsRefused', { host }), said)
}

/**
 * For a server that offers no way of signing in that this app can use. The password is not sent to see whether it works anyway.
 * @param offered what the server offers instead; empty for nothing
 * @param offersStartTls whether the server offers an encryption that the user did not choose
 */
export function noSignIn(login: SmtpLogin, offered: string[], offersStartTls: boolean): CheckFailure {
  const { host, port, encryption } = login
  const isPlain = encryption === 'none'
  if (isPlain && offersStartTls) {
    return new CheckFailure('sign-in', 'encryption', text('check.offersStartTls', { host }))
  }
  const methods = offered.slice(0, 5).join(', ')
  if (methods) {
    const sentence = text('check.offersOnly', { host, methods })
    return new CheckFailure('sign-in', isPlain ? 'encryption' : 'host', sentence)
  }
  return new CheckFailure(
    'sign-in',
    isPlain ? 'encryption' : 'port',
    text('check.noSignIn', { host, port: String(port) }),
  )
}

export const wordsOfReply = ({ lines }: SmtpReply) => lines.join(' ')

/** Also "authorization code", as Chinese providers call an app password. */
const asksForAppPassword =
  /app(lication)?[- ]?(specific[- ])?password|client[- ]specific password|authori[sz]ation code|授权码/i
const asksForBrowser = /web ?browser/i
const blamesCredentials =
  /credentials|(incorrect|invalid|wrong|bad|unknown) (user|login|password|authentication data)|(user ?name|user|login|password)[^.]{0,40}(not accepted|incorrect|invalid|wrong|mismatch|do(es)? not match)/i
const isSwitchedOff = /SmtpClientAuth\w* is disabled|basic auth\w* is (disabled|not supported)/i
const isForNow = /too many|try again later|temporar/i
const blamesAccount =
  /access (rights|denied)|two-?factor|must be enabled|locked|suspend|disabled|deactivated|inactive|expired|blocked|not (allowed|permitted|enabled)/i
export const asksForEncryption =
  /must (issue (a )?starttls|use (tls|ssl))|(encryption|encrypted|tls|ssl)[^.]{0,40}(required|needed)|requires? (tls|ssl|encrypt)/i

/**
 * Whether a server refused the way of signing in, and not the password: another way may work. Source: RFC 4954, 4 and 6;
 * some servers answer 535 and name the mechanism.
 */
export function isMethodRefused(reply: SmtpReply): boolean {
  const words = wordsOfReply(reply)
  if (asksForAppPassword.test(words) || asksForBrowser.test(words)) return false
  if ([432, 500, 501, 502, 504, 534].includes(reply.code)) return true
  return reply.code === 535 && /mechanism|authentication type/i.test(words)
}

/** @param method that was refused, the last one if there were several. @returns only what the reply says */
export function signInRefused(login: SmtpLogin, reply: SmtpReply, method: string): CheckFailure {
  const [field, sentence] = explainRefusedSignIn(login, reply, method)
  return new CheckFailure('sign-in', field, sentence, quote(reply, login))
}

type Explanation = [field: keyof SmtpLogin | null, sentence: string]

function explainRefusedSignIn({ host, encryption }: SmtpLogin, reply: SmtpReply, method: string): Explanation {
  const { code, status } = reply
  const words = wordsOfReply(reply)
  const needsEncryption = code === 530 || code === 538 || status === '5.7.11' || asksForEncryption.test(words)
  if (needsEncryption && encryption === 'none') return ['encryption', text('check.needsEncryption', { host })]
  if (asksForBrowser.test(words) || status === '5.7.14') return [null, text('check.needsBrowser', { host })]
  if (asksForAppPassword.test(words)) return ['password', text('check.needsAppPassword', { host })]
  // Outlook uses 5.7.139 for a wrong password, too.
  const isOff = status === '5.7.139' || status === '5.7.30' || isSwitchedOff.test(words)
  if (isOff && !blamesCredentials.test(words)) return [null, text('check.switchedOff', { host })]
  const isLater = isTemporary(reply) && code !== 432
  if (isLater || (isForNow.test(words) && !blamesCredentials.test(words)))
    return [null, text('check.signInLater', { host })]
  if (isMethodRefused(reply) && (code !== 534 || /mechanism|too weak/i.test(words))) {
    return [null, text('check.refusedMethod', { host, method })]
  }
  if (code === 534 || status === '5.7.9') return ['password', text('check.needsAppPassword', { host })]
  const isLogin = code === 535 || status === '5.7.8' || blamesCredentials.test(words)
  if (!isLogin || (blamesAccount.test(words) && !blamesCredentials.test(words))) {
    return [null, text('check.signInRefused', { host })]
  }
  const needsAppPassword = passwordRuleOf(host)?.kind === 'app-password'
  return ['password', needsAppPassword ? text('check.refusedLoginApp', { host }) : text('check.refusedLogin', { host })]
}
