import type { MailSuggestion } from '../../contract'
import { readAutoconfig } from './autoconfig'
import { type MailAddress, parseMailAddress } from './mail-address'
import { findProvider } from './providers'
import { findSrvRecord } from './srv-record'

/** @returns a suggestion, or null if it has none. A source on the network learns the domain and nothing else of the address. */
export type SuggestionSource = (address: MailAddress, signal: AbortSignal) => Promise<MailSuggestion | null>

/** Longest wait for all sources together, in milliseconds: the person is about to fill in the next field. */
const totalTimeout = 5000

/** Best first: the providers known to the app, what the domain itself publishes, its DNS. */
const allSources: SuggestionSource[] = [
  async (address) => findProvider(address),
  (address, signal) => readAutoconfig(address, `https://autoconfig.${address.domain}/mail/config-v1.1.xml`, signal),
  (address, signal) =>
    readAutoconfig(address, `https://${address.domain}/.well-known/autoconfig/mail/config-v1.1.xml`, signal),
  (address) => findSrvRecord(address),
]

/**
 * @param email an email address
 * @returns the settings to fill the form with; null if no source has any. A source that fails counts as one that has none.
 */
export async function suggestMailServer(
  email: string,
  signal: AbortSignal = new AbortController().signal,
  sources: SuggestionSource[] = allSources,
): Promise<MailSuggestion | null> {
  const address = parseMailAddress(email)
  if (!address) return null
  const found = new AbortController()
  const stop = AbortSignal.any([signal, found.signal, AbortSignal.timeout(totalTimeout)])
  // All sources are asked together; a suggestion counts once every better source is known to have none.
  const suggestions = sources.map((source) => nullIfAborted(source(address, stop), stop))
  try {
    for (const pending of suggestions) {
      const suggestion = await pending
      if (suggestion) return suggestion
    }
    return null
  } finally {
    found.abort()
  }
}

/** @returns null as well if the source fails */
function nullIfAborted(pending: Promise<MailSuggestion | null>, signal: AbortSignal): Promise<MailSuggestion | null> {
  const aborted = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)))
  return Promise.race([pending.catch(() => null), aborted])
}
