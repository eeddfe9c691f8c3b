import type { addressCommands } from '../../../contract/addresses'
import { withField } from '../../core/failure'
import type { Handlers } from '../../core/handlers'
import type { Addresses } from './addresses'

export function addressHandlers(addresses: Addresses): Handlers<keyof typeof addressCommands> {
  return {
    'addresses.refresh': (context) => addresses.refresh(context),
    'addresses.add': (context, { email }) => addresses.add(context, email).catch(withField('email')),
    'addresses.remove': (context, { email }) => addresses.remove(context, email).catch(withField('email')),
    'addresses.confirm': (context, { link }) => addresses.confirm(context, link).catch(withField('link')),
    'addresses.makePrimary': (context, { email }) => addresses.makePrimary(context, email).catch(withField('email')),
  }
}
