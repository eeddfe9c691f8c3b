import { BlockList, isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { withoutBrackets } from './proxy'

/**
 * Whether NO_PROXY excludes a server from the proxy. Its entries are separated by commas or spaces: `*` for every server; a
 * domain, which stands for its subdomains as well, also written `.domain` or `*.domain`; an IP address; a range such as
 * `10.0.0.0/8`. An entry with a port is for that port alone.
 * Sources: curl's manual, CURLOPT_NOPROXY, and undici's EnvHttpProxyAgent for ports and `*.`.
 * @param hostname of a URL
 */
export function isExcluded(hostname: string, port: number, noProxy: string): boolean {
  const host = normalize(hostname)
  return noProxy.split(/[\s,]+/).some((entry) => entry !== '' && matches(entry, host, port))
}

/** A server on this computer, which no proxy can reach. @param hostname of a URL */
export function isOnThisComputer(hostname: string): boolean {
  const host = normalize(hostname)
  return host === 'localhost' || host.endsWith('.localhost') || isInRange('127.0.0.0', 8, host) || host === '::1'
}

function matches(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true
  const range = /^\[?([^\]/]+)\]?\/(\d{1,3})$/.exec(entry)
  if (range?.[1]) return isInRange(range[1], Number(range[2]), host)
  // An IPv6 address without brackets has colons, but no port.
  const withPort = isIP(entry) ? null : /^(.+):(\d{1,5})$/.exec(entry)
  if (withPort && Number(withPort[2]) !== port) return false
  const wanted = normalize(withPort?.[1] ?? entry)
  const version = isIP(wanted)
  if (version) return isInRange(wanted, version === 4 ? 32 : 128, host)
  return wanted !== '' && (host === wanted || host.endsWith(`.${wanted}`))
}

/** Never for a name: it is not looked up, since only the proxy may be able to. */
function isInRange(address: string, bits: number, host: string): boolean {
  const version = isIP(address)
  if (!version || !isIP(host) || bits > (version === 4 ? 32 : 128)) return false
  const range = new BlockList()
  range.addSubnet(address, bits, version === 4 ? 'ipv4' : 'ipv6')
  return range.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6')
}

/** @returns the host as a URL has it: in lower case, a name in ASCII. Without brackets, and dots or `*.` around it. */
function normalize(host: string): string {
  const bare = withoutBrackets(host.toLowerCase())
    .replace(/^\*?\./, '')
    .replace(/\.$/, '')
  return isIP(bare) ? bare : domainToASCII(bare) || bare
}
