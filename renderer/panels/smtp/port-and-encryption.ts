import { isUsualPort, type MailEncryption, usualPort } from '../../bridge'
import { text } from '../../text'

export function encryptionName(encryption: MailEncryption): string {
  return encryption === 'none' ? text('common.none') : encryption.toUpperCase()
}

/** @returns the standard port of an encryption, as it is typed */
export function usualPortOf(encryption: MailEncryption): string {
  return String(usualPort(encryption))
}

/** Whether a typed port is the standard one of some encryption. */
export function isTypedUsualPort(port: string): boolean {
  return isUsualPort(Number(port))
}

/** @returns the key of a warning, if the port is the usual one of another encryption */
export function portWarning(port: number, encryption: MailEncryption): 'smtp.port465' | 'smtp.port587' | undefined {
  if (port === usualPort('tls') && encryption !== 'tls') return 'smtp.port465'
  if (port === usualPort('starttls') && encryption === 'tls') return 'smtp.port587'
  return undefined
}
