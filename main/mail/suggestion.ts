import type { SuggestedMailServer } from '../../contract'
import { readAutoconfig } from './autoconfig'
import { standInAddress } from './autoconfig-file'
import { type MailAddress, parseMailAddress } from './mail-address'
import { findProvider } from './providers'
import { findSrvRecord } from './srv-record'

/** @returns a suggestion, or null if it has none. A source on the network learns the domain and nothing else of the address. */
export type SuggestionSource = (address: MailAddress, signal: AbortSignal) => Promise<SuggestedMailServer | null>

/** Longest wait for all sources together, in milliseconds: the person is about to fill in the next field. */
const totalTimeout = 5000

/** Best first: the providers known to the app, what the domain itself publishes, its DNS. */
const allSources: SuggestionSource[] = [
  async (address) => findProvider(address),
  (address, signal) => readAutoconfig(address, fileOf(address), signal),
  (address, signal) =>
    readAutoconfig(address, `https://${address.domain}/.well-known/autoconfig/mail/config-v1.1.xml`, signal),
  (address) => findSrvRecord(address),
]

/** Some servers answer only if an email address is sent; it is made up. */
function fileOf({ domain }: MailAddress): string {
  const query = new URLSearchParams({ emailaddress: standInAddress(domain) })
  return `https://autoconfig.${domain}/mail/config-v1.1.xml?${query}`
}

/**
 * @param email an email address
 * @param signal ends the search and its requests: the result is null then
 * @param timeout in milliseconds
 * @returns the settings to fill the form with, or what is in the way; null if no source has any. A source that fails counts
 *   as one that has none.
 */
export async function suggestMailServer(
  email: string,
  signal: AbortSignal = new AbortController().signal,
  sources: SuggestionSource[] = allSources,
  timeout = totalTimeout,
): Promise<SuggestedMailServer | null> {
  const address = parseMailAddress(email)
  if (!address) return null
  const ended = new AbortController()
  const end = () => ended.abort()
  // Not AbortSignal.any with AbortSignal.timeout: Node 20 may collect the latter as garbage, and then it never fires.
  const timer = setTimeout(end, timeout)
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  try {
    // All sources are asked together; a suggestion counts once every better source is known to have none.
    const suggestions = sources.map((source) => nullIfAborted(source, address, ended.signal))
    for (const pending of suggestions) {
      const suggestion = await pending
      if (suggestion) return suggestion
    }
    return null
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
    end()
  }
}

/** @returns null as well if the source fails */
function nullIfAborted(
  source: SuggestionSource,
  address: MailAddress,
  signal: AbortSignal,
): Promise<SuggestedMailServer | null> {
  if (signal.aborted) return Promise.resolve(null)
  const aborted = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)))
  return Promise.race([source(address, signal).catch(() => null), aborted])
}
