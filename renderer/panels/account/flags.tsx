import { useMemo, useState } from 'preact/hooks'
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
  const content = flags.join(' ')
  // The same as long as the flags are, so that another change of the account draws none of them again.
  const { all, draw } = useMemo(() => {
    const others = flags.filter((flag) => !Object.hasOwn(knownFlags, flag)).sort()
    const set = new Set(flags)
    return {
      all: [...Object.keys(knownFlags), ...others],
      draw: (flag: string) => <FlagSwitch key={flag} flag={flag} isSet={set.has(flag)} />,
    }
  }, [content])
  return (
    <div class="card flags">
      <div class="row-text wide">
        <h3>Flags</h3>
        <p class="help">How Fleep’s apps behave. It is they who read these, each in its own way.</p>
      </div>
      <Growing items={all} draw={draw} />
      <SavingNote id="flags" />
      <SetOther />
    </div>
  )
}

function FlagSwitch({ flag, isSet }: { flag: string; isSet: boolean }) {
  return (
    <SwitchSetting
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
