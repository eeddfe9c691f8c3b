import { text } from '../../text'
import { Disclosure } from '../../ui/disclosure'
import { ClientSettings } from './client-settings'
import { Flags } from './flags'

/** Settings of Fleep's other apps that are stored with the account. */
export function Advanced() {
  return (
    <Disclosure title={text('account.advanced')} contents={text('account.advancedContents')}>
      <Flags />
      <ClientSettings />
    </Disclosure>
  )
}
