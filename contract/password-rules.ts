import type { PasswordRule } from './smtp'

/** Each is the provider's own page about these passwords. Look a page up before it is added. */
const pages = {
  yandex: 'https://yandex.com/support/passport/authorization/app-passwords.html',
  netEase:
    'https://help.mail.163.com/faqDetail.do?code=d7a5dc8471cd0c0e8b4b8f4f8e49998b374173cfe9171305fa1ce630d7f67ac286624f309a1a7089',
  zoho: 'https://help.zoho.com/portal/kb/articles/manage-application-specific-passwords',
  proton: 'https://proton.me/support/smtp-submission',
  outlook:
    'https://support.microsoft.com/en-us/office/modern-authentication-methods-now-needed-to-continue-syncing-outlook-email-in-non-microsoft-email-apps-c5d65390-9676-4763-b41f-d7986499a90d',
  tuta: 'https://tuta.com/support/howto',
}

/** Providers that reject the usual password over SMTP, by the end of their server's name; the first one counts. */
const passwordRules: [server: string, kind: PasswordRule['kind'], page: string | null][] = [
  ['.gmail.com', 'app-password', 'https://myaccount.google.com/apppasswords'],
  ['.mail.me.com', 'app-password', 'https://support.apple.com/102654'],
  ['.mail.yahoo.com', 'app-password', 'https://help.yahoo.com/kb/generate-manage-rd-party-passwords-sln15241.html'],
  ['.aol.com', 'app-password', 'https://help.aol.com/articles/Create-and-manage-app-password'],
  ['.fastmail.com', 'app-password', 'https://www.fastmail.com/help/clients/apppassword.html'],
  ['.yandex.ru', 'app-password', pages.yandex],
  ['.yandex.com', 'app-password', pages.yandex],
  ['.mail.ru', 'app-password', 'https://account.mail.ru/user/2-step-auth/passwords'],
  // Servers for companies take the usual password until a mailbox is protected by another step.
  ['.exmail.qq.com', 'app-password-with-2fa', null],
  ['.qiye.163.com', 'app-password-with-2fa', null],
  // Its "authorization code" is one.
  ['.qq.com', 'app-password', 'https://service.mail.qq.com/detail/0/75'],
  ['.163.com', 'app-password', pages.netEase],
  ['.126.com', 'app-password', pages.netEase],
  ['.yeah.net', 'app-password', pages.netEase],
  ['.zoho.com', 'app-password-with-2fa', pages.zoho],
  ['.zoho.eu', 'app-password-with-2fa', pages.zoho],
  ['.zoho.in', 'app-password-with-2fa', pages.zoho],
  ['.protonmail.ch', 'smtp-token', pages.proton],
  ['.proton.me', 'smtp-token', pages.proton],
  ['.protonmail.com', 'smtp-token', pages.proton],
  ['.smtp-mail.outlook.com', 'no-passwords', pages.outlook],
  ['.outlook.com', 'no-passwords', pages.outlook],
  ['.hotmail.com', 'no-passwords', pages.outlook],
  ['.live.com', 'no-passwords', pages.outlook],
  // An organization turns it on for each mailbox. Microsoft turns it off by default at the end of December 2026.
  [
    '.office365.com',
    'administrator',
    'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission',
  ],
  ['.tutanota.com', 'no-smtp', pages.tuta],
  ['.tutanota.de', 'no-smtp', pages.tuta],
  ['.tuta.com', 'no-smtp', pages.tuta],
]

/** The pages of the rules, which the window links to. */
export const passwordPages = [...new Set(passwordRules.flatMap(([, , page]) => page ?? []))]

/**
 * @param host of a mail server, in capital or small letters
 * @returns null if the provider accepts the usual password, as far as the app knows
 */
export function passwordRuleOf(host: string): PasswordRule | null {
  const name = `.${host.trim().toLowerCase().replace(/\.$/, '')}`
  const rule = passwordRules.find(([server]) => name.endsWith(server))
  return rule ? { kind: rule[1], page: rule[2] } : null
}
