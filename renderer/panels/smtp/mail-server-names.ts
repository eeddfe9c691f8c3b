import type { MailServer } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'

/** The id of a mail server's note. It stays the same when Fleep gives the mail server a new id. */
export function noteOf(id: string): string {
  return `smtp-${firstIdOf(id)}`
}

/** The id of a mail server's row: the id under which the mail server was shown first. */
export function firstIdOf(id: string): string {
  return state.mailServerFirstIds.value[id] ?? id
}

/**
 * Names a mail server for people who hear the name of a button without seeing its row.
 *
 * @param all to tell it from others with the same address and host, by port and user name
 */
export function nameOf({ id, address, host, port, username }: MailServer, all: readonly MailServer[]): string {
  const alike = all.filter((other) => other.id !== id && other.address === address && other.host === host)
  const parts = [address, host]
  if (port !== null && alike.some((other) => other.port !== port))
    parts.push(text('smtp.portNumber', { port: `${port}` }))
  if (alike.some((other) => other.username !== username)) parts.push(username)
  return parts.join(', ')
}
