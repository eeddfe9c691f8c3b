import { resolve } from 'node:path'
import { readOption } from '../core/read-option'
import { systemProxiesFor } from '../electron/system-proxies'
import { trustAuthoritiesIn } from '../http/authorities'
import { followSystemProxies } from '../http/routes'

/** Sets up what all connections have in common. To be called before the first one. */
export function prepareNetwork(): void {
  followSystemProxies(systemProxiesFor)
  const authorities = readOption(process.argv, 'authorities')
  if (authorities) trustAuthoritiesIn(resolve(authorities))
}
