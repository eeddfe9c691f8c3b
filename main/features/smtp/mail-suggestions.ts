import type { CommandInput, SuggestedMailServer } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { Failure } from '../../core/failure'
import { text } from '../../core/text'

/** Searches the mail server of an address for the form. At most one search runs: the next one ends it. */
export class MailSuggestions {
  private current: AbortController | undefined

  /** @throws Failure `cancelled` if it was stopped, and so says nothing about the address */
  async suggest(
    context: CommandContext,
    { address }: CommandInput<'smtp.suggest'>,
  ): Promise<SuggestedMailServer | null> {
    this.cancel()
    const search = new AbortController()
    this.current = search
    const stop = () => search.abort()
    context.signal.addEventListener('abort', stop)
    if (context.signal.aborted) stop()
    try {
      // Imported with the first use, because it imports a list of providers and a parser.
      const { suggestMailServer } = await import('../../mail/suggestion')
      const suggested = await suggestMailServer(address, search.signal)
      if (search.signal.aborted) throw new Failure('cancelled', text('smtp.checkStopped'))
      return suggested
    } finally {
      context.signal.removeEventListener('abort', stop)
    }
  }

  /** Ends the search that runs, and its requests. */
  cancel(): void {
    this.current?.abort()
  }
}
