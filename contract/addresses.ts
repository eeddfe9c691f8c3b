import { z } from 'zod'
import { command } from './command'
import { emailAddress, link, noInput } from './fields'

export const addressCommands = {
  'addresses.refresh': command({ input: noInput, queue: 'changes' }),
  /** Emails a link to the address. For one that is not confirmed yet, sends another link. */
  'addresses.add': command({ input: z.strictObject({ email: emailAddress }), queue: 'changes' }),
  'addresses.remove': command({ input: z.strictObject({ email: emailAddress }), queue: 'changes' }),
  /** The link from the email, or the id in it. */
  'addresses.confirm': command({ input: z.strictObject({ link }), queue: 'changes' }),
  /** One of the confirmed addresses. */
  'addresses.makePrimary': command({ input: z.strictObject({ email: emailAddress }), queue: 'changes' }),
}

/** Another address of the account. */
export interface Alias {
  email: string
  /** false until the link in its email is opened. */
  confirmed: boolean
}

export interface AddressesSlice {
  /** null until they are read. */
  aliases: Alias[] | null
}
