import type { peopleCommands } from '../../../contract/people'
import type { Handlers } from '../../core/handlers'
import type { People } from './people'

export function peopleHandlers(people: People): Handlers<keyof typeof peopleCommands> {
  return {
    'people.lookUp': (context, { addresses, excludedIds }) => people.lookUp(context, addresses, excludedIds),
    'people.save': (context, { excludedIds }) => people.save(context, excludedIds),
  }
}
