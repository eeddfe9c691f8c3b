import type { MailServer } from '../../../contract'
import { usualPort } from '../../../contract/smtp-ports'
import { Failure } from '../../core/failure'
import { text } from '../../core/text'
import { keychainName } from '../../keychain/keychain-name'
import type { PasswordPlace } from '../../keychain/mail-password-item'
import { toNetworkHost } from '../../mail/smtp-login'

/** The settings of a mail server that decide where its password is sent. */
export type MailServerSettings = Pick<MailServer, 'address' | 'host' | 'port' | 'encryption' | 'username'>

/**
 * @returns where the settings send a password, in a form that can be compared: the host as DNS has it, and the address in
 *   small letters. Without a port, it is the usual one of the encryption, which is the only one that this app tries then.
 *   null if the host is invalid.
 */
export function placeOf({ address, host, port, encryption, username }: MailServerSettings): PasswordPlace | null {
  const networkHost = comparableHost(host)
  if (!networkHost) return null
  const used = encryption ?? 'none'
  return {
    address: address.trim().toLowerCase(),
    host: networkHost,
    port: port ?? usualPort(used),
    encryption: used,
    username,
  }
}

/**
 * @returns as {@link placeOf}, for a password that was stored without its place. null also if Fleep names no port, or no
 *   encryption: it does not tell "none" from one that this app does not know.
 */
export function placeAtFleep(server: MailServerSettings): PasswordPlace | null {
  return server.encryption === null || server.port === null ? null : placeOf(server)
}

/** Whether both hosts are the same in their network form. */
export function isSameHost(one: { host: string }, other: { host: string }): boolean {
  return comparableHost(one.host) === comparableHost(other.host)
}

/** Whether a password that Fleep has for one mail server may be used with the other settings. */
export function isSameServer(one: MailServerSettings, other: MailServerSettings): boolean {
  const keys = ['address', 'port', 'encryption', 'username'] as const
  return isSameHost(one, other) && keys.every((key) => one[key] === other[key])
}

/** For a command that needs a password that is not on this computer. */
export function passwordMissing(): Failure {
  return new Failure('invalid-input', text('smtp.passwordNotIn', { keychain: keychainName() }), 'password')
}

/** For a command that would send a known password to another place than the one that it was typed for. */
export function passwordForOtherSettings(): Failure {
  return new Failure('invalid-input', text('smtp.passwordForOther'), 'password')
}

/** A dot at the end of a name with several labels changes nothing; of a single label, DNS could make another name. */
function comparableHost(host: string): string | undefined {
  return toNetworkHost(host)
    ?.toLowerCase()
    .replace(/(\..*)\.$/, '$1')
}
