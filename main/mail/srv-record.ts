import { resolveSrv } from 'node:dns/promises'
import type { MailSuggestion, SmtpEncryption } from '../../contract'
import type { MailAddress } from './mail-address'
import { isOtherDomain } from './other-domain'
import { passwordRuleOf } from './providers'
import { toNetworkHost } from './smtp-login'

type Resolve = (name: string) => Promise<{ name: string; port: number; priority: number; weight: number }[]>

/** The names under which a domain publishes its server for outgoing email, best first. Sources: RFC 6186, RFC 8314. */
const services: [name: string, encryption: SmtpEncryption][] = [
  ['_submissions._tcp', 'tls'],
  ['_submission._tcp', 'starttls'],
]

/** Finds a mail server in the domain's DNS. @returns null if there is none, or DNS fails */
export async function findSrvRecord(
  { whole, domain }: MailAddress,
  resolve: Resolve = resolveSrv,
): Promise<MailSuggestion | null> {
  for (const [service, encryption] of services) {
    const records = await resolve(`${service}.${domain}`).catch(() => [])
    const [best] = records.sort((a, b) => a.priority - b.priority || b.weight - a.weight)
    // A target of "." or "" means that the domain does not offer the service.
    if (!best || best.name === '' || best.name === '.') continue
    const host = toNetworkHost(best.name)
    if (!host) continue
    return {
      host,
      port: best.port,
      encryption,
      username: whole,
      source: `DNS of ${domain}`,
      isOtherDomain: isOtherDomain(host, domain),
      passwordRule: passwordRuleOf(host),
    }
  }
  return null
}
