import { useState } from 'preact/hooks'
import { type CommandResult, type Json, run } from '../../bridge'
import { backAndForth, save, showSaved } from '../../saving'
import { text } from '../../text'
import { AddForm } from '../../ui/add-form'
import { Field } from '../../ui/field'
import { shortened } from '../../ui/foreign-text'
import { errorOf, useForm } from '../../ui/form-dialog'
import { SavingNote } from '../../ui/saving-note'
import { TextSetting } from '../../ui/text-setting'
import { readValue, writeValue } from './client-setting-value'

const changeOne = (name: string, value: Json) => run('account.changeClientSettings', { changed: { [name]: value } })

/** What Fleep's own apps remember with the account, by name. */
export function ClientSettings({ settings }: { settings: Record<string, Json> }) {
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
      <AddClientSetting taken={names} />
    </div>
  )
}

function ClientSetting({ name, value }: { name: string; value: Json }) {
  const remove = () =>
    save(
      'clientSettings',
      () => changeOne(name, null),
      () => changeOne(name, value),
    )
  return (
    <div class="with-removal">
      <TextSetting
        id={`clientSetting-${encodeURIComponent(name)}`}
        label={shortened(name, 60)}
        value={writeValue(value)}
        change={(typed) => changeOne(name, readValue(typed))}
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

function AddClientSetting({ taken }: { taken: string[] }) {
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const submit = async (): Promise<CommandResult> => {
    const wanted = name.trim()
    if (taken.includes(wanted)) return invalid(text('clientSettings.taken'))
    return changeOne(wanted, readValue(value))
  }
  const form = useForm(submit, () => {
    const [added, wanted] = [readValue(value), name.trim()]
    showSaved(
      'clientSettings',
      backAndForth(
        () => changeOne(wanted, added),
        () => changeOne(wanted, null),
      ),
    )
    setName('')
    setValue('')
  })
  return (
    <AddForm submitLabel={text('common.add')} form={form} fields="two">
      <Field
        id="new-setting-name"
        label={text('clientSettings.newName')}
        value={name}
        error={errorOf(form.error, 'changed')}
        onType={setName}
      />
      <Field id="new-setting-value" label={text('clientSettings.value')} value={value} onType={setValue} />
    </AddForm>
  )
}

function invalid(message: string): CommandResult {
  return { ok: false, error: { code: 'invalid-input', message, field: 'changed', canRetry: false } }
}
