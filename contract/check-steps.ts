import type { CheckStep, MailEncryption } from './smtp'

/** @returns the steps of a mail server's check, in order */
export function stepsOf(encryption: MailEncryption): CheckStep[] {
  if (encryption === 'none') return ['dns', 'connect', 'greeting', 'sign-in']
  return encryption === 'tls'
    ? ['dns', 'connect', 'encryption', 'greeting', 'sign-in']
    : ['dns', 'connect', 'greeting', 'encryption', 'sign-in']
}
