import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import type { MailSuggestion } from '../../contract'
import { HttpClient } from '../http/http-client'
import type { MailAddress } from './mail-address'
import { isOtherDomain } from './other-domain'
import { providerName } from './provider-name'
import { passwordRuleOf } from './providers'
import { toNetworkHost } from './smtp-login'

/** In bytes; real files have two or three thousand. */
const maxFileSize = 256 * 1024
/** In milliseconds; less than all sources of a suggestion may take together. */
const timeout = 4000

/** Entities are never replaced, so none can do harm; a file with an external entity is rejected. */
const parser = new XMLParser({
  ignoreAttributes: false,
  processEntities: false,
  parseTagValue: false,
  isArray: (name) => name === 'outgoingServer',
})

const outgoingServer = z.object({
  '@_type': z.literal('smtp'),
  hostname: z.string(),
  port: z.coerce.number().int().min(1).max(65_535),
  socketType: z.enum(['SSL', 'STARTTLS']),
  username: z.string().optional(),
})
const config = z.object({
  clientConfig: z.object({
    emailProvider: z.object({ displayName: z.string().optional(), outgoingServer: z.array(z.unknown()).default([]) }),
  }),
})

/**
 * Reads Mozilla's autoconfig file of a domain. Nothing about the person is sent: no cookie, no address.
 * @param url https only; redirects are not followed
 * @param ca certificate authorities to trust in place of the default ones, as PEM
 * @returns null if there is no such file, or it names no encrypted server for outgoing email
 * @throws Failure for a network error, an error of the parser for a file that is not understood, the signal's reason when
 *   aborted
 */
export async function readAutoconfig(
  address: MailAddress,
  url: string,
  signal: AbortSignal,
  ca?: string,
): Promise<MailSuggestion | null> {
  const http = new HttpClient({ responseTimeout: timeout, connectTimeout: timeout, maxResponseSize: maxFileSize, ca })
  try {
    const { status, body } = await http.request({ url, signal })
    return status === 200 ? parseAutoconfig(address, new TextDecoder().decode(body)) : null
  } finally {
    void http.close()
  }
}

/** @returns the first encrypted server for outgoing email, since a domain lists its best first; null if there is none */
export function parseAutoconfig(address: MailAddress, xml: string): MailSuggestion | null {
  const { emailProvider } = config.parse(parser.parse(xml)).clientConfig
  for (const candidate of emailProvider.outgoingServer) {
    const server = outgoingServer.safeParse(candidate).data
    const host = server && toNetworkHost(fillIn(server.hostname, address))
    if (!server || !host) continue
    return {
      host,
      port: server.port,
      encryption: server.socketType === 'SSL' ? 'tls' : 'starttls',
      username: fillIn(server.username ?? '%EMAILADDRESS%', address),
      source: providerName(emailProvider.displayName ?? '') || address.domain,
      isOtherDomain: isOtherDomain(host, address.domain),
      passwordRule: passwordRuleOf(host),
    }
  }
  return null
}

function fillIn(text: string, { whole, local, domain }: MailAddress): string {
  return text
    .replaceAll('%EMAILADDRESS%', whole)
    .replaceAll('%EMAILLOCALPART%', local)
    .replaceAll('%EMAILDOMAIN%', domain)
}
