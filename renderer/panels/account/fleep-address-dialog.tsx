import { useState } from 'preact/hooks'
import { fleepAddressIn, fleepIdOf, run } from '../../bridge'
import { state } from '../../state'
import { text } from '../../text'
import { Field } from '../../ui/field'
import { FormDialog } from '../../ui/form-dialog'
import { errorOf } from '../../ui/use-form'
import './fleep-address-dialog.css'

/** Takes a Fleep address, which cannot be changed later. */
export function FleepAddressDialog({ close }: { close(): void }) {
  const [typed, setTyped] = useState('')
  const address = fleepAddressIn(typed, state.server.value)
  return (
    <FormDialog
      title={text('fleepAddress.title')}
      submitLabel={
        address
          ? text('fleepAddress.take', { fleepId: fleepIdOf(address, state.server.value) })
          : text('fleepAddress.takeNone')
      }
      submit={() => run('account.setFleepAddress', { fleepAddress: address })}
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
            help={text('fleepAddress.rules', { domain: fleepIdOf('', state.server.value) })}
            error={errorOf(error, 'fleepAddress')}
            onType={setTyped}
          />
        </>
      )}
    </FormDialog>
  )
}
