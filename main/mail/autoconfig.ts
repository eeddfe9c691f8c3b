import { XMLParser } from 'fast-xml-parser'
import { Agent } from 'undici'
import { z } from 'zod'
import type { MailSuggestion } from '../../contract'
import { originAndPath } from '../fleep/transport'
import { passwordRuleOf } from './providers'
import { toNetworkHost } from './smtp-login'
import type { MailAddress } from './suggestion'

/** In bytes; real files have two or three thousand. */
const largestFile = 256 * 1024
const answerWithin = 4000

/** Entities are not replaced at all, so there is none to abuse; a file that names one elsewhere is refused. */
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
 * Mozilla's autoconfig file of a domain. Sent are the domain and nothing of the person.
 * @param url https only; redirects are not followed
 * @returns null for a file that names no encrypted server for sending
 */
export async function readAutoconfig(
  address: MailAddress,
  url: string,
  signal: AbortSignal,
  /** Authorities to trust besides the system's, as PEM. */
  ca?: string,
): Promise<MailSuggestion | null> {
  const dispatcher = new Agent({
    connect: { timeout: answerWithin, ...(ca ? { ca } : {}) },
    headersTimeout: answerWithin,
    bodyTimeout: answerWithin,
    maxResponseSize: largestFile,
  })
  try {
    const { statusCode, body } = await dispatcher.request({ ...originAndPath(url), method: 'GET', signal })
    const xml = await body.text()
    return statusCode === 200 ? parseAutoconfig(address, xml) : null
  } finally {
    void dispatcher.destroy()
  }
}

/** The first server for sending that is encrypted; the domain lists its best first. */
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
      source: emailProvider.displayName ?? address.domain,
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
