import type { CommandInput } from '../../../contract'
import { Failure } from '../../core/failure'
import { text } from '../../core/text'
import type { NewMailServer } from '../../fleep/smtp-api'
import { assertFitsKeychain } from '../../keychain/mail-password-item'
import { toNetworkHost } from '../../mail/smtp-login'
import { placeOf } from './password-place'

/** The validated values of a mail server. A null password stays as it is. */
export type ValidMailServer = Omit<NewMailServer, 'password'> & { password: string | null }

/** @throws Failure `invalid-input` for an invalid host or a password that is too long, with the field */
export function validateMailServer(entered: Omit<CommandInput<'smtp.change'>, 'id'>): ValidMailServer {
  const host = toNetworkHost(entered.host)
  if (!host) throw new Failure('invalid-input', text('check.notServerName'), 'host')
  const { port, password } = entered
  const encryption = entered.encryption === 'none' ? null : entered.encryption
  const valid = { address: entered.address.trim(), host, port, encryption, username: entered.username.trim(), password }
  if (password !== null) assertFitsKeychain(password, placeOf(valid))
  return valid
}
