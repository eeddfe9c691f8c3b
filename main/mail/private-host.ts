import { lookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv6 } from 'node:net'

/** Addresses that mean something in one network only. Source: the special-purpose registries of IANA (RFC 6890). */
const privateAddresses = new BlockList()
const privateNetworks = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4'],
  ...['::/96', '64:ff9b:1::/48', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
]
for (const network of privateNetworks) {
  const [address = '', prefix] = network.split('/')
  privateAddresses.addSubnet(address, Number(prefix), isIPv6(address) ? 'ipv6' : 'ipv4')
}

/**
 * Whether a host is in a private network or on this computer, so that nobody outside should make the app ask it.
 * @param hostname of a URL. A name that this computer cannot look up counts as public: a proxy looks it up then
 */
export async function isPrivateHost(hostname: string): Promise<boolean> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host)) return isPrivateAddress(host)
  if (/(^|\.)localhost\.?$/i.test(host)) return true
  const found = await lookup(host, { all: true }).catch(() => [])
  return found.some(({ address }) => isPrivateAddress(address))
}

/** Whether an IP address is in a private network, also one of IPv4 that is written as IPv6, or that IPv6 leads to. */
export function isPrivateAddress(address: string): boolean {
  const [bare = '', zone] = address.split('%')
  // A zone names a connection of this computer.
  if (zone !== undefined) return true
  if (!isIPv6(bare)) return privateAddresses.check(bare, 'ipv4')
  return privateAddresses.check(bare, 'ipv6') || privateAddresses.check(embeddedAddress(bare) ?? bare, 'ipv4')
}

/** @returns the IPv4 address to which a translator or a tunnel leads. Sources: RFC 6052 and RFC 3056 */
function embeddedAddress(address: string): string | undefined {
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const [start = [], end = []] = groups.map((part) => part.split(':').filter(Boolean))
  const all = [...start, ...Array(8 - start.length - end.length).fill('0'), ...end].map((part) =>
    Number.parseInt(part, 16),
  )
  const isTranslated = all[0] === 0x64 && all[1] === 0xff9b
  const pair = isTranslated ? all.slice(6) : all[0] === 0x2002 ? all.slice(1, 3) : []
  return pair.length === 2 ? pair.flatMap((group) => [group >> 8, group & 255]).join('.') : undefined
}
