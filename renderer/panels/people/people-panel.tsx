import { type AppState, type Person, run } from '../../bridge'
import { make, saveFile } from '../../saving'
import { text } from '../../text'
import { AvatarPicture } from '../../ui/avatar-picture'
import { ForeignText, shortened } from '../../ui/foreign-text'
import { IncrementalList } from '../../ui/incremental-list'
import { SavingNote } from '../../ui/saving-note'
import { addressesIn } from './addresses-in'
import { leftOut, typed } from './people-state'

/**
 * The person wants to know who of a list of people is on Fleep, and how they are called there; when it cannot be told
 * they see why, with the list still there.
 */
export function PeoplePanel({ state }: { state: AppState }) {
  const wanted = addressesIn(typed.value)
  const { lookup, people } = state
  const look = () =>
    make('people', {
      attempt: () => run('people.lookup', { addresses: wanted, leftOut: idsOf(leftOut.value) }),
      words: text('people.lookedUp'),
    })
  return (
    <>
      <h1>{text('panel.people')}</h1>
      <form
        class="people-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (wanted.length > 0 && !lookup) void look()
        }}
      >
        <div class="field">
          <label for="people-addresses">{text('people.addresses')}</label>
          <textarea
            id="people-addresses"
            rows={5}
            value={typed.value}
            spellcheck={false}
            dir="auto"
            aria-describedby="people-addresses-help"
            onInput={(event) => {
              typed.value = event.currentTarget.value
            }}
          />
          <p class="help" id="people-addresses-help">
            {text('people.addressesHelp')} {wanted.length > 0 && text('people.count', { count: wanted.length })}
          </p>
        </div>
        <div class="buttons">
          {lookup && (
            <div class="progress late" role="status">
              <progress max={lookup.total} value={lookup.done} aria-label={text('people.lookedUp')} />
              <span>{text('common.doneOf', { done: lookup.done, total: lookup.total })}</span>
            </div>
          )}
          <button type="submit" class="primary" aria-disabled={wanted.length === 0 || lookup !== null}>
            {text('people.lookUp')}
          </button>
        </div>
      </form>
      <SavingNote id="people" />
      {people && <Found people={people} state={state} />}
    </>
  )
}

function Found({ people, state }: { people: Person[]; state: AppState }) {
  const shown = people.filter(({ id }) => !leftOut.value.some((other) => other.id === id))
  return (
    <>
      {shown.length === 0 ? (
        <p class="card empty">{text('people.nobody')}</p>
      ) : (
        <div class="card table">
          <table>
            <thead>
              <tr>
                <th scope="col">{text('people.nameAndAddress')}</th>
                <th scope="col">{text('people.state')}</th>
                <td />
              </tr>
            </thead>
            <IncrementalList
              as="tbody"
              items={shown}
              draw={(person) => <PersonRow key={person.id} person={person} state={state} />}
            />
          </table>
        </div>
      )}
      <div class="below-card">
        {shown.length > 0 && (
          <button
            type="button"
            onClick={() => void saveFile('people', () => run('people.save', { leftOut: idsOf(leftOut.value) }))}
          >
            {text('common.saveCsv')}
          </button>
        )}
        {leftOut.value.length > 0 && (
          <p class="help">
            {text('people.leftOut', { count: leftOut.value.length })}{' '}
            <button
              type="button"
              class="link"
              onClick={() => {
                leftOut.value = []
              }}
            >
              {text('people.showAgain')}
            </button>
          </p>
        )}
      </div>
    </>
  )
}

const idsOf = (people: Person[]) => people.map(({ id }) => id)

function PersonRow({ person, state }: { person: Person; state: AppState }) {
  return (
    <tr>
      <th scope="row">
        <span class="person-cell">
          <AvatarPicture state={state} size={40} of={person} />
          <span class="person-text">
            <ForeignText text={person.displayName} most={100} />
            {person.address !== person.displayName && (
              <span>
                <ForeignText text={person.address} />
              </span>
            )}
          </span>
        </span>
      </th>
      <td>{person.state ? text(`people.state.${person.state}`) : text('people.unknown')}</td>
      <td>
        <button
          type="button"
          class="link"
          aria-label={text('people.leaveOutOf', { name: shortened(person.displayName, 100) })}
          onClick={() => {
            leftOut.value = [...leftOut.value, person]
          }}
        >
          {text('people.leaveOut')}
        </button>
      </td>
    </tr>
  )
}
