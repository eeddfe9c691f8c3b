import type { CommandInput } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { Failure, isConnectionFailure, isFailure, withField } from '../../core/failure'
import { text } from '../../core/text'
import type { PasswordResets } from './password-resets'
import type { Session } from './session'

/**
 * Sets a new password for the signed-in account, whose sessions Fleep then ends, and signs in again with it.
 * @throws Failure; `refused` with the field `link` if it is used, has expired or belongs to another account
 */
export async function resetOwnPassword(
  { session, resets }: { session: Session; resets: PasswordResets },
  context: CommandContext,
  { link, newPassword }: CommandInput<'session.resetOwnPassword'>,
): Promise<void> {
  const { account } = context
  if (!account) throw new Failure('signed-out', text('errors.notSignedIn'))
  await resets.confirm(account.server, link, newPassword).catch(withField('link'))
  await session.renew(context, newPassword).catch((reason) => {
    if (isFailure(reason, 'refused')) throw new Failure('refused', text('session.otherAccount'), 'link')
    if (!isConnectionFailure(reason)) throw reason
    throw new Failure(reason.code, text('session.passwordIsSet', { problem: reason.message }))
  })
}
