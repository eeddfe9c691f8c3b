import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import type { MailEncryption } from '../../contract'

export interface SmtpLogin {
  /** A host name, which may be internationalised, or an IP address; IPv6 with or without brackets. */
  host: string
  /** 1 to 65535. */
  port: number
  encryption: MailEncryption
  username: string
  password: string
  /** The email address to send as. */
  address: string
}

/** @returns the host in the form for DNS and TLS: ASCII, without brackets; undefined if it is not a host */
export function toNetworkHost(host: string): string | undefined {
  const bare = host.trim().replace(/^\[(.*)\]$/, '$1')
  if (isIP(bare)) return bare
  // Letters of any language, digits, dots and dashes only: no URL, no port, no spaces.
  const name = /^[\p{L}\p{M}\p{N}.-]+$/u.test(bare) ? domainToASCII(bare) : ''
  return name === '' ? undefined : name
}
