import wellKnown from 'nodemailer/lib/well-known'
import type { SmtpEncryption, SuggestedMailServer } from '../../contract'
import { passwordRuleOf } from '../../contract/password-rules'
import { usualPort } from '../../contract/smtp-ports'
import type { MailAddress } from './mail-address'

interface Provider {
  name: string
  host: string
  encryption: SmtpEncryption
  port: number
}

/** Large providers whose domains nodemailer's list does not contain. Sources: their own help pages. */
const moreProviders: [domains: string[], name: string, host: string, encryption: SmtpEncryption][] = [
  [['live.com', 'msn.com', 'windowslive.com'], 'Outlook.com', 'smtp-mail.outlook.com', 'starttls'],
  [['yandex.com', 'ya.ru', 'yandex.by', 'yandex.kz'], 'Yandex Mail', 'smtp.yandex.com', 'tls'],
  [['zoho.com', 'zohomail.com'], 'Zoho Mail', 'smtp.zoho.com', 'tls'],
  [['zoho.eu', 'zohomail.eu'], 'Zoho Mail', 'smtp.zoho.eu', 'tls'],
  [['zoho.in', 'zohomail.in'], 'Zoho Mail', 'smtp.zoho.in', 'tls'],
  [['foxmail.com'], 'QQ Mail', 'smtp.qq.com', 'tls'],
  [['163.com'], 'NetEase Mail', 'smtp.163.com', 'tls'],
  [['126.com'], 'NetEase Mail', 'smtp.126.com', 'tls'],
  [['yeah.net'], 'NetEase Mail', 'smtp.yeah.net', 'tls'],
  // They have no such server: the rule of its name says so.
  [['tutanota.com', 'tutanota.de', 'tuta.com', 'tuta.io', 'tutamail.com', 'keemail.me'], 'Tuta', 'tuta.com', 'tls'],
]

/**
 * Finds the provider in the app's list and in nodemailer's list of large ones. Providers without encryption are left out.
 * @returns what is in the way, for one that has no mail server for other apps
 */
export function findProvider({ whole, domain }: MailAddress): SuggestedMailServer | null {
  const provider = moreProvider(domain) ?? wellKnownProvider(domain)
  if (!provider) return null
  const { name, host, port, encryption } = provider
  const passwordRule = passwordRuleOf(host)
  if (passwordRule?.kind === 'no-smtp')
    return { obstacle: 'no-smtp', provider: name, methods: [], page: passwordRule.page }
  return { host, port, encryption, username: whole, source: name, isOtherDomain: false, passwordRule }
}

function moreProvider(domain: string): Provider | undefined {
  const [, name = '', host = '', encryption = 'tls'] = moreProviders.find(([domains]) => domains.includes(domain)) ?? []
  return host === '' ? undefined : { name, host, encryption, port: usualPort(encryption) }
}

function wellKnownProvider(domain: string): Provider | undefined {
  const known = wellKnown(domain)
  if (known === false || !known.host || known.ignoreTLS) return undefined
  const encryption = known.secure ? 'tls' : 'starttls'
  return {
    name: known.description ?? known.host,
    host: known.host,
    encryption,
    port: Number(known.port ?? usualPort(encryption)),
  }
}
