import { toSingleLine } from '../core/single-line'
import { text } from '../core/text'
import type { FleepCheckFailures } from '../features/smtp/fleep-check-failures'
import { showNotification } from './show-notification'

/**
 * Notifies the user when Fleep can no longer send through a mail server: their email does not go out.
 * @param onClick opens the row of the mail server with this id
 */
export function notifyOfFailedMailServers(failures: FleepCheckFailures, onClick: (id: string) => void): void {
  failures.onFailure(({ id, address, description }) => {
    const body = toSingleLine([address, description].filter(Boolean).join(': '), [])
    showNotification({ title: text('smtp.fleepFailsNow'), body }, () => onClick(id))
  })
}
