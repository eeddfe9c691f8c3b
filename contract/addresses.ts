import { z } from 'zod'
import { command } from './command'
import { emailAddress, link, noInput, required } from './fields'

export const addressCommands = {
  'addresses.refresh': command({ input: noInput, queue: 'changes' }),
  /** Emails a confirmation link to the address; sends another one if the address is not confirmed yet. */
  'addresses.add': command({ input: z.strictObject({ email: emailAddress }), queue: 'changes' }),
  /** Takes an address as Fleep has stored it, also one that nobody could type. */
  'addresses.remove': command({ input: z.strictObject({ email: required(320, 'input.email') }), queue: 'changes' }),
  /** Takes the link from the email, or the id in it. */
  'addresses.confirm': command({ input: z.strictObject({ link }), queue: 'changes' }),
  /** Takes one of the confirmed addresses. */
  'addresses.makePrimary': command({ input: z.strictObject({ email: emailAddress }), queue: 'changes' }),
}

/** An address of the account other than the primary one. */
export interface Alias {
  email: string
  /** false until the user opens the link in the confirmation email. */
  confirmed: boolean
}

export interface AddressesSlice {
  /** null until they are loaded. */
  aliases: Alias[] | null
}
