import { text } from '../../text'
import { ClientSettings } from './client-settings'
import { Flags } from './flags'
import '../../ui/setting-group.css'

/** Settings of Fleep's other apps, closed at first. */
export function Advanced() {
  return (
    <section class="group" aria-label={text('account.advanced')}>
      <details>
        <summary>
          <h2>{text('account.advanced')}</h2>
        </summary>
        <Flags />
        <ClientSettings />
      </details>
    </section>
  )
}
