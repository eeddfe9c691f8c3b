import { randomInt } from 'node:crypto'
import { resolveSrv } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { MailSuggestion, SmtpEncryption } from '../../contract'
import { passwordRuleOf } from '../../contract/password-rules'
import { usualPort } from '../../contract/smtp-ports'
import type { MailAddress } from './mail-address'
import { isOtherDomain } from './other-domain'
import { toSuggestedHost } from './suggested-host'

interface SrvRecord {
  name: string
  port: number
  priority: number
  weight: number
}
type Resolve = (name: string) => Promise<SrvRecord[]>

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
    const best = chooseRecord(records.filter((record) => isUsable(record, domain)))
    const host = best && hostOf(best, domain)
    if (!best || !host) continue
    return {
      host,
      port: best.port,
      // Port 465 has TLS from the first byte, under whichever name it stands.
      encryption: best.port === usualPort('tls') ? 'tls' : encryption,
      username: whole,
      source: `DNS of ${domain}`,
      isOtherDomain: isOtherDomain(host, domain),
      passwordRule: passwordRuleOf(host),
    }
  }
  return null
}

/** A target of "." or "" means that the domain does not offer the service. */
function isUsable(record: SrvRecord, domain: string): boolean {
  return record.port >= 1 && record.port <= 65_535 && hostOf(record, domain) !== undefined
}

/** A target is a name, and no address. Source: RFC 2782. */
function hostOf({ name }: SrvRecord, domain: string): string | undefined {
  const host = toSuggestedHost(name, domain)
  return host !== undefined && isIP(host) ? undefined : host
}

/** The record with the lowest priority; of several, one at random, each with a chance by its weight. Source: RFC 2782. */
function chooseRecord(records: SrvRecord[]): SrvRecord | undefined {
  const lowest = Math.min(...records.map(({ priority }) => priority))
  // A record with weight 0 has a small chance beside others: it comes first, and only the number 0 selects it.
  const choices = records.filter(({ priority }) => priority === lowest).sort((a, b) => a.weight - b.weight)
  let number = randomInt(choices.reduce((sum, { weight }) => sum + weight, 0) + 1)
  return choices.find(({ weight }) => {
    number -= weight
    return number <= 0
  })
}
