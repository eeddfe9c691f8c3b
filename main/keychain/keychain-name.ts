import type { KeychainKind } from '../../contract'
import { text } from '../core/text'

/** The keychain of this operating system. */
export const keychainKind: KeychainKind =
  process.platform === 'darwin' ? 'keychain' : process.platform === 'win32' ? 'credential-manager' : 'secret-service'

/** @returns the keychain's name for a sentence, in the app's language, to be preceded by "the" in English */
export function keychainName(): string {
  return text(`keychain.name.${keychainKind}`)
}
