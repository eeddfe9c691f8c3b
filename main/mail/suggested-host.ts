import { isIP } from 'node:net'
import { toNetworkHost } from './smtp-login'

const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/i
/** In characters. Source: RFC 1035, 2.3.4, without the root's dot. */
const maxLength = 253

/**
 * @param name of a mail server, as DNS or a file has it
 * @returns it as it is shown and used, in ASCII and without a dot at the end; undefined if it is no host that the form takes,
 *   such as one with an underscore
 */
export function toSuggestedHost(name: string): string | undefined {
  const host = toNetworkHost(name)?.replace(/\.$/, '')
  if (host === undefined || isIP(host)) return host
  const isName = host.length <= maxLength && host.split('.').every((part) => label.test(part))
  return isName ? host : undefined
}
