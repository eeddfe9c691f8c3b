import type { MailSuggestion } from '../../contract'
import { readAutoconfig } from './autoconfig'
import { findProvider } from './providers'
import { findSrvRecord } from './srv-record'

/** @returns a suggestion, null where there is none. Never told more than the domain by those who ask elsewhere. */
export type SuggestionSource = (address: MailAddress, signal: AbortSignal) => Promise<MailSuggestion | null>

export interface MailAddress {
  whole: string
  local: string
  /** In lower case. */
  domain: string
}

/** How long all sources together may take, in milliseconds: a person is waiting with the next field. */
const allWithin = 5000

/** Best first: what is known here, what the domain itself says of its servers, what its DNS says. */
const allSources: SuggestionSource[] = [
  async (address) => findProvider(address),
  (address, signal) => readAutoconfig(address, `https://autoconfig.${address.domain}/mail/config-v1.1.xml`, signal),
  (address, signal) =>
    readAutoconfig(address, `https://${address.domain}/.well-known/autoconfig/mail/config-v1.1.xml`, signal),
  (address) => findSrvRecord(address),
]

/**
 * @param whole a mail address
 * @returns what to fill the form with; null when nobody knows. A source that fails is as if it had none.
 */
export async function suggestMailServer(
  whole: string,
  signal: AbortSignal = new AbortController().signal,
  sources: SuggestionSource[] = allSources,
): Promise<MailSuggestion | null> {
  const address = parseMailAddress(whole)
  if (!address) return null
  const enough = new AbortController()
  const within = AbortSignal.any([signal, enough.signal, AbortSignal.timeout(allWithin)])
  const answers = sources.map((source) => unlessAborted(source(address, within), within))
  try {
    // All are asked at once, and one counts as soon as every better one has none.
    for (const answer of answers) {
      const suggestion = await answer
      if (suggestion) return suggestion
    }
    return null
  } finally {
    enough.abort()
  }
}

/** @returns undefined for what is no mail address */
export function parseMailAddress(whole: string): MailAddress | undefined {
  const match = /^([^\s@]+)@([^\s@/:?#]+\.[^\s@/:?#]+)$/u.exec(whole.trim())
  if (!match?.[1] || !match[2]) return undefined
  return { whole: match[0], local: match[1], domain: match[2].toLowerCase() }
}

function unlessAborted(answer: Promise<MailSuggestion | null>, signal: AbortSignal): Promise<MailSuggestion | null> {
  const none = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)))
  return Promise.race([answer.catch(() => null), none])
}
