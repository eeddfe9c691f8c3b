import { resolveSrv } from 'node:dns/promises'
import type { MailSuggestion, SmtpEncryption } from '../../contract'
import { passwordRuleOf } from './providers'
import type { MailAddress } from './suggestion'

type Resolve = (name: string) => Promise<{ name: string; port: number; priority: number; weight: number }[]>

/** The names under which a domain announces where to send mail, better first. Sources: RFC 6186, RFC 8314. */
const services: [name: string, encryption: SmtpEncryption][] = [
  ['_submissions._tcp', 'tls'],
  ['_submission._tcp', 'starttls'],
]

export async function findSrvRecord(
  { whole, domain }: MailAddress,
  resolve: Resolve = resolveSrv,
): Promise<MailSuggestion | null> {
  for (const [service, encryption] of services) {
    const records = await resolve(`${service}.${domain}`).catch(() => [])
    const [best] = records.sort((a, b) => a.priority - b.priority || b.weight - a.weight)
    // A target of "." or "" says that the domain has no such service.
    if (!best || best.name === '' || best.name === '.') continue
    return {
      host: best.name,
      port: best.port,
      encryption,
      username: whole,
      source: `DNS of ${domain}`,
      passwordRule: passwordRuleOf(best.name),
    }
  }
  return null
}
