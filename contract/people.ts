import { z } from 'zod'
import { answers, command } from './command'
import type { SavedFile } from './data'
import { text, textKey } from './fields'

/** The account ids of people whom the user left out. */
const excludedIds = z.array(text(100)).max(5000)

export const peopleCommands = {
  'people.lookUp': command({
    input: z.strictObject({
      /** Email addresses and Fleep IDs. */
      addresses: z.array(text(320)).min(1, textKey('input.address')).max(5000, textKey('input.tooMany')),
      excludedIds,
    }),
    queue: 'none',
  }),
  /** Writes the people of the last look-up to a CSV file that the user chooses; null if they chose none. */
  'people.save': command({
    input: z.strictObject({ excludedIds }),
    queue: 'none',
    answer: answers<SavedFile | null>(),
  }),
}

/** null for a state that this app does not know. */
export type PersonState = 'active' | 'new' | 'banned' | 'closed' | 'alias'

/** Somebody who was looked up. */
export interface Person {
  id: string
  displayName: string
  /** As it was looked up: an email address or a Fleep ID. */
  address: string
  /** Such as name@fleep.io; empty if they have none. */
  fleepId: string
  state: PersonState | null
  avatar: Record<number, string> | null
}

export interface PeopleSlice {
  /** The people who were looked up last; null before that. */
  people: Person[] | null
  /** Progress of a look-up; null while none runs. */
  lookUpProgress: { done: number; total: number } | null
}
