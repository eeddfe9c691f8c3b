import type { LinkPurpose } from '../../contract'
import { appScheme } from '../core/app-scheme'
import { Failure } from '../core/failure'
import { text } from '../core/text'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** As links in Fleep's mails carry it. Sources: the facts sheet, sections 4.4 and 9. */
const names = ['confirm_id', 'notification_id']

/**
 * INFERRED: what a link is for shows in its path, of which only /confirm is documented. The first that fits counts;
 * where none does, the person says what the mail was about.
 */
const purposes: [RegExp, LinkPurpose][] = [
  [/unsubscribe/, 'unsubscribe'],
  [/reset|password/, 'reset-password'],
  [/interval|notifications|email/, 'email-interval'],
  [/regist|invit|welcome|join/, 'set-up-account'],
  [/alias/, 'confirm-alias'],
  [/confirm/, 'confirm-account'],
]

export interface MailedLinkContent {
  id: string
  /** null where the link does not tell. */
  purpose: LinkPurpose | null
  /** For whom it is, in the link's own words, which nobody has checked. */
  email: string | null
}

/**
 * @param typed a link from a mail of Fleep's, or the id in it alone
 * @param server the origin that it must lead to
 * @throws Failure `invalid-input` about the field `link`, for any other text and any other place
 */
export function readMailedLink(typed: string, server: string): MailedLinkContent {
  const trimmed = typed.trim()
  if (uuid.test(trimmed)) return { id: trimmed.toLowerCase(), purpose: null, email: null }
  const invalid = (sentence: string) => new Failure('invalid-input', sentence, 'link')
  if (!URL.canParse(trimmed)) throw invalid(text('links.pasteWhole'))
  const link = new URL(trimmed)
  const isOwn = link.protocol === `${appScheme}:`
  const leadsTo = isOwn ? (link.searchParams.get('server') ?? server) : link.origin
  if (leadsTo !== server) throw invalid(text('links.otherServer', { host: new URL(server).host }))
  const name = names.find((candidate) => link.searchParams.has(candidate))
  const id = name && link.searchParams.get(name)
  if (!id || !uuid.test(id)) throw invalid(text('links.incomplete'))
  const path = (isOwn ? link.host + link.pathname : link.pathname).toLowerCase()
  const purpose = purposes.find(([words]) => words.test(path))?.[1] ?? null
  const isAlias = name === 'confirm_id' && (purpose === null || purpose === 'confirm-account')
  return {
    id: id.toLowerCase(),
    purpose: isAlias ? 'confirm-alias' : purpose,
    email: readEmail(link.searchParams.get('email')),
  }
}

/** @returns the id in it. @throws Failure as {@link readMailedLink} does */
export function readMailedId(typed: string, server: string): string {
  return readMailedLink(typed, server).id
}

function readEmail(said: string | null): string | null {
  return said && /^[^\s@\p{Cc}]{1,100}@[^\s@\p{Cc}]{1,200}$/u.test(said) ? said : null
}
