import { computed, useComputed } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { run, trimTyped } from '../../bridge'
import { undoable } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { AddForm, useAddForm } from '../../ui/add-form'
import { Field } from '../../ui/field'
import { IncrementalList } from '../../ui/incremental-list'
import { SwitchSetting } from '../../ui/switch-setting'
import { describeFlag, knownFlags } from './known-flags'
import './flags.css'

const setFlag = (flag: string, value: boolean) => run('account.setFlag', { flag, value })

const setFlags = computed(() => new Set(state.account.value?.flags))

/** Flags that Fleep's apps store with the account: a switch for each known one, and for each other one that is set. */
export function Flags() {
  // A flag that is switched off here keeps its switch.
  const shown = useRef<string[]>([...knownFlags])
  const flags = [...new Set([...shown.current, ...[...setFlags.value].sort()])]
  shown.current = flags
  return (
    <div class="card flags">
      <div class="row-text wide">
        <h3>{text('flags.title')}</h3>
        <p class="help">{text('flags.help')}</p>
      </div>
      <IncrementalList as="div" items={flags} renderItem={renderSwitch} />
      <SetOtherFlag />
    </div>
  )
}

const renderSwitch = (flag: string) => <FlagSwitch key={flag} flag={flag} />

function FlagSwitch({ flag }: { flag: string }) {
  // Computed, so that a change of one flag does not re-render the switches of the others.
  const isSet = useComputed(() => setFlags.value.has(flag))
  const { label, help } = describeFlag(flag)
  return (
    <SwitchSetting
      id={`flag-${encodeURIComponent(flag)}`}
      label={label}
      help={help}
      value={isSet.value}
      change={(value) => setFlag(flag, value)}
    />
  )
}

function SetOtherFlag() {
  const label = text('flags.another')
  const form = useAddForm({
    id: 'add-flag',
    label,
    controlId: 'new-flag',
    empty: { flag: '' },
    add: (typed) => {
      const flag = trimTyped(typed.flag)
      return undoable(
        () => setFlag(flag, true),
        () => setFlag(flag, false),
      )
    },
  })
  return (
    <AddForm submitLabel={text('flags.set')} form={form} fields="one">
      <Field id="new-flag" label={label} {...form.field('flag', 'flag')} />
    </AddForm>
  )
}
