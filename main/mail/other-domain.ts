import { getDomain } from 'tldts'
import { toNetworkHost } from './smtp-login'

/**
 * Whether a mail server belongs to another domain than an email address: they have no registrable domain in common, by the
 * Public Suffix List. An IP address, `localhost` and a name without a dot belong to no domain.
 *
 * @param host in ASCII
 * @param domain of the email address
 */
export function isOtherDomain(host: string, domain: string): boolean {
  const own = registrableDomain(domain)
  return own === null || registrableDomain(host) !== own
}

/** With the private part of the list, in which customers of one hoster are different domains. */
function registrableDomain(name: string): string | null {
  return getDomain(toNetworkHost(name) ?? '', { allowPrivateDomains: true })
}
