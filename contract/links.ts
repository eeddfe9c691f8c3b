import { z } from 'zod'
import { linkPurposes } from './choices'
import { command } from './command'
import { emailAddress, fleepAddress, link, noInput, required, serverAddress, text } from './fields'
import { accountSettings } from './settings'

export const linkCommands = {
  /** Shows the purpose of a link from an email, without sending anything. */
  'links.read': command({ input: z.strictObject({ server: serverAddress, link }), queue: 'none' }),
  /** Sets the purpose of a link that does not contain it. */
  'links.choosePurpose': command({ input: z.strictObject({ purpose: z.enum(linkPurposes) }), queue: 'none' }),
  /** Emails a code to a person without an account; running it again sends another code. */
  'links.register': command({ input: z.strictObject({ server: serverAddress, email: emailAddress }), queue: 'none' }),
  /** Takes the code from that email, which has the same effect as an invitation link. */
  'links.readCode': command({
    input: z.strictObject({ server: serverAddress, email: emailAddress, code: required(100, 'input.code') }),
    queue: 'none',
  }),
  /** Loads the invitation that belongs to the open link. */
  'links.readInvitation': command({ input: noInput, queue: 'none' }),
  /** Confirms or unsubscribes, depending on the purpose of the open link. */
  'links.follow': command({ input: noInput, queue: 'none' }),
  'links.setInterval': command({
    input: z.strictObject({ emailInterval: z.enum(accountSettings.emailInterval.options) }),
    queue: 'none',
  }),
  'links.setPassword': command({
    input: z.strictObject({ newPassword: required(1000, 'input.newPassword') }),
    queue: 'none',
  }),
  'links.setUp': command({
    input: z.strictObject({
      displayName: required(200, 'input.name'),
      password: required(1000, 'input.aPassword'),
      fleepAddress,
      phoneNumber: text(50),
      newsletter: z.boolean(),
    }),
    queue: 'none',
  }),
  'links.dismiss': command({ input: noInput, queue: 'none' }),
}

export type LinkPurpose = (typeof linkPurposes)[number]

/** Fleep's data for an account that is being created; a field is empty if Fleep sends nothing. */
export interface Invitation {
  email: string
  displayName: string
  inviter: string
  organisation: string
  team: string
  /** Fleep addresses that are still available. */
  suggestions: string[]
  /** The calling code of the user's likely country, such as +372. */
  callingCode: string
}

/** A link from an email that the app shows. Its secret id stays in the main process. */
export interface OpenLink {
  /** Increases with each link. */
  id: number
  server: string
  /** null if the link does not contain it. */
  purpose: LinkPurpose | null
  /** The recipient's address, from the link or from Fleep; null if it is unknown. */
  email: string | null
  /** null until it is loaded. */
  invitation: Invitation | null
  /** Why the link cannot be used; null if it can. */
  problem: string | null
}

export interface LinksSlice {
  /** null while no link is open. */
  openLink: OpenLink | null
  /** A sentence about the effect of the last link, until the user dismisses it. */
  linkResult: string | null
}
