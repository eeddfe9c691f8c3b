import type { SuggestedMailServer } from '../../contract'
import { HttpClient, type HttpResponse } from '../http/http-client'
import { parseAutoconfig } from './autoconfig-file'
import type { MailAddress } from './mail-address'
import { isPrivateHost } from './private-host'
import { decodeXml } from './xml-text'

export { parseAutoconfig }

/** In bytes; real files have two or three thousand. */
const maxFileSize = 256 * 1024
/** In milliseconds; less than all sources of a suggestion may take together. */
const timeout = 4000
/** A provider leads from the domain to its own server, perhaps by way of its other name. */
const maxRedirects = 3
const redirects = new Set([301, 302, 303, 307, 308])

/**
 * Reads Mozilla's autoconfig file of a domain. Nothing about the person is sent: no cookie, no address.
 * @param url https only. Redirects are followed to https, and from a public host only to public ones
 * @param ca certificate authorities to trust in place of the default ones, as PEM
 * @returns as {@link parseAutoconfig}; null if there is no such file
 * @throws Failure for a network error, an error of the parser for a file that is not understood, the signal's reason when
 *   aborted
 */
export async function readAutoconfig(
  address: MailAddress,
  url: string,
  signal: AbortSignal,
  ca?: string,
): Promise<SuggestedMailServer | null> {
  const http = new HttpClient({ responseTimeout: timeout, connectTimeout: timeout, maxResponseSize: maxFileSize, ca })
  try {
    const response = await requestFollowing(http, url, signal)
    if (response?.status !== 200) return null
    return parseAutoconfig(address, decodeXml(response.body, response.headers['content-type']))
  } finally {
    void http.close()
  }
}

/** @returns null if a redirect leads where none may, or there are too many */
async function requestFollowing(http: HttpClient, start: string, signal: AbortSignal): Promise<HttpResponse | null> {
  let url = new URL(start)
  for (let count = 0; count <= maxRedirects; count += 1) {
    const response = await http.request({ url: url.href, signal })
    const { location } = response.headers
    if (!redirects.has(response.status) || location === undefined) return response
    const next = URL.canParse(location, url.href) ? new URL(location, url) : null
    if (!next || !(await mayLead(url, next))) return null
    signal.throwIfAborted()
    url = next
  }
  return null
}

/** Whether a redirect may lead there: not to a page without encryption, and not into the network of this computer. */
async function mayLead(from: URL, to: URL): Promise<boolean> {
  if (to.protocol !== 'https:' || to.username || to.password) return false
  if (to.hostname === from.hostname) return true
  return !(await isPrivateHost(to.hostname)) || (await isPrivateHost(from.hostname))
}
