import { XMLParser } from 'fast-xml-parser'
import type { MailObstacle, SmtpEncryption, SuggestedMailServer } from '../../contract'
import { passwordRuleOf } from '../../contract/password-rules'
import { isVisible } from '../../contract/typed-text'
import type { MailAddress } from './mail-address'
import { isOtherDomain } from './other-domain'
import { providerName } from './provider-name'
import { toSuggestedHost } from './suggested-host'

/**
 * Every element becomes a list, so that one and several of them are read in the same way; an element is its text, or an
 * object if it has attributes or elements. Names have no case. The entities of XML and HTML and numeric ones are decoded.
 */
const parser = new XMLParser({
  ignoreAttributes: false,
  removeNSPrefix: true,
  parseTagValue: false,
  htmlEntities: true,
  transformTagName: (name) => name.toLowerCase(),
  transformAttributeName: (name) => name.toLowerCase(),
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
})

/** Other names that files have for `SSL` and `STARTTLS` too. `plain` is missing: suggestions always use encryption. */
const encryptions: Record<string, SmtpEncryption> = { ssl: 'tls', tls: 'tls', 'ssl/tls': 'tls', starttls: 'starttls' }

/** The names for ways to sign in with a password, with the deprecated and common wrong ones. */
const passwordMethods = new Set([
  'plain',
  'secure',
  'cleartext',
  'encrypted',
  'password',
  'login',
  'normal',
  'cram-md5',
])
/** Those without one that have a name, which users may know. */
const otherMethods: Record<string, string> = {
  oauth2: 'OAuth2',
  xoauth2: 'OAuth2',
  ntlm: 'NTLM',
  gssapi: 'Kerberos (GSSAPI)',
  'tls-client-cert': 'TLS client certificates',
}

/** In UTF-16 code units, as the form has it. */
const maxUsername = 320

type Element = string | { [name: string]: Element[] | string }

/**
 * The address that is sent in place of the person's own: some servers only answer with one, and repeat it in the file, where
 * it is replaced again. Nobody else has it.
 */
export function standInAddress(domain: string): string {
  return `${standIn}@${domain}`
}

const standIn = 'fleep-settings-user'

/**
 * Reads an autoconfig file. Source of the format: https://wiki.mozilla.org/Thunderbird:Autoconfiguration:ConfigFileFormat
 * @returns the first encrypted server for outgoing email that takes a password, since a domain lists its best first; what
 *   is in the way if no encrypted server takes one; null if the file names no encrypted server
 * @throws Error of the parser for a file that is no XML, or that has a document type
 */
export function parseAutoconfig(address: MailAddress, xml: string): SuggestedMailServer | null {
  // A document type can define entities, and name files. Autoconfig has none.
  if (/<!DOCTYPE/i.test(xml)) throw new Error('document types are not supported')
  const root: Element = parser.parse(xml)
  const providers = childrenOf(root, 'clientconfig').flatMap((config) => childrenOf(config, 'emailprovider'))
  const methods = new Set<string>()
  let provider = ''
  for (const candidate of ownFirst(providers, address.domain)) {
    const source = sourceOf(candidate, address)
    for (const server of childrenOf(candidate, 'outgoingserver')) {
      const place = placeOf(server, address)
      if (!place) continue
      const offered = textsOf(server, 'authentication').map((method) => method.toLowerCase())
      if (offered.length === 0 || offered.some(isPassword)) {
        return { ...place, username: usernameOf(server, address), source, passwordRule: passwordRuleOf(place.host) }
      }
      provider ||= source
      for (const method of offered) methods.add(otherMethods[method] ?? '')
    }
  }
  return provider ? obstacleOf(provider, [...methods].filter(Boolean)) : null
}

function obstacleOf(provider: string, methods: string[]): MailObstacle {
  return { obstacle: methods.length > 0 ? 'other-sign-in' : 'no-password', provider, methods, page: null }
}

function isPassword(method: string): boolean {
  return method.startsWith('password-') || passwordMethods.has(method)
}

/** A file may describe several providers. That of the domain counts before the others. */
function ownFirst(providers: Element[], domain: string): Element[] {
  const isOwn = (provider: Element) => textsOf(provider, 'domain').some((name) => name.toLowerCase() === domain)
  return [...providers.filter(isOwn), ...providers.filter((provider) => !isOwn(provider))]
}

function sourceOf(provider: Element, address: MailAddress): string {
  const names = [...textsOf(provider, 'displayname'), ...textsOf(provider, 'displayshortname')]
  return names.map((name) => providerName(fillIn(name, address))).find(isVisible) ?? address.domain
}

/** @returns undefined for a server that is not encrypted, or that nobody could connect to */
function placeOf(server: Element, address: MailAddress) {
  const type = typeof server === 'string' ? undefined : server['@_type']
  if (typeof type === 'string' && type.trim().toLowerCase() !== 'smtp') return undefined
  const [host] = textsOf(server, 'hostname').flatMap(
    (name) => toSuggestedHost(fillIn(name, address), address.domain) ?? [],
  )
  const [port] = textsOf(server, 'port').filter(isPort).map(Number)
  const [encryption] = textsOf(server, 'sockettype').flatMap((kind) => encryptions[kind.toLowerCase()] ?? [])
  if (host === undefined || port === undefined || encryption === undefined) return undefined
  return { host, port, encryption, isOtherDomain: isOtherDomain(host, address.domain) }
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535
}

/** Control characters, those that nobody sees, and those that change the order of what is seen. */
const unseen = /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Z}\p{Default_Ignorable_Code_Point}]/u

/**
 * @returns the whole address if the file has no user name, or one that is not usable, such as one with an unknown placeholder,
 *   or one that is not what it looks like
 */
function usernameOf(server: Element, address: MailAddress): string {
  const usable = (name: string) => !unseen.test(name) && !/%[A-Z]+%|&#?\w+;/i.test(name) && name.length <= maxUsername
  const names = textsOf(server, 'username').map((name) => ({ name, filled: fillIn(name, address) }))
  // The address itself may look like a placeholder.
  return (
    names.find(({ name, filled }) => usable(fillIn(name, blank)) && filled.length <= maxUsername)?.filled ??
    address.whole
  )
}

const blank: MailAddress = { whole: '', local: '', domain: '' }

function fillIn(text: string, { whole, local, domain }: MailAddress): string {
  const values: Record<string, string> = {
    '%emailaddress%': whole,
    '%emaillocalpart%': local,
    '%emaildomain%': domain,
    [standIn]: local,
  }
  const placeholders = new RegExp(`%EMAILADDRESS%|%EMAILLOCALPART%|%EMAILDOMAIN%|${standIn}`, 'gi')
  // A function, because `$` in an address has a meaning in a replacement.
  return text.replace(placeholders, (placeholder) => values[placeholder.toLowerCase()] ?? placeholder)
}

function childrenOf(element: Element, name: string): Element[] {
  const children = typeof element === 'string' ? undefined : element[name]
  return Array.isArray(children) ? children : []
}

/** @returns the texts of the elements with this name, without empty ones */
function textsOf(element: Element, name: string): string[] {
  const texts = childrenOf(element, name).map((child) => (typeof child === 'string' ? child : child['#text']))
  return texts.flatMap((text) => (typeof text === 'string' && text.trim() !== '' ? text.trim() : []))
}
