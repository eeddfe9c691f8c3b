import type { Conversation } from '../../contract'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import type { Cli } from './cli'
import { named } from './named'

/** @throws Failure `invalid-input` unless exactly one loaded conversation has the id or topic */
export function findConversation(cli: Cli, wanted: string): Conversation {
  const found = named(cli.state.conversations ?? [], wanted, ({ topic }) => topic)
  if (found.length === 1 && found[0]) return found[0]
  const why = found.length > 1 ? text('cli.severalConversations', { topic: wanted }) : text('cli.noConversation')
  throw new Failure('invalid-input', why, 'conversation')
}
