import type { LinkPurpose } from '../../contract'
import { appScheme } from '../core/app-scheme'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import { pastedLinks } from './pasted-link'

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
 * @param typed a link from an email of Fleep as people paste it (see {@link pastedLinks}), or only the id in it
 * @param server the origin to which the link has to lead
 * @throws Failure `invalid-input` with the field `link`, for any other text or server
 */
export function readMailedLink(typed: string, server: string): MailedLinkContent {
  const candidates = pastedLinks(typed, server)
  const id = candidates.find((candidate) => uuid.test(candidate))
  if (id !== undefined) return { id: id.toLowerCase(), purpose: null, email: null }
  if (/^[\d\s]+$/.test(typed) && typed.trim() !== '') throw invalid(text('links.isCode'))
  const links = candidates.filter((candidate) => URL.canParse(candidate)).map((candidate) => new URL(candidate))
  if (links.length === 0) throw invalid(text('links.pasteWhole'))
  const ofServer = links.filter((link) => originOf(link, server) === server)
  if (ofServer.length === 0) throw invalid(text('links.otherServer', { host: new URL(server).host }))
  const content = ofServer.map(contentOf).find((found) => found !== undefined)
  if (!content) throw invalid(text('links.incomplete'))
  return content
}

/** @returns the origin to which a link leads; one of the app's own leads to the given server unless it names another */
function originOf(link: URL, server: string): string {
  return isOwn(link) ? (link.searchParams.get('server') ?? server) : link.origin
}

function isOwn(link: URL): boolean {
  return link.protocol === `${appScheme}:`
}

/** @returns undefined for a link without a whole id */
function contentOf(link: URL): MailedLinkContent | undefined {
  const name = idParameters.find((candidate) => link.searchParams.has(candidate))
  const id = name && link.searchParams.get(name)
  if (!id || !uuid.test(id)) return undefined
  const path = (isOwn(link) ? link.host + link.pathname : link.pathname).toLowerCase()
  const purpose = purposes.find(([words]) => words.test(path))?.[1] ?? null
  const isAlias = name === 'confirm_id' && (purpose === null || purpose === 'confirm-account')
  return {
    id: id.toLowerCase(),
    purpose: isAlias ? 'confirm-alias' : purpose,
    email: readEmail(link.searchParams.get('email')),
  }
}

function invalid(sentence: string): Failure {
  return new Failure('invalid-input', sentence, 'link')
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
