import { toEnvelopeAddress } from './send-as'
import { recipientNeedsUtf8, recipientRefused, sendingRefused, sentInDoubt } from './sending-refusal'
import type { Ask } from './sign-in'
import { isAccepted, NoReply, type SmtpReply } from './smtp-conversation'
import type { SmtpExtensions } from './smtp-extensions'
import type { SmtpLogin } from './smtp-login'
import type { PreparedEmail } from './test-email'

/**
 * Sends an email that `sendAs` has begun. Source: RFC 5321, 3.3.
 *
 * @param onSending called right before the whole email is sent
 * @returns the server's reply to the whole email
 * @throws CheckFailure, which says so if the email may have been sent all the same; NoReply
 */
export async function sendEmail(
  ask: Ask,
  login: SmtpLogin,
  { recipient, message }: PreparedEmail,
  extensions: SmtpExtensions,
  onSending: () => void,
): Promise<SmtpReply> {
  const address = toEnvelopeAddress(recipient, extensions)
  if (address === undefined) throw recipientNeedsUtf8(login)
  const taken = await ask(`RCPT TO:<${address}>`)
  if (!isAccepted(taken)) throw recipientRefused(login, recipient, taken)
  const started = await ask('DATA')
  if (started.code !== 354) throw sendingRefused(login, started)
  onSending()
  const reply = await ask(`${withoutLoneDots(message)}.`).catch((reason) => {
    throw reason instanceof NoReply ? sentInDoubt(login) : reason
  })
  if (!isAccepted(reply)) throw sendingRefused(login, reply)
  return reply
}

/** @returns the lines of the message, each with its end. A dot at the start of a line is doubled. Source: RFC 5321, 4.5.2 */
function withoutLoneDots(message: Buffer): string {
  const lines = message
    .toString()
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
  return lines.map((line) => `${line.startsWith('.') ? '.' : ''}${line}\r\n`).join('')
}
