import { useState } from 'preact/hooks'
import { run } from '../../bridge'
import { backAndForth, showSaved } from '../../saving'
import { AddForm } from '../../ui/add-form'
import { Field } from '../../ui/field'
import { errorOf, useForm } from '../../ui/form-dialog'
import { Growing } from '../../ui/growing'
import { SavingNote } from '../../ui/saving-note'
import { SwitchSetting } from '../../ui/switch-setting'
import { knownFlags } from './known-flags'

const setFlag = (flag: string, value: boolean) => run('account.setFlag', { flag, value })

/** Words that Fleep's apps keep with the account: those that are known as what they do, any other by its name. */
export function Flags({ flags }: { flags: string[] }) {
  const set = new Set(flags)
  const others = flags.filter((flag) => !Object.hasOwn(knownFlags, flag)).sort()
  const all = [...Object.keys(knownFlags), ...others].map((flag) => ({ flag, isSet: set.has(flag) }))
  return (
    <div class="card flags">
      <div class="row-text wide">
        <h3>Flags</h3>
        <p class="help">How Fleep’s apps behave. It is they who read these, each in its own way.</p>
      </div>
      <Growing items={all} draw={drawSwitch} />
      <SavingNote id="flags" />
      <SetOther />
    </div>
  )
}

function drawSwitch({ flag, isSet }: { flag: string; isSet: boolean }) {
  return (
    <SwitchSetting
      key={flag}
      id={`flag-${encodeURIComponent(flag)}`}
      label={knownFlags[flag]?.label ?? flag}
      help={knownFlags[flag]?.help ?? 'Set by name.'}
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
    <AddForm submitLabel="Set" form={form} fields="one">
      <Field id="new-flag" label="Another flag" value={typed} error={errorOf(form.error, 'flag')} onType={setTyped} />
    </AddForm>
  )
}
