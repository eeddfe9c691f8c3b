import { useState } from 'preact/hooks'
import { fleepIdOf } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { lazy } from '../../ui/lazy'
import { SettingRow } from '../../ui/setting-row'

const id = 'fleepAddress'
const FleepAddressDialog = lazy(async () => (await import('./fleep-address-dialog')).FleepAddressDialog)

/** The Fleep address. It can be chosen once; afterwards it is shown as a value. */
export function FleepAddress() {
  const address = state.account.value?.fleepAddress
  const [isOpen, setOpen] = useState(false)
  if (address) {
    return (
      <SettingRow id={id} namesControl={false} label={text('account.fleepAddress')} help={text('fleepAddress.fixed')}>
        <span class="value">{fleepIdOf(address, state.server.value)}</span>
      </SettingRow>
    )
  }
  return (
    <SettingRow id={id} namesControl={false} label={text('account.fleepAddress')} help={text('fleepAddress.help')}>
      <button type="button" id={id} aria-describedby={`${id}-help`} onClick={() => setOpen(true)}>
        {text('fleepAddress.choose')}
      </button>
      {isOpen && <FleepAddressDialog close={() => setOpen(false)} />}
    </SettingRow>
  )
}
