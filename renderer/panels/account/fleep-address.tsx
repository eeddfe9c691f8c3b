import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { Field } from '../../ui/field'
import { errorOf, FormDialog } from '../../ui/form-dialog'
import { SettingRow } from '../../ui/setting-row'

const id = 'fleepAddress'

/** The address that can be chosen once: shown when there is one, else offered with a warning before it is final. */
export function FleepAddress({ address }: { address: string | null }) {
  const [isOpen, setOpen] = useState(false)
  if (address) {
    return (
      <SettingRow id={id} namesControl={false} label="Fleep address" help="Cannot be changed.">
        <span class="value">{address}@fleep.io</span>
      </SettingRow>
    )
  }
  return (
    <SettingRow
      id={id}
      namesControl={false}
      label="Fleep address"
      help="Lets people find you and write to you by a short name."
    >
      <button type="button" id={id} aria-describedby={`${id}-help`} onClick={() => setOpen(true)}>
        Choose an address…
      </button>
      {isOpen && <ChooseDialog close={() => setOpen(false)} />}
    </SettingRow>
  )
}

function ChooseDialog({ close }: { close(): void }) {
  const [typed, setTyped] = useState('')
  const address = typed.trim().replace(/@fleep\.io$/i, '')
  return (
    <FormDialog
      title="Choose your Fleep address"
      submitLabel={address ? `Take ${address}@fleep.io` : 'Take this address'}
      submit={() => run('account.takeFleepAddress', { fleepAddress: address })}
      close={close}
    >
      {(error) => (
        <>
          <p class="warning-text">You can do this once. It cannot be changed or given back later.</p>
          <Field
            id="new-fleep-address"
            label="Address"
            value={typed}
            autofocus
            help="Letters, digits, dots, dashes and underscores, before @fleep.io."
            error={errorOf(error, 'fleepAddress')}
            onType={setTyped}
          />
        </>
      )}
    </FormDialog>
  )
}
