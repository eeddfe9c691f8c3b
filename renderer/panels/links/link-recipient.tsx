import type { OpenLink } from '../../bridge'
import { richText, text } from '../../text'

/** What a dialog about a link needs. */
export interface LinkDialogProps {
  link: OpenLink
  close(): void
}

/** Says for whom a link is. Only the server knows, so a link that does not name an address is for its addressee. */
export function LinkRecipient({ link }: { link: OpenLink }) {
  const host = new URL(link.server).host
  return (
    <p>{link.email ? richText('links.isFor', { email: link.email, host }) : text('links.isForAddressee', { host })}</p>
  )
}
