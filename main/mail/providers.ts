import wellKnown from 'nodemailer/lib/well-known'
import type { MailSuggestion, PasswordRule } from '../../contract'
import { usualPort } from '../../contract/smtp-ports'
import type { MailAddress } from './mail-address'

/** Providers that reject the usual password over SMTP, by the end of their server's name. Sources: their own help pages. */
const passwordRules: [server: string, kind: PasswordRule['kind'], page: string][] = [
  ['.gmail.com', 'app-password', 'https://myaccount.google.com/apppasswords'],
  ['.mail.me.com', 'app-password', 'https://account.apple.com/account/manage'],
  ['.mail.yahoo.com', 'app-password', 'https://login.yahoo.com/account/security'],
  ['.aol.com', 'app-password', 'https://login.aol.com/account/security'],
  ['.fastmail.com', 'app-password', 'https://app.fastmail.com/settings/security'],
  ['.yandex.ru', 'app-password', 'https://id.yandex.com/security/app-passwords'],
  ['.mail.ru', 'app-password', 'https://account.mail.ru/user/2-step-auth/passwords'],
  ['.protonmail.ch', 'smtp-token', 'https://proton.me/support/smtp-submission'],
  ['.smtp-mail.outlook.com', 'no-passwords', 'https://support.microsoft.com/outlook'],
]

/** The pages of the rules, which the window links to. */
export const passwordPages = passwordRules.map(([, , page]) => page)

/** Finds the provider in nodemailer's list of large ones. Providers without encryption are left out. */
export function findProvider({ whole, domain }: MailAddress): MailSuggestion | null {
  const known = wellKnown(domain)
  if (known === false || !known.host || known.ignoreTLS) return null
  const encryption = known.secure ? 'tls' : 'starttls'
  return {
    host: known.host,
    port: Number(known.port ?? usualPort(encryption)),
    encryption,
    username: whole,
    source: known.description ?? known.host,
    isOtherDomain: false,
    passwordRule: passwordRuleOf(known.host),
  }
}

/** @param host of a mail server. @returns null if the provider accepts the usual password, as far as the app knows */
export function passwordRuleOf(host: string): PasswordRule | null {
  const rule = passwordRules.find(([server]) => `.${host}`.endsWith(server))
  return rule ? { kind: rule[1], page: rule[2] } : null
}
