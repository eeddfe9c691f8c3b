import type { MailEncryption } from '../../bridge'

/** The port that belongs to each encryption. Source: RFC 8314 for 465 and 587. */
export const usualPort: Record<MailEncryption, number> = { tls: 465, starttls: 587, none: 25 }

export const encryptionNames: Record<MailEncryption, string> = { tls: 'TLS', starttls: 'STARTTLS', none: 'None' }

/** @returns a sentence when port and encryption do not belong together, undefined when they may */
export function contradiction(port: number, encryption: MailEncryption): string | undefined {
  if (port === 465 && encryption !== 'tls')
    return 'Port 465 speaks TLS from the first byte. Choose TLS, or port 587 for STARTTLS.'
  if (port === 587 && encryption === 'tls')
    return 'Port 587 begins without encryption. Choose STARTTLS, or port 465 for TLS.'
  return undefined
}
