import type { sessionCommands } from '../../../contract/session'
import { type Failure, withField } from '../../core/failure'
import type { Handlers } from '../../core/handlers'
import { confirmReset, requestReset } from '../../fleep/password-reset-api'
import type { RemoveMailPasswords, Session } from './session'

/** @param forgetMailPasswords for a user who signs out and wants them removed from the keychain */
export function sessionHandlers(
  session: Session,
  forgetMailPasswords: RemoveMailPasswords,
): Handlers<keyof typeof sessionCommands> {
  return {
    'session.signIn': (_context, { server, email, password }) => session.signIn(server, email, password),
    'session.reauthenticate': (_context, { password }) => session.reauthenticate(password),
    'session.requestReset': (_context, { server, email }) => requestReset(server, email).catch(withField('email')),
    'session.confirmReset': (_context, { server, link, newPassword }) =>
      confirmReset(server, link, newPassword).catch(withField('link')),
    'session.cancelReauthentication': async () => session.cancelReauthentication(),
    'session.restore': async () => throwIfFailed(await session.restore()),
    'session.storeAgain': async (_context, { replace }) => throwIfFailed(await session.saveAgain(replace)),
    'session.signOut': (_context, input) =>
      session.signOut(input.forgetMailPasswords ? forgetMailPasswords : undefined),
  }
}

function throwIfFailed(failure: Failure | undefined): void {
  if (failure) throw failure
}
