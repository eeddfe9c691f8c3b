import type { MailEncryption } from '../../bridge'
import { text } from '../../text'

/** The port that belongs to each encryption. Source: RFC 8314 for 465 and 587. */
export const usualPort: Record<MailEncryption, number> = { tls: 465, starttls: 587, none: 25 }

export function nameOf(encryption: MailEncryption): string {
  return encryption === 'none' ? text('common.none') : encryption.toUpperCase()
}

/** @returns what to say when port and encryption do not belong together, undefined when they may */
export function contradiction(port: number, encryption: MailEncryption): 'smtp.port465' | 'smtp.port587' | undefined {
  if (port === 465 && encryption !== 'tls') return 'smtp.port465'
  if (port === 587 && encryption === 'tls') return 'smtp.port587'
  return undefined
}
