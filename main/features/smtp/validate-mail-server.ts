import type { CommandInput } from '../../../contract'
import { Failure } from '../../core/failure'
import { text } from '../../core/text'
import type { NewMailServer } from '../../fleep/smtp-api'
import { keychainName } from '../../keychain/keychain-name'
import { assertFitsKeychain } from '../../keychain/mail-password-item'
import { toNetworkHost } from '../../mail/smtp-login'

/** An account as it shall be. A null password stays as it is. */
export type ValidMailServer = Omit<NewMailServer, 'password'> & { password: string | null }

/** @throws Failure `invalid-input` about a host that is none, or a password that is too long */
export function validateMailServer(entered: Omit<CommandInput<'smtp.change'>, 'id'>): ValidMailServer {
  const host = toNetworkHost(entered.host)
  if (!host) throw new Failure('invalid-input', text('check.notServerName'), 'host')
  if (entered.password !== null) assertFitsKeychain(entered.password)
  const { address, port, password } = entered
  const encryption = entered.encryption === 'none' ? null : entered.encryption
  return { address: address.trim(), host, port, encryption, username: entered.username.trim(), password }
}

export function isSameHost(one: { host: string }, other: { host: string }): boolean {
  return toNetworkHost(one.host) === toNetworkHost(other.host)
}

export function noPassword(): Failure {
  return new Failure('invalid-input', text('smtp.passwordNotIn', { keychain: keychainName }), 'password')
}
