import type { SmtpReply } from './smtp-conversation'

/** What a server offers, from its reply to EHLO. Source: RFC 5321, 4.1.1.1. */
export interface SmtpExtensions {
  /** The names of ways of signing in, in capitals. Sources: RFC 4954; `AUTH=` is an older form. */
  auth: string[]
  has(name: 'STARTTLS' | 'SMTPUTF8' | 'SIZE' | '8BITMIME'): boolean
  /** The largest email that the server accepts, in bytes; Infinity if it names none. Source: RFC 1870. */
  maxSize: number
}

/** For a server that knows only HELO. */
export const noExtensions: SmtpExtensions = { auth: [], has: () => false, maxSize: Number.POSITIVE_INFINITY }

/** @param reply to EHLO. Its first line names the server */
export function parseExtensions({ lines }: SmtpReply): SmtpExtensions {
  const offers = lines.slice(1).map((line) => line.toUpperCase().split(/[\s=,]+/))
  const auth = offers.filter(([name]) => name === 'AUTH').flatMap(([, ...methods]) => methods)
  const size = Number(offers.find(([name]) => name === 'SIZE')?.[1])
  return {
    // The names are shown: only what looks like one.
    auth: [...new Set(auth)].filter((method) => /^[A-Z0-9_-]{1,20}$/.test(method)),
    has: (wanted) => offers.some(([name]) => name === wanted),
    maxSize: size > 0 ? size : Number.POSITIVE_INFINITY,
  }
}
