import { useState } from 'preact/hooks'
import { type CommandResult, type Json, run } from '../../bridge'
import { save, showSaved, undoable } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { AddForm } from '../../ui/add-form'
import { Field } from '../../ui/field'
import { shortened } from '../../ui/foreign-text'
import { SavingNote } from '../../ui/saving-note'
import { TextSetting } from '../../ui/text-setting'
import { errorOf, useForm } from '../../ui/use-form'
import { formatValue, parseValue } from './client-setting-value'
import './client-settings.css'

const setValue = (name: string, value: Json) => run('account.changeClientSettings', { changed: { [name]: value } })

/** Settings that Fleep's other apps store with the account, by name. */
export function ClientSettings() {
  const settings = state.account.value?.clientSettings ?? {}
  const names = Object.keys(settings).sort()
  return (
    <div class="card">
      <div class="row-text wide">
        <h3>{text('clientSettings.title')}</h3>
        <p class="help">{text('clientSettings.help')}</p>
      </div>
      {names.length === 0 && <p class="help row">{text('clientSettings.none')}</p>}
      {names.map((name) => (
        <ClientSetting key={name} name={name} value={settings[name] ?? null} />
      ))}
      <SavingNote id="clientSettings" />
      <AddClientSetting existing={names} />
    </div>
  )
}

function ClientSetting({ name, value }: { name: string; value: Json }) {
  const remove = () =>
    save(
      'clientSettings',
      () => setValue(name, null),
      () => setValue(name, value),
    )
  return (
    <div class="with-removal">
      <TextSetting
        id={`clientSetting-${encodeURIComponent(name)}`}
        label={shortened(name, 60)}
        value={formatValue(value)}
        change={(typed) => setValue(name, parseValue(typed))}
      />
      <button
        type="button"
        class="link"
        aria-label={text('clientSettings.removeOf', { name: shortened(name, 60) })}
        onClick={() => void remove()}
      >
        {text('common.remove')}
      </button>
    </div>
  )
}

function AddClientSetting({ existing }: { existing: string[] }) {
  const [typedName, setTypedName] = useState('')
  const [typedValue, setTypedValue] = useState('')
  const name = typedName.trim()
  const value = parseValue(typedValue)
  const submit = async (): Promise<CommandResult> =>
    existing.includes(name) ? invalidName(text('clientSettings.taken')) : setValue(name, value)
  const form = useForm(submit, () => {
    showSaved(
      'clientSettings',
      undoable(
        () => setValue(name, value),
        () => setValue(name, null),
      ),
    )
    setTypedName('')
    setTypedValue('')
  })
  return (
    <AddForm submitLabel={text('common.add')} form={form} fields="two">
      <Field
        id="new-setting-name"
        label={text('clientSettings.newName')}
        value={typedName}
        error={errorOf(form.error, 'changed')}
        onType={setTypedName}
      />
      <Field id="new-setting-value" label={text('clientSettings.value')} value={typedValue} onType={setTypedValue} />
    </AddForm>
  )
}

function invalidName(message: string): CommandResult {
  return { ok: false, error: { code: 'invalid-input', message, field: 'changed', canRetry: false } }
}
