import { domainToASCII } from 'node:url'
import { senderNeedsUtf8, senderRefused } from './sending-refusal'
import type { Ask } from './sign-in'
import { isAccepted, type SmtpReply } from './smtp-conversation'
import type { SmtpExtensions } from './smtp-extensions'
import type { SmtpLogin } from './smtp-login'

/** In bytes, as the size of a short email. */
const shortEmail = 1000

/**
 * Begins an email, to see whether the server lets the user send as the address. Nothing is sent: an email without a recipient
 * is none, and the caller resets it.
 *
 * @param email its size in bytes, and whether a recipient has letters beyond ASCII before the @
 * @throws CheckFailure; NoReply
 */
export async function sendAs(
  ask: Ask,
  login: SmtpLogin,
  extensions: SmtpExtensions,
  { size, isToUtf8 } = { size: shortEmail, isToUtf8: false },
): Promise<void> {
  const address = toEnvelopeAddress(login.address, extensions)
  if (address === undefined) throw senderNeedsUtf8(login)
  const isUtf8 = /[^ -~]/.test(address) || (isToUtf8 && extensions.has('SMTPUTF8'))
  const parameters = [
    ...(extensions.has('SIZE') && size <= extensions.maxSize ? [`SIZE=${size}`] : []),
    ...(isUtf8 ? ['SMTPUTF8'] : []),
  ]
  let reply = await ask(['MAIL', `FROM:<${address}>`, ...parameters].join(' '))
  // The server does not know a parameter that it offers. Source: RFC 5321, 4.1.1.11.
  if (isParameterRefused(reply) && parameters.length > 0 && !isUtf8) reply = await ask(`MAIL FROM:<${address}>`)
  if (!isAccepted(reply)) throw senderRefused(login, reply)
}

const isParameterRefused = ({ code }: SmtpReply) => code === 555 || code === 504 || code === 501

/**
 * @returns the address for MAIL and RCPT: the domain in ASCII unless the part before it needs UTF-8; undefined if the server
 *   does not accept such an address, or if it would be more than an address
 */
export function toEnvelopeAddress(address: string, extensions: SmtpExtensions): string | undefined {
  const at = address.lastIndexOf('@')
  if (at < 1 || /[\p{Cc}\s<>]/u.test(address)) return undefined
  if (needsUtf8(address)) return extensions.has('SMTPUTF8') ? address : undefined
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)]
  return `${local}@${domainToASCII(domain) || domain}`
}

/** Whether letters beyond ASCII stand before the @. A domain can be written in ASCII. Source: RFC 6531. */
export function needsUtf8(address: string): boolean {
  return /[^ -~]/.test(address.slice(0, address.lastIndexOf('@')))
}
