import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import type { SmtpEncryption } from '../../preload/contract'

/** Plain text is only ever what the person chose, never a fallback. */
export type MailEncryption = SmtpEncryption | 'none'

export interface MailServer {
  /** A name, also an internationalised one, or an IP address; IPv6 with or without brackets. */
  host: string
  /** 1 to 65535. */
  port: number
  encryption: MailEncryption
  username: string
  password: string
}

/** @returns the host as DNS and TLS take it: ASCII, without brackets; undefined for what is no host */
export function toNetworkHost(host: string): string | undefined {
  const bare = host.trim().replace(/^\[(.*)\]$/, '$1')
  if (isIP(bare)) return bare
  // Only letters of any language, digits, dots and dashes; no URL, no port, no spaces.
  const name = /^[\p{L}\p{M}\p{N}.-]+$/u.test(bare) ? domainToASCII(bare) : ''
  return name === '' ? undefined : name
}

/** The port that belongs to each encryption. Sources: RFC 8314 for 465 and 587. */
export const usualPort: Record<MailEncryption, number> = { tls: 465, starttls: 587, none: 25 }

/** @returns a sentence when port and encryption do not belong together, undefined when they may */
export function contradiction(port: number, encryption: MailEncryption): string | undefined {
  if (port === 465 && encryption !== 'tls')
    return 'Port 465 speaks TLS from the first byte. Choose TLS, or port 587 for STARTTLS.'
  if (port === 587 && encryption === 'tls')
    return 'Port 587 begins without encryption. Choose STARTTLS, or port 465 for TLS.'
  return undefined
}
