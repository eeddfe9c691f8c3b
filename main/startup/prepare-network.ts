import { resolve } from 'node:path'
import { Failure } from '../core/failure'
import { readOption } from '../core/read-option'
import { otherManagedFile } from '../electron/managed-file-place'
import { systemProxiesFor } from '../electron/system-proxies'
import { allowOnlyServer } from '../fleep/server-address'
import { trustAuthoritiesIn, trustManagedAuthorities } from '../http/authorities'
import { followSystemProxies, useManagedProxy } from '../http/routes'
import { type LoadedSettings, loadManagedSettings } from '../managed/load-managed-settings'

export interface PreparedNetwork {
  /** The settings of the organisation; null if there are none. */
  managed: LoadedSettings | null
  /** Why the option `--authorities` cannot be used. */
  refusal: Failure | null
}

/**
 * Sets up what all connections have in common, as the organisation or else the user wants it. To be called before the first
 * connection, and before an address of a server is read.
 */
export async function prepareNetwork(): Promise<PreparedNetwork> {
  followSystemProxies(systemProxiesFor)
  const managed = await loadManagedSettings(otherManagedFile())
  if (managed) applyManagedSettings(managed)
  const authorities = readOption(process.argv, 'authorities')
  try {
    if (authorities) trustAuthoritiesIn(resolve(authorities))
    return { managed, refusal: null }
  } catch (reason) {
    if (!(reason instanceof Failure)) throw reason
    return { managed, refusal: reason }
  }
}

function applyManagedSettings({ source, values }: LoadedSettings): void {
  const { server, proxyAddress, noProxy, authorities } = values
  allowOnlyServer(server)
  trustManagedAuthorities(authorities)
  useManagedProxy(proxyAddress === null ? null : { address: proxyAddress, noProxy, source })
}
