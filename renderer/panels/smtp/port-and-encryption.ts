import { type MailEncryption, usualPort } from '../../bridge'
import { text } from '../../text'

export function nameOf(encryption: MailEncryption): string {
  return encryption === 'none' ? text('common.none') : encryption.toUpperCase()
}

/** @returns what to say when port and encryption do not belong together, undefined when they may */
export function contradiction(port: number, encryption: MailEncryption): 'smtp.port465' | 'smtp.port587' | undefined {
  if (port === usualPort('tls') && encryption !== 'tls') return 'smtp.port465'
  if (port === usualPort('starttls') && encryption === 'tls') return 'smtp.port587'
  return undefined
}
