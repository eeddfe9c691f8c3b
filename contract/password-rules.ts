import type { PasswordRule } from './smtp'

/** Providers that reject the usual password over SMTP, by the end of their server's name. Sources: their own help pages. */
const passwordRules: [server: string, kind: PasswordRule['kind'], page: string][] = [
  ['.gmail.com', 'app-password', 'https://myaccount.google.com/apppasswords'],
  ['.mail.me.com', 'app-password', 'https://account.apple.com/account/manage'],
  ['.mail.yahoo.com', 'app-password', 'https://login.yahoo.com/account/security'],
  ['.aol.com', 'app-password', 'https://login.aol.com/account/security'],
  ['.fastmail.com', 'app-password', 'https://app.fastmail.com/settings/security'],
  ['.yandex.ru', 'app-password', 'https://id.yandex.com/security/app-passwords'],
  ['.yandex.com', 'app-password', 'https://id.yandex.com/security/app-passwords'],
  ['.mail.ru', 'app-password', 'https://account.mail.ru/user/2-step-auth/passwords'],
  // Its "authorization code" is one. The company's servers, smtp.exmail.qq.com, also take it.
  ['.qq.com', 'app-password', 'https://service.mail.qq.com/'],
  ['.163.com', 'app-password', 'https://help.mail.163.com/'],
  ['.126.com', 'app-password', 'https://help.mail.163.com/'],
  ['.yeah.net', 'app-password', 'https://help.mail.163.com/'],
  ['.zoho.com', 'app-password-with-2fa', 'https://accounts.zoho.com/home#security/app_password'],
  ['.zoho.eu', 'app-password-with-2fa', 'https://accounts.zoho.eu/home#security/app_password'],
  ['.zoho.in', 'app-password-with-2fa', 'https://accounts.zoho.in/home#security/app_password'],
  ['.protonmail.ch', 'smtp-token', 'https://proton.me/support/smtp-submission'],
  ['.proton.me', 'smtp-token', 'https://proton.me/support/smtp-submission'],
  ['.protonmail.com', 'smtp-token', 'https://proton.me/support/smtp-submission'],
  ['.smtp-mail.outlook.com', 'no-passwords', 'https://support.microsoft.com/outlook'],
  ['.outlook.com', 'no-passwords', 'https://support.microsoft.com/outlook'],
  ['.hotmail.com', 'no-passwords', 'https://support.microsoft.com/outlook'],
  ['.live.com', 'no-passwords', 'https://support.microsoft.com/outlook'],
  // An organization turns it on for each mailbox, and Microsoft turns it off for all from the end of 2026.
  [
    '.office365.com',
    'administrator',
    'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission',
  ],
  ['.tutanota.com', 'no-smtp', 'https://tuta.com/support'],
  ['.tutanota.de', 'no-smtp', 'https://tuta.com/support'],
  ['.tuta.com', 'no-smtp', 'https://tuta.com/support'],
]

/** The pages of the rules, which the window links to. */
export const passwordPages = [...new Set(passwordRules.map(([, , page]) => page))]

/**
 * @param host of a mail server, in capital or small letters
 * @returns null if the provider accepts the usual password, as far as the app knows
 */
export function passwordRuleOf(host: string): PasswordRule | null {
  const name = `.${host.trim().toLowerCase().replace(/\.$/, '')}`
  const rule = passwordRules.find(([server]) => name.endsWith(server))
  return rule ? { kind: rule[1], page: rule[2] } : null
}
