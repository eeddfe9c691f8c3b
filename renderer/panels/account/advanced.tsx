import type { Account } from '../../bridge'
import { text } from '../../text'
import { ClientSettings } from './client-settings'
import { Flags } from './flags'

/** For people who know what they look for. */
export function Advanced({ account }: { account: Account }) {
  return (
    <section class="group" aria-label={text('account.advanced')}>
      <details>
        <summary>
          <h2>{text('account.advanced')}</h2>
        </summary>
        <Flags flags={account.flags} />
        <ClientSettings settings={account.clientSettings} />
      </details>
    </section>
  )
}
