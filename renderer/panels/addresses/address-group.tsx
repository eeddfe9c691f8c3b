import { useState } from 'preact/hooks'
import { type Alias, run } from '../../bridge'
import { showSaved } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { AddForm } from '../../ui/add-form'
import { Field } from '../../ui/field'
import { IncrementalList } from '../../ui/incremental-list'
import { SavingNote } from '../../ui/saving-note'
import { SettingGroup } from '../../ui/setting-row'
import { errorOf, useForm } from '../../ui/use-form'
import { useRefresh } from '../../ui/use-refresh'
import { addressNote } from './address-note'
import { AliasRow } from './alias-row'
import '../../ui/badge.css'

/** The addresses of the account: the primary one, which signs in, and its aliases. */
export function AddressGroup() {
  const { error, refresh } = useRefresh('addresses.refresh')
  const aliases = state.aliases.value
  return (
    <SettingGroup title={text('aliases.title')}>
      <div class="row with-actions">
        <div class="row-text">
          <p class="row-label">
            {state.account.value?.email} <span class="badge">{text('aliases.primary')}</span>
          </p>
          <p class="help">{text('aliases.primaryHelp')}</p>
        </div>
      </div>
      {aliases && <IncrementalList as="div" items={aliases} renderItem={renderAlias} />}
      {error && (
        <p class="row error" role="alert">
          {error.message}
          <button type="button" class="link" onClick={() => void refresh()}>
            {text('common.tryAgain')}
          </button>
        </p>
      )}
      <SavingNote id={addressNote} />
      <AddAddress />
    </SettingGroup>
  )
}

const renderAlias = (alias: Alias) => <AliasRow key={alias.email} alias={alias} />

function AddAddress() {
  const [typed, setTyped] = useState('')
  const email = typed.trim()
  const form = useForm(
    () => run('addresses.add', { email }),
    () => {
      showSaved(addressNote, { doneText: text('aliases.mailed', { email }) })
      setTyped('')
    },
  )
  return (
    <AddForm submitLabel={text('common.add')} form={form} fields="one">
      <Field
        id="new-address"
        label={text('aliases.another')}
        value={typed}
        inputMode="email"
        error={errorOf(form.error, 'email')}
        onType={setTyped}
      />
    </AddForm>
  )
}
