import type { LinkPurpose } from '../../contract'
import { trimTyped } from '../../contract/typed-text'
import { appScheme } from '../core/app-scheme'
import { Failure } from '../core/failure'
import { text } from '../core/text'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Parameters with the id in the links of Fleep's emails. Sources: ref-alias and Fleep's public tests. */
const idParameters = ['confirm_id', 'notification_id']

/**
 * INFERRED: the path of a link shows its purpose; only /confirm is documented. The first pattern that matches counts. If none
 * does, the user is asked.
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
  /** null if the link does not show it. */
  purpose: LinkPurpose | null
  /** The address that the link names; not verified. */
  email: string | null
}

/**
 * @param typed a link from an email of Fleep, or only the id in it
 * @param server the origin to which the link has to lead
 * @throws Failure `invalid-input` with the field `link`, for any other text or server
 */
export function readMailedLink(typed: string, server: string): MailedLinkContent {
  const trimmed = trimTyped(typed)
  if (uuid.test(trimmed)) return { id: trimmed.toLowerCase(), purpose: null, email: null }
  const invalid = (sentence: string) => new Failure('invalid-input', sentence, 'link')
  if (/^[\d\s]+$/.test(trimmed) && trimmed !== '') throw invalid(text('links.isCode'))
  if (!URL.canParse(trimmed)) throw invalid(text('links.pasteWhole'))
  const link = new URL(trimmed)
  const isOwn = link.protocol === `${appScheme}:`
  const leadsTo = isOwn ? (link.searchParams.get('server') ?? server) : link.origin
  if (leadsTo !== server) throw invalid(text('links.otherServer', { host: new URL(server).host }))
  const name = idParameters.find((candidate) => link.searchParams.has(candidate))
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

/** @returns the id in the link. @throws Failure as {@link readMailedLink} does */
export function readMailedId(typed: string, server: string): string {
  return readMailedLink(typed, server).id
}

/** A dialog shows the address, so it must not have characters that hide or reorder what is shown. */
function readEmail(email: string | null): string | null {
  return email &&
    /^[^\s@\p{C}\p{Default_Ignorable_Code_Point}]{1,100}@[^\s@\p{C}\p{Default_Ignorable_Code_Point}]{1,200}$/u.test(
      email,
    )
    ? email
    : null
}
