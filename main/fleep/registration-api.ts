import { z } from 'zod'
import type { CommandInput, Invitation } from '../../contract'
import { unexpectedAnswer } from '../http/network-failure'
import { id, optionalId, optionalList, optionalText, shortText } from './bounds'
import { callSignIn, type SignInResult } from './sign-in-api'
import type { Transport } from './transport'
import { callWithoutSession } from './without-session'

/** account/register/v2: emails a code, and a new one each time. Source: ref-auth. */
export async function requestCode(server: string, email: string): Promise<void> {
  await callWithoutSession(server, 'account/register/v2', { email: email.trim() })
}

const prepareResponse = z.object({
  notification_id: id,
  display_name: optionalText,
  email_address: optionalText,
  inviter_name: optionalText,
  organisation_name: optionalText,
  organisation_id: optionalId,
  team_id: optionalId,
  suggestions: optionalList(shortText, 20),
  country_code: optionalText,
})

/** Shows that somebody got Fleep's email: the id of its link, or its code and the address to which it was sent. */
type Proof = { id: string } | { code: string; email: string }

/**
 * account/prepare/v2: reads what Fleep knows of a new user, with Fleep addresses that are free. Source: the API's account page.
 * @returns the id with which to set up the account, and the invitation
 * @throws Failure `refused` for a wrong code, and for a code or link that was used or has expired
 */
export async function prepareAccount(server: string, proof: Proof): Promise<{ id: string; invitation: Invitation }> {
  const input =
    'id' in proof ? { notification_id: proof.id } : { registration_code: proof.code, registration_mail: proof.email }
  const { data } = prepareResponse.safeParse(await callWithoutSession(server, 'account/prepare/v2', input))
  if (!data) throw unexpectedAnswer(new URL(server).host)
  return {
    id: data.notification_id,
    invitation: {
      email: data.email_address ?? ('email' in proof ? proof.email : ''),
      displayName: data.display_name ?? '',
      inviter: data.inviter_name ?? '',
      organisation: data.organisation_name ?? '',
      isIntoOrganisation: Boolean(data.organisation_id || data.organisation_name),
      isIntoTeam: Boolean(data.team_id),
      suggestions: data.suggestions ?? [],
      callingCode: await callingCodeOf(data.country_code ?? ''),
    },
  }
}

/** account/confirm: for older links, of accounts that already have a name and a password. Source: the API's account page. */
export function confirmAccount(transport: Transport, id: string): Promise<SignInResult> {
  return callSignIn(transport, 'account/confirm', { notification_id: id })
}

/**
 * account/confirm/v2. Source: the API's account page.
 * @throws Failure `refused` for a Fleep address that is taken, and for an account that is already active
 */
export function setUpAccount(
  transport: Transport,
  id: string,
  wanted: Omit<CommandInput<'links.setUp'>, 'id'>,
): Promise<SignInResult> {
  const { displayName, password, fleepAddress, phoneNumber, newsletter } = wanted
  return callSignIn(transport, 'account/confirm/v2', {
    notification_id: id,
    display_name: displayName.trim(),
    password,
    fleep_address: fleepAddress,
    ...(phoneNumber.trim() && { phone_nr: phoneNumber.trim() }),
    is_newsletter_disabled: !newsletter,
  })
}

/** @param country ISO 3166-1 alpha-2. @returns such as +372; empty for an unknown country */
async function callingCodeOf(country: string): Promise<string> {
  // Large, and only needed for a new account.
  const { getCountryCallingCode, isSupportedCountry } = await import('libphonenumber-js')
  const known = country.toUpperCase()
  return isSupportedCountry(known) ? `+${getCountryCallingCode(known)}` : ''
}
