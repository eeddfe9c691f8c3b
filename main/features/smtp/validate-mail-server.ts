import type { CommandInput } from '../../../contract'
import { Failure } from '../../core/failure'
import { text } from '../../core/text'
import type { NewMailServer } from '../../fleep/smtp-api'
import { keychainName } from '../../keychain/keychain-name'
import { assertFitsKeychain } from '../../keychain/mail-password-item'
import { toNetworkHost } from '../../mail/smtp-login'

/** The validated values of a mail server. A null password stays as it is. */
export type ValidMailServer = Omit<NewMailServer, 'password'> & { password: string | null }

/** @throws Failure `invalid-input` for an invalid host or a password that is too long, with the field */
export function validateMailServer(entered: Omit<CommandInput<'smtp.change'>, 'id'>): ValidMailServer {
  const host = toNetworkHost(entered.host)
  if (!host) throw new Failure('invalid-input', text('check.notServerName'), 'host')
  if (entered.password !== null) assertFitsKeychain(entered.password)
  const { address, port, password } = entered
  const encryption = entered.encryption === 'none' ? null : entered.encryption
  return { address: address.trim(), host, port, encryption, username: entered.username.trim(), password }
}

/** Whether both hosts are the same in their network form. */
export function isSameHost(one: { host: string }, other: { host: string }): boolean {
  return toNetworkHost(one.host) === toNetworkHost(other.host)
}

/** For a command that needs a password that is not on this computer. */
export function passwordMissing(): Failure {
  return new Failure('invalid-input', text('smtp.passwordNotIn', { keychain: keychainName() }), 'password')
}
