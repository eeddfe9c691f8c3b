import type { CheckStep, MailEncryption } from './smtp'

/** @returns the steps of a mail server's check, in order */
export function stepsOf(encryption: MailEncryption): CheckStep[] {
  const signedIn: CheckStep[] = ['sign-in', 'send-as']
  if (encryption === 'none') return ['dns', 'connect', 'greeting', ...signedIn]
  return encryption === 'tls'
    ? ['dns', 'connect', 'encryption', 'greeting', ...signedIn]
    : ['dns', 'connect', 'greeting', 'encryption', ...signedIn]
}
