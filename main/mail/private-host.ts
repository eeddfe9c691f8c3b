import { lookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv6 } from 'node:net'

/** Addresses that mean something in one network only. Source: the special-purpose registries of IANA (RFC 6890). */
const privateAddresses = new BlockList()
const privateNetworks = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4'],
  ...['::/127', '64:ff9b:1::/48', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
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

/** An IPv4 address that is written as IPv6 counts as that IPv4 address. */
function isPrivateAddress(address: string): boolean {
  return privateAddresses.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
