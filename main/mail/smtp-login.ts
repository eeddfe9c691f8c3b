import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import type { MailEncryption } from '../../contract'

export interface SmtpLogin {
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
