import { mailEncryptions } from './choices'
import type { MailEncryption } from './smtp'

const usualPorts: Record<MailEncryption, number> = { tls: 465, starttls: 587, none: 25 }

/** @returns the standard port for an encryption. Sources: RFC 8314 for 465 and 587, RFC 5321 for 25 */
export function usualPort(encryption: MailEncryption): number {
  return usualPorts[encryption]
}

/** Whether the port is the standard one of some encryption. */
export function isUsualPort(port: number): boolean {
  return mailEncryptions.some((encryption) => usualPorts[encryption] === port)
}
