import { state } from './state'
import { text } from './text'

/** @returns the keychain's name for a sentence, in the app's language, to be preceded by "the" in English */
export function keychainName(): string {
  return text(`keychain.name.${state.keychain.value}`)
}
