import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { backAndForth, showSaved } from '../../saving'
import { text } from '../../text'
import { AddForm } from '../../ui/add-form'
import { Field } from '../../ui/field'
import { errorOf, useForm } from '../../ui/form-dialog'
import { IncrementalList } from '../../ui/incremental-list'
import { SavingNote } from '../../ui/saving-note'
import { SwitchSetting } from '../../ui/switch-setting'
import { knownFlags, wordsForFlag } from './known-flags'

const setFlag = (flag: string, value: boolean) => run('account.setFlag', { flag, value })

/** Words that Fleep's apps keep with the account: those that are known as what they do, any other by its name. */
export function Flags({ flags }: { flags: string[] }) {
  const set = new Set(flags)
  const all = [...new Set([...knownFlags, ...flags.toSorted()])].map((flag) => ({ flag, isSet: set.has(flag) }))
  return (
    <div class="card flags">
      <div class="row-text wide">
        <h3>{text('flags.title')}</h3>
        <p class="help">{text('flags.help')}</p>
      </div>
      <IncrementalList as="div" items={all} draw={drawSwitch} />
      <SavingNote id="flags" />
      <SetOther />
    </div>
  )
}

function drawSwitch({ flag, isSet }: { flag: string; isSet: boolean }) {
  const { label, help } = wordsForFlag(flag)
  return (
    <SwitchSetting
      key={flag}
      id={`flag-${encodeURIComponent(flag)}`}
      label={label}
      help={help}
      value={isSet}
      change={(value) => setFlag(flag, value)}
    />
  )
}

function SetOther() {
  const [typed, setTyped] = useState('')
  const flag = typed.trim()
  const form = useForm(
    () => setFlag(flag, true),
    () => {
      showSaved(
        'flags',
        backAndForth(
          () => setFlag(flag, true),
          () => setFlag(flag, false),
        ),
      )
      setTyped('')
    },
  )
  return (
    <AddForm submitLabel={text('flags.set')} form={form} fields="one">
      <Field
        id="new-flag"
        label={text('flags.another')}
        value={typed}
        error={errorOf(form.error, 'flag')}
        onType={setTyped}
      />
    </AddForm>
  )
}
