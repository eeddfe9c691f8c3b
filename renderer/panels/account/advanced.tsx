import type { Account } from '../../bridge'
import { ClientSettings } from './client-settings'
import { Flags } from './flags'

/** For people who know what they look for. */
export function Advanced({ account }: { account: Account }) {
  return (
    <section class="group" aria-label="Advanced">
      <details>
        <summary>
          <h2>Advanced</h2>
        </summary>
        <Flags flags={account.flags} />
        <ClientSettings settings={account.clientSettings} />
      </details>
    </section>
  )
}
