import type { OpenLink } from '../../contract'
import { fleepAddressIn } from '../../contract/fleep-id'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import type { Cli } from './cli'
import type { OptionDeclarations } from './define-command'
import { requireConsent, requireLink } from './open-link'
import { promptNewPassword } from './prompt-password'
import { requireStoredSession } from './stored-session'

/** The fields of a new account. */
export const newAccountOptions = {
  '--name <name>': { description: 'cli.newName' },
  '--fleep-id <name>': { description: 'cli.newFleepId' },
  '--phone <number>': { description: 'cli.newPhone' },
  '--newsletter': { description: 'cli.newNewsletter' },
} as const satisfies OptionDeclarations

export interface NewAccountValues {
  name: string | undefined
  fleepId: string | undefined
  phone: string | undefined
  newsletter: true | undefined
}

/**
 * Sets up the account of the invitation that the open link has, asks for its password, and signs in.
 * @param isAgreed whether the suggested Fleep ID may be taken without a question: it cannot be changed later
 * @throws Failure; without a terminal, `invalid-input` names the suggested Fleep IDs
 */
export async function setUpAccount(
  cli: Cli,
  { id, server, invitation }: OpenLink,
  { name, fleepId, phone = '', newsletter }: NewAccountValues,
  isAgreed: boolean,
): Promise<void> {
  if (!invitation) throw new Failure('refused', text('links.noLink'))
  const { email, suggestions } = invitation
  const displayName = name ?? invitation.displayName
  if (!displayName.trim()) throw new Failure('invalid-input', text('cli.useName'), 'displayName')
  const suggested = suggestions[0] ?? ''
  const question = suggested
    ? text('cli.fleepIdSuggested', { email, fleepId: suggested, others: suggestions.join(', ') })
    : text('cli.useFleepId')
  if (fleepId === undefined) await requireConsent(question, isAgreed && suggested !== '')
  const password = await promptNewPassword(text('cli.newPasswordOf', { address: email }))
  const fleepAddress = fleepAddressIn(fleepId ?? suggested, server)
  await cli.run('links.setUp', {
    id,
    displayName,
    password,
    fleepAddress,
    phoneNumber: phone,
    newsletter: newsletter === true,
  })
  await requireStoredSession(cli)
}

/** Opens the invitation of the open link. @throws Failure */
export async function readInvitation(cli: Cli): Promise<OpenLink> {
  const { id, invitation } = requireLink(cli)
  if (!invitation) await cli.run('links.readInvitation', { id })
  return requireLink(cli)
}
