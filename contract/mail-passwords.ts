import type { PasswordLocation } from './smtp'

/** @returns whether the keychain holds the password of a mail server, so that signing out has something to ask */
export function hasStoredPassword(mailPasswords: Record<string, PasswordLocation>): boolean {
  return Object.values(mailPasswords).some(({ kind }) => kind === 'stored')
}
