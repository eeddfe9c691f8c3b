import { isIP } from 'node:net'
import { isPrivateAddress } from './private-host'
import { toNetworkHost } from './smtp-login'

const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/i
/** In characters. Source: RFC 1035, 2.3.4, without the root's dot. */
const maxLength = 253

/** Domains that mean something in one network only. Sources: RFC 6761, RFC 6762, RFC 8375, and ICANN for `internal`. */
const privateDomains = ['localhost', 'local', 'internal', 'home.arpa']

/**
 * @param name of a mail server, as DNS or a file has it
 * @param domain of the email address, in which a name of a private domain may be used
 * @returns it as it is shown and used, in ASCII and without a dot at the end; undefined if it is no host that the form takes,
 *   such as one with an underscore, if nobody outside a network could mean it, or if it is an IP address in another form
 */
export function toSuggestedHost(name: string, domain: string): string | undefined {
  const host = toNetworkHost(name)?.replace(/\.$/, '')
  if (host === undefined) return undefined
  if (isIP(host)) return host === name.trim().replace(/^\[(.*)\]$/, '$1') && !isPrivateAddress(host) ? host : undefined
  const parts = host.split('.')
  const isName = host.length <= maxLength && parts.length > 1 && parts.every((part) => label.test(part))
  return isName && !isPrivateName(host, domain) ? host : undefined
}

function isPrivateName(host: string, domain: string): boolean {
  const [found] = privateDomains.filter((suffix) => `.${host}`.endsWith(`.${suffix}`))
  return found !== undefined && (found === 'localhost' || !domain.endsWith(`.${found}`))
}
