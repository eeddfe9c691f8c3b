import { z } from 'zod'
import { linkPurposes } from './choices'
import { command } from './command'
import {
  confirmationCode,
  emailAddress,
  fleepAddress,
  link,
  noInput,
  required,
  serverAddress,
  typedWord,
  visibleName,
} from './fields'
import { accountSettings } from './settings'

/**
 * The id of the open link that the user sees. Another link may have been opened just before a click, and must not be the
 * one that is followed.
 */
const id = z.int()

export const linkCommands = {
  /** Shows the purpose of a link from an email, without sending anything. */
  'links.read': command({ input: z.strictObject({ server: serverAddress, link }), queue: 'none' }),
  /** Sets the purpose of a link that does not contain it. */
  'links.choosePurpose': command({ input: z.strictObject({ id, purpose: z.enum(linkPurposes) }), queue: 'none' }),
  /** Emails a code to a person without an account; running it again sends another code. */
  'links.register': command({ input: z.strictObject({ server: serverAddress, email: emailAddress }), queue: 'none' }),
  /** Takes the code from that email, which has the same effect as an invitation link. */
  'links.readCode': command({
    input: z.strictObject({ server: serverAddress, email: emailAddress, code: confirmationCode }),
    queue: 'none',
  }),
  /** Loads the invitation that belongs to the open link. */
  'links.readInvitation': command({ input: z.strictObject({ id }), queue: 'none' }),
  /** Confirms or unsubscribes, depending on the purpose of the open link. */
  'links.follow': command({ input: z.strictObject({ id }), queue: 'none' }),
  'links.setInterval': command({
    input: z.strictObject({ id, emailInterval: z.enum(accountSettings.emailInterval.options) }),
    queue: 'none',
  }),
  'links.setPassword': command({
    input: z.strictObject({ id, newPassword: required(1000, 'input.newPassword') }),
    queue: 'none',
  }),
  'links.setUp': command({
    input: z.strictObject({
      id,
      displayName: visibleName(200),
      password: required(1000, 'input.aPassword'),
      fleepAddress,
      phoneNumber: typedWord(50),
      newsletter: z.boolean(),
    }),
    queue: 'none',
  }),
  /** Lets a code that is being read open nothing, since its dialog was closed. */
  'links.cancelCode': command({ input: noInput, queue: 'none', stops: ['links.readCode'] }),
  /** Closes the open link; null hides the sentence about the last one. */
  'links.dismiss': command({ input: z.strictObject({ id: id.nullable() }), queue: 'none' }),
}

export type LinkPurpose = (typeof linkPurposes)[number]

/** Fleep's data for an account that is being created; a field is empty if Fleep sends nothing. */
export interface Invitation {
  email: string
  displayName: string
  inviter: string
  organisation: string
  /** Fleep sends no names of teams, and may send no name of an organisation. */
  isIntoOrganisation: boolean
  isIntoTeam: boolean
  /** Fleep addresses that are still available. */
  suggestions: string[]
  /** The calling code of the user's likely country, such as +372. */
  callingCode: string
}

/** A link from an email that the app shows. Its secret id stays in the main process. */
export interface OpenLink {
  /** Increases with each link and each step of a link. The same link opened again keeps it, and what was typed. */
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
