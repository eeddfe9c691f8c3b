import type { sessionCommands } from '../../../contract/session'
import { type Failure, withField } from '../../core/failure'
import type { Handlers } from '../../core/handlers'
import { requestReset } from '../../fleep/password-reset-api'
import { withServerField } from '../../http/network-failure'
import { PasswordResets } from './password-resets'
import { resetOwnPassword } from './reset-own-password'
import type { Session } from './session'
import type { RemoveMailPasswords } from './session-removal'

/** @param removeMailPasswords called if the user wants this when they sign out */
export function sessionHandlers(
  session: Session,
  removeMailPasswords: RemoveMailPasswords,
): Handlers<keyof typeof sessionCommands> {
  session.setMailPasswordRemoval(removeMailPasswords)
  const resets = new PasswordResets()
  return {
    'session.signIn': (_context, { server, email, password }) =>
      session.signIn(server, email, password).catch(withServerField),
    'session.reauthenticate': (context, { password }) => session.reauthenticate(context, password),
    'session.requestReset': (_context, { server, email }) =>
      requestReset(server, email).catch(withServerField).catch(withField('email')),
    'session.confirmReset': (_context, { server, link, newPassword }) =>
      resets.confirm(server, link, newPassword).catch(withServerField).catch(withField('link')),
    'session.resetOwnPassword': (context, input) => resetOwnPassword({ session, resets }, context, input),
    'session.cancelReauthentication': async () => session.cancelReauthentication(),
    'session.restore': async () => throwIfFailed(await session.restore()),
    'session.storeAgain': async (_context, { replace }) => throwIfFailed(await session.saveAgain(replace)),
    'session.signOut': async (_context, { forgetMailPasswords, server }) =>
      (await session.signOut(forgetMailPasswords ? removeMailPasswords : undefined, server))?.code ?? null,
  }
}

function throwIfFailed(failure: Failure | undefined): void {
  if (failure) throw failure
}
