import type { CommandInput } from '../../../contract'
import type { CommandContext } from '../../core/command-context'
import { Failure, isFailure, withField } from '../../core/failure'
import { text } from '../../core/text'
import { confirmReset } from '../../fleep/password-reset-api'
import type { Session } from './session'

/**
 * Sets a new password for the signed-in account, whose sessions Fleep then ends, and signs in again with it.
 * @throws Failure; `refused` with the field `link` if it is used, has expired or belongs to another account
 */
export async function resetOwnPassword(
  session: Session,
  { account }: CommandContext,
  { link, newPassword }: CommandInput<'session.resetOwnPassword'>,
): Promise<void> {
  if (!account) throw new Failure('signed-out', text('errors.notSignedIn'))
  await confirmReset(account.server, link, newPassword).catch(withField('link'))
  await session.renew(newPassword).catch((reason) => {
    throw isFailure(reason, 'refused') ? new Failure('refused', text('session.otherAccount'), 'link') : reason
  })
}
