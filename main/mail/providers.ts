import wellKnown from 'nodemailer/lib/well-known'
import type { MailAddress, Suggestion } from './suggestion'

/** Providers that take no usual password over SMTP, by the end of their server's name, and where to make another. */
const appPasswordPages: [server: string, page: string][] = [
  ['.gmail.com', 'https://myaccount.google.com/apppasswords'],
  ['.mail.me.com', 'https://account.apple.com/account/manage'],
  ['.mail.yahoo.com', 'https://login.yahoo.com/account/security'],
  ['.fastmail.com', 'https://app.fastmail.com/settings/security'],
]

/** What nodemailer knows of large providers. Those without encryption are passed over. */
export function findProvider({ whole, domain }: MailAddress): Suggestion | null {
  const known = wellKnown(domain)
  if (known === false || !known.host || known.ignoreTLS) return null
  const port = Number(known.port ?? (known.secure ? 465 : 587))
  return {
    host: known.host,
    port,
    encryption: known.secure ? 'tls' : 'starttls',
    username: whole,
    source: known.description ?? known.host,
    appPasswordPage: appPasswordPageOf(known.host),
  }
}

export function appPasswordPageOf(host: string): string | null {
  return appPasswordPages.find(([server]) => `.${host}`.endsWith(server))?.[1] ?? null
}
