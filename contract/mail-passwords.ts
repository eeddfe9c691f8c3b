import type { PasswordLocation } from './smtp'

/** @returns whether the keychain holds the password of a mail server. If it does, signing out asks whether to keep it. */
export function hasStoredPassword(mailPasswords: Record<string, PasswordLocation>): boolean {
  return Object.values(mailPasswords).some(({ kind }) => kind === 'stored' || kind === 'other-settings')
}
