import { useRef } from 'preact/hooks'
import { type CommandResult, formatValue, type Json, parseValue, run, trimTyped, typedProblem } from '../../bridge'
import { dropDraft, makeChange, undoable } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { ActionButton } from '../../ui/action-button'
import { AddForm, useAddForm } from '../../ui/add-form'
import { Field } from '../../ui/field'
import { shortened } from '../../ui/foreign-text'
import { TextSetting } from '../../ui/text-setting'
import { useStableRows } from '../../ui/use-stable-rows'
import './client-settings.css'

const setTyped = async (name: string, value: Json | undefined): Promise<CommandResult> => {
  // The bridge to the main process refuses values that are much too deep without a word.
  const problem = typedProblem(name, value)
  if (problem) return invalid(problem.field === 'name' ? 'changed' : problem.field, text(problem.why))
  return setValue(name, value as Json)
}

const setValue = (name: string, value: Json) => run('account.changeClientSettings', { changed: { [name]: value } })

/** Settings that Fleep's other apps store with the account, by name. */
export function ClientSettings() {
  const settings = state.account.value?.clientSettings ?? {}
  const entries = Object.keys(settings)
    .sort()
    .map((name) => ({ name, value: settings[name] ?? null }))
  const rows = useStableRows(entries, ({ name }) => name)
  return (
    <div class="card">
      <div class="row-text wide">
        <h3>{text('clientSettings.title')}</h3>
        <p class="help">{text('clientSettings.help')}</p>
      </div>
      {rows.length === 0 && <p class="help row">{text('clientSettings.none')}</p>}
      {rows.map(({ id, item, isGone }) => (
        <ClientSetting key={id} name={id} value={item.value} isGone={isGone} />
      ))}
      <AddClientSetting existing={entries.map(({ name }) => name)} />
    </div>
  )
}

interface ClientSettingProps {
  name: string
  /** The last one, if the setting is removed. */
  value: Json
  isGone: boolean
}

function ClientSetting({ name, value, isGone }: ClientSettingProps) {
  const id = `clientSetting-${encodeURIComponent(name)}`
  const label = shortened(name, 60)
  const isRemoving = useRef(false)
  // Not disabled while what is typed is saved: a click on Remove leaves the field, which saves it first.
  const remove = async () => {
    if (isRemoving.current) return
    isRemoving.current = true
    // A draft would set the removed setting again when the panel is left.
    dropDraft(id)
    await makeChange(id, {
      ...undoable(
        () => setValue(name, null),
        () => setValue(name, value),
      ),
      doneText: text('common.isRemoved', { what: label }),
    })
    isRemoving.current = false
  }
  return (
    <div class="with-removal">
      <TextSetting
        id={id}
        label={label}
        {...(isGone && { help: text('common.isRemoved', { what: label }) })}
        isGone={isGone}
        value={formatValue(value)}
        change={(typed) => setTyped(name, parseValue(typed))}
      />
      <ActionButton
        label={text('common.remove')}
        name={text('clientSettings.removeOf', { name: label })}
        isDisabled={isGone}
        click={() => void remove()}
      />
    </div>
  )
}

function AddClientSetting({ existing }: { existing: string[] }) {
  const label = text('clientSettings.newName')
  const form = useAddForm({
    id: 'add-client-setting',
    label,
    controlId: 'new-setting-name',
    empty: { name: '', value: '' },
    add: (typed) => {
      const name = trimTyped(typed.name)
      const value = parseValue(typed.value)
      const add = async (): Promise<CommandResult> =>
        existing.includes(name) ? invalid('changed', text('clientSettings.taken')) : setTyped(name, value)
      return undoable(add, () => setValue(name, null))
    },
  })
  return (
    <AddForm submitLabel={text('common.add')} form={form} fields="two">
      <Field id="new-setting-name" label={label} {...form.field('name', 'changed')} />
      <Field id="new-setting-value" label={text('clientSettings.value')} {...form.field('value', 'value')} />
    </AddForm>
  )
}

function invalid(field: string, message: string): CommandResult {
  return { ok: false, error: { code: 'invalid-input', message, field, canRetry: false } }
}
