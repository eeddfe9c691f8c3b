import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { text } from '../../text'
import { Field } from '../../ui/field'
import { errorOf, FormDialog } from '../../ui/form-dialog'
import { SettingRow } from '../../ui/setting-row'

const id = 'fleepAddress'

/** The address that can be chosen once: shown when there is one, else offered with a warning before it is final. */
export function FleepAddress({ address }: { address: string | null }) {
  const [isOpen, setOpen] = useState(false)
  if (address) {
    return (
      <SettingRow id={id} namesControl={false} label={text('account.fleepAddress')} help={text('fleepAddress.fixed')}>
        <span class="value">{address}@fleep.io</span>
      </SettingRow>
    )
  }
  return (
    <SettingRow id={id} namesControl={false} label={text('account.fleepAddress')} help={text('fleepAddress.help')}>
      <button type="button" id={id} aria-describedby={`${id}-help`} onClick={() => setOpen(true)}>
        {text('fleepAddress.choose')}
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
      title={text('fleepAddress.title')}
      submitLabel={address ? text('fleepAddress.take', { address }) : text('fleepAddress.takeNone')}
      submit={() => run('account.takeFleepAddress', { fleepAddress: address })}
      close={close}
    >
      {(error) => (
        <>
          <p class="warning-text">{text('fleepAddress.once')}</p>
          <Field
            id="new-fleep-address"
            label={text('fleepAddress.label')}
            value={typed}
            autofocus
            help={text('fleepAddress.rules')}
            error={errorOf(error, 'fleepAddress')}
            onType={setTyped}
          />
        </>
      )}
    </FormDialog>
  )
}
