import { Failure } from '../failure'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** As links in Fleep's mails carry it. Sources: the facts sheet, sections 4.4 and 9. */
const names = ['confirm_id', 'notification_id']

/**
 * @param typed a link from a mail of Fleep's, or the id in it alone
 * @param server the origin that it must lead to
 * @returns the id
 * @throws Failure `invalid-input` about the field `link`, for any other text and any other place
 */
export function readMailedId(typed: string, server: string): string {
  const text = typed.trim()
  if (uuid.test(text)) return text.toLowerCase()
  const invalid = (sentence: string) => new Failure('invalid-input', sentence, 'link')
  if (!URL.canParse(text)) throw invalid('Paste the whole link from the mail.')
  const link = new URL(text)
  if (link.origin !== server) throw invalid(`This link does not lead to ${new URL(server).host}.`)
  const id = names.map((name) => link.searchParams.get(name)).find(Boolean)
  if (!id || !uuid.test(id)) throw invalid('This link is not complete. Copy it from the mail as a whole.')
  return id.toLowerCase()
}
