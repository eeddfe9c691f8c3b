import { z } from 'zod'
import { answers, command } from './command'
import type { SavedFile } from './data'
import { requiredWord, text, textKey } from './fields'

/** The account ids of people whom the user left out. */
const excludedIds = z.array(text(100)).max(5000)

export const peopleCommands = {
  'people.lookUp': command({
    input: z.strictObject({
      /** Email addresses and Fleep IDs. */
      addresses: z
        .array(requiredWord(320, 'input.address'))
        .min(1, textKey('input.address'))
        .max(5000, textKey('input.tooMany')),
      excludedIds,
    }),
    queue: 'none',
  }),
  /** Saves the people of the last look-up to a CSV file that the user chooses. The answer is null if they cancel. */
  'people.save': command({
    input: z.strictObject({ excludedIds }),
    queue: 'none',
    answer: answers<SavedFile | null>(),
  }),
}

export type PersonState = 'active' | 'new' | 'banned' | 'closed' | 'alias'

/** The result of a look-up of one address. */
export interface Person {
  id: string
  displayName: string
  /** Their own name, where the user has given them another one; empty if it is the same. */
  fullName: string
  /** The name of their organisation, or its id without one; empty for none. */
  organisation: string
  /** Whether they belong to the user's organisation; null if Fleep does not tell. */
  isInOwnOrganisation: boolean | null
  /** The address that was looked up: an email address or a Fleep ID. */
  address: string
  /** Such as name@fleep.io; empty if they have none. */
  fleepId: string
  /** null for a state that this app does not know. */
  state: PersonState | null
  /** As `Account.avatar`. */
  avatar: Record<number, string> | null
}

export interface PeopleSlice {
  /** The results of the last look-up; null before the first. */
  people: Person[] | null
  /** Progress of a look-up; null while none runs. */
  lookUpProgress: { done: number; total: number } | null
}
