import type { Account } from '../../../contract'
import { fleepIdOf } from '../../../contract/fleep-id'
import { isInputRefused } from '../../core/failure'
import { login, type SignInResult } from '../../fleep/sign-in-api'
import type { Transport } from '../../fleep/transport'

/**
 * Signs in to the account whose session has expired: with its primary address, or with its Fleep ID if that is refused,
 * because the user may have changed the primary address in another app. A Fleep ID never changes.
 * @param lastEmail used if the account is not loaded
 * @throws Failure
 */
export function logInAgain(
  transport: Transport,
  account: Account | null,
  lastEmail: string,
  password: string,
): Promise<SignInResult> {
  const fleepId = account?.fleepAddress && fleepIdOf(account.fleepAddress, transport.server)
  return login(transport, account?.email || lastEmail, password).catch((reason) => {
    if (!fleepId || !isInputRefused(reason)) throw reason
    return login(transport, fleepId, password)
  })
}
