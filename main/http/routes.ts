import { text } from '../core/text'
import { withTimeout } from '../core/with-timeout'
import { isExcluded, isOnThisComputer } from './no-proxy'
import { parseProxy, parseProxyList, type Route } from './proxy'

/** Returns the proxies of the system's settings for a URL, as a list such as `PROXY proxy.example:3128; DIRECT`. */
export type SystemProxies = (url: string) => Promise<string>

/** How long the system may take, in milliseconds: it may have to download a script for proxies. */
const systemTimeout = 5000

let systemProxies: SystemProxies = async () => 'DIRECT'

/** A proxy that the organisation has set, in place of the user's variables and the system's settings. */
export interface ManagedProxy {
  /** As HTTPS_PROXY has it. */
  address: string
  /** As NO_PROXY has it. */
  noProxy: string
  /** Where it is set, for errors. */
  source: string
}

let managedProxy: ManagedProxy | null = null

/** Makes all connections from now on use this proxy; null for those of the user. */
export function useManagedProxy(proxy: ManagedProxy | null): void {
  managedProxy = proxy
}

/** Makes all connections from now on use the proxies of the system's settings where no environment variable is set. */
export function followSystemProxies(resolve: SystemProxies): void {
  systemProxies = resolve
}

/**
 * Finds the ways to a server, the best first. A server on this computer is always reached directly. Otherwise the organisation's
 * proxy counts, if it has set one. Without it, the variables https_proxy, http_proxy, all_proxy and no_proxy do, in lower case
 * before upper case. Without those, the system's settings do. They are read each time, because a computer moves between networks.
 * @throws Failure for a proxy that cannot be used
 */
export async function routesTo({ protocol, hostname, port, origin }: URL): Promise<Route[]> {
  if (isOnThisComputer(hostname)) return [null]
  const usedPort = Number(port) || (protocol === 'https:' ? 443 : 80)
  if (managedProxy) return [managedRoute(managedProxy, hostname, usedPort)]
  const noProxy = readVariable('no_proxy')
  if (noProxy && isExcluded(hostname, usedPort, noProxy.value)) return [null]
  const names = [`${protocol.replace(':', '')}_proxy`, 'all_proxy']
  for (const name of names) {
    const used = readVariable(name)
    if (used) return [parseProxy(used.value, used.name)]
  }
  // An empty variable means that no proxy is wanted.
  if (names.some(isPresent)) return [null]
  return parseProxyList(await withTimeout(systemProxies(`${origin}/`).catch(direct), systemTimeout, direct))
}

/** @throws Failure for a proxy that cannot be used */
function managedRoute({ address, noProxy, source }: ManagedProxy, hostname: string, port: number): Route {
  if (isExcluded(hostname, port, noProxy)) return null
  const proxy = parseProxy(address, source)
  return { ...proxy, label: `${proxy.hostname}:${proxy.port} (${text('managed.inBrackets')})` }
}

function direct(): string {
  return 'DIRECT'
}

/** @returns the variable in lower case, or in upper case if that one is missing or empty. Source: curl's curl_getenv */
function readVariable(name: string): { name: string; value: string } | undefined {
  return spellings(name)
    .map((spelling) => ({ name: spelling, value: process.env[spelling]?.trim() ?? '' }))
    .find(({ value }) => value !== '')
}

function isPresent(name: string): boolean {
  return spellings(name).some((spelling) => process.env[spelling] !== undefined)
}

function spellings(name: string): string[] {
  return [name, name.toUpperCase()]
}
