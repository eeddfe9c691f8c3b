import { run } from '../../bridge'
import { makeChange } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { NoteLine } from '../../ui/saving-note'
import { useField } from '../../unsaved'
import { entered } from './entered-addresses'
import { FoundPeople } from './found-people'
import {
  addressText,
  excludedIds,
  ignoredText,
  isListEntered,
  leftOutIds,
  noteLookedUp,
  setAddressText,
} from './people-state'
import './people-panel.css'
import '../../ui/field.css'
import '../../ui/progress.css'

/** Looks up who of a list of addresses is on Fleep. A failed look-up keeps the list. */
export function PeoplePanel() {
  const { addresses, linesWithout } = entered.value
  const isLookingUp = state.lookUpProgress.value !== null
  const lookUp = async () => {
    const looked = addressText.value
    const result = await makeChange('people', {
      send: () => run('people.lookUp', { addresses, excludedIds: excludedIds.value }),
      isAction: true,
      doneText: text('people.lookedUp'),
    })
    if (result.ok) noteLookedUp(looked)
  }
  useField('people', { label: text('people.addresses'), controlId: 'people-addresses', isEntered: isListEntered })
  return (
    <>
      <h1>{text('panel.people')}</h1>
      <p class="help people-intro">{text('people.intro')}</p>
      <form
        class="people-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (addresses.length > 0 && !isLookingUp) void lookUp()
        }}
      >
        <AddressField />
        <IgnoredField />
        <div class="buttons">
          <p class="help people-count" id="people-count">
            {addresses.length > 0 && text('people.count', { count: addresses.length })}{' '}
            {linesWithout > 0 && text('people.linesWithout', { count: linesWithout })}
          </p>
          <button type="submit" class="primary" aria-disabled={addresses.length === 0 || isLookingUp}>
            {text('people.lookUp')}
          </button>
        </div>
        <div class="people-note">{isLookingUp ? <LookupProgress /> : <NoteLine id="people" />}</div>
      </form>
      {state.people.value && <FoundPeople people={state.people.value} />}
    </>
  )
}

function AddressField() {
  return (
    <div class="field">
      <label for="people-addresses">{text('people.addresses')}</label>
      <textarea
        id="people-addresses"
        rows={5}
        value={addressText.value}
        spellcheck={false}
        dir="auto"
        aria-describedby="people-addresses-help people-count"
        onInput={(event) => {
          setAddressText(event.currentTarget.value)
        }}
      />
      <p class="help" id="people-addresses-help">
        {text('people.addressesHelp')}
      </p>
    </div>
  )
}

/** People whom Fleep leaves out of its answer, whether they were found before or not. */
function IgnoredField() {
  const count = excludedIds.value.length - leftOutIds.value.length
  return (
    <details>
      <summary>{text('people.ignore')}</summary>
      <div class="field">
        <label for="people-ignored">{text('people.ignoredIds')}</label>
        <textarea
          id="people-ignored"
          rows={3}
          value={ignoredText.value}
          spellcheck={false}
          aria-describedby="people-ignored-help"
          onInput={(event) => {
            ignoredText.value = event.currentTarget.value
          }}
        />
        <p class="help" id="people-ignored-help">
          {text('people.ignoredHelp')} {text('people.ignoredCount', { count })}
        </p>
      </div>
    </details>
  )
}

function LookupProgress() {
  const lookup = state.lookUpProgress.value
  return (
    lookup && (
      <div class="progress delayed">
        <progress max={lookup.total} value={lookup.done} aria-label={text('people.lookedUp')} />
        <span aria-hidden="true">{text('common.doneOf', { done: lookup.done, total: lookup.total })}</span>
      </div>
    )
  )
}
