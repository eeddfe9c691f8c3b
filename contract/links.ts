import { z } from 'zod'
import { linkPurposes } from './choices'
import { command } from './command'
import { emailAddress, fleepAddress, link, noInput, required, serverAddress, text } from './fields'
import { accountSettings } from './settings'

export const linkCommands = {
  /** Shows what a link from an email does; nothing is sent. */
  'links.read': command({ input: z.strictObject({ server: serverAddress, link }), queue: 'none' }),
  /** For a link that does not tell its purpose. */
  'links.choosePurpose': command({ input: z.strictObject({ purpose: z.enum(linkPurposes) }), queue: 'none' }),
  /** Emails a code to somebody without an account; asking again sends another code. */
  'links.register': command({ input: z.strictObject({ server: serverAddress, email: emailAddress }), queue: 'none' }),
  /** The code from that email, in place of a link. */
  'links.readCode': command({
    input: z.strictObject({ server: serverAddress, email: emailAddress, code: required(100, 'input.code') }),
    queue: 'none',
  }),
  /** Reads what Fleep knows of the person whom the shown link invites. */
  'links.readInvitation': command({ input: noInput, queue: 'none' }),
  /** Confirms or unsubscribes, as the shown link says. */
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

/** What Fleep knows of a person who creates an account; empty where it knows nothing. */
export interface Invitation {
  email: string
  displayName: string
  inviter: string
  organisation: string
  team: string
  /** Fleep addresses that are free. */
  suggestions: string[]
  /** Of the country where they seem to be, such as +372. */
  callingCode: string
}

/** A link from an email that the user looks at; its id stays in the main process. */
export interface OpenLink {
  /** Grows with each link. */
  id: number
  server: string
  /** null if the link does not tell. */
  purpose: LinkPurpose | null
  /** Whom it is for, as the link or Fleep says; null if neither does. */
  email: string | null
  /** null until Fleep was asked. */
  invitation: Invitation | null
  /** Why it cannot be used; null if it can. */
  problem: string | null
}

export interface LinksSlice {
  /** The link from an email that is open; null while there is none. */
  openLink: OpenLink | null
  /** What the last link did, until the user has read it. */
  linkResult: string | null
}
