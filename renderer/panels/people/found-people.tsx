import { useComputed } from '@preact/signals'
import { type Person, run } from '../../bridge'
import { saveFile } from '../../saving'
import { text } from '../../text'
import { AvatarPicture } from '../../ui/avatar-picture'
import { ForeignText, shortened } from '../../ui/foreign-text'
import { IncrementalList } from '../../ui/incremental-list'
import { NotUnderstood } from '../../ui/not-understood'
import { leftOutIds } from './people-state'
import './found-people.css'
import '../../ui/person-text.css'

/** The people of the last look-up. The user may leave some out, and save the others. */
export function FoundPeople({ people }: { people: Person[] }) {
  const leftOut = leftOutIds.value
  const canSave = people.some(({ id }) => !leftOut.includes(id))
  const saveOthers = () => saveFile('people', () => run('people.save', { excludedIds: leftOut }))
  return (
    <>
      {people.length === 0 ? <p class="card empty">{text('people.nobody')}</p> : <PeopleTable people={people} />}
      <NotUnderstood list="people" />
      <div class="below-card">
        {people.length > 0 && (
          <button type="button" aria-disabled={!canSave} onClick={() => canSave && void saveOthers()}>
            {text('common.saveCsv')}
          </button>
        )}
        {leftOut.length > 0 && (
          <p class="help">
            {text('people.leftOut', { count: leftOut.length })}{' '}
            <button
              type="button"
              class="link"
              onClick={() => {
                leftOutIds.value = []
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

function PeopleTable({ people }: { people: Person[] }) {
  return (
    <div class="card table">
      <table>
        <thead>
          <tr>
            <th scope="col">{text('people.nameAndAddress')}</th>
            <th scope="col">{text('people.state')}</th>
            <td />
          </tr>
        </thead>
        <IncrementalList as="tbody" items={people} renderItem={renderPerson} />
      </table>
    </div>
  )
}

const renderPerson = (person: Person) => <PersonRow key={person.id} person={person} />

/** A person who is left out keeps the row, so that the next row does not move under the pointer. */
function PersonRow({ person }: { person: Person }) {
  const { id, displayName, address } = person
  const isLeftOut = useComputed(() => leftOutIds.value.includes(id)).value
  const toggle = () => {
    const others = leftOutIds.value.filter((other) => other !== id)
    leftOutIds.value = isLeftOut ? others : [...others, id]
  }
  return (
    <tr class={isLeftOut ? 'gone' : undefined}>
      <th scope="row">
        <span class="person-cell">
          <AvatarPicture name={displayName || address} avatar={person.avatar} size={40} />
          <span class="person-text">
            <ForeignText text={displayName} most={100} />
            {(person.fullName || person.organisation) && (
              <span>
                <ForeignText text={[person.fullName, organisationOf(person)].filter(Boolean).join(' · ')} most={100} />
              </span>
            )}
            {address !== displayName && (
              <span>
                <ForeignText text={address} />
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
          aria-label={text('people.leaveOutOf', { name: shortened(displayName, 100) })}
          aria-pressed={isLeftOut}
          onClick={toggle}
        >
          {text('people.leaveOut')}
        </button>
      </td>
    </tr>
  )
}

/** An id says nothing to people, but whether it is their own organisation does. */
function organisationOf({ organisation, isInOwnOrganisation }: Person): string {
  if (isInOwnOrganisation) return text('people.ownOrganisation')
  return organisation === '' || isId.test(organisation) ? '' : organisation
}

const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i
