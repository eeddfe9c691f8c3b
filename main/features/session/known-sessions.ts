import type { AccountKey } from '../../core/command-context'
import type { KnownSession, KnownSessionFile } from './known-session-file'

/** Remembers which accounts may have a session in the keychain, and which of them is signed in. */
export class KnownSessions {
  /** The account in the file when this process last read or wrote it. */
  private lastSeen: string | null = null

  constructor(private readonly file: KnownSessionFile) {}

  /** @returns the server and email of the last sign-in, and the signed-in account */
  read(): KnownSession {
    const known = this.file.read()
    this.lastSeen = known.accountId
    return known
  }

  /** @returns the accounts that may have a session in the keychain */
  list(): AccountKey[] {
    return accountsIn(this.file.read())
  }

  /** Whether the account may have a session in the keychain. */
  has(account: AccountKey): boolean {
    return this.list().some((known) => isSameAccount(known, account))
  }

  /** Whether another process has removed the account, by a sign-out. A file that is missing or unreadable tells nothing. */
  wasRemoved(account: AccountKey): boolean {
    const known = this.file.read()
    return known.email !== '' && !accountsIn(known).some((other) => isSameAccount(other, account))
  }

  /** @returns the account that is signed in, in this process or another one; null if none is */
  current(): AccountKey | null {
    return currentOf(this.file.read())
  }

  /** Whether another process has signed in since this one last read or wrote the file. */
  hasOtherSignIn(): boolean {
    const { accountId } = this.file.read()
    return accountId !== null && accountId !== this.lastSeen
  }

  /** To be called before a session is stored. @returns whether it is remembered now */
  add(account: AccountKey): boolean {
    if (this.file.read().sessions.some((known) => isSameAccount(known, account))) return true
    return this.file.write((stored) => ({ sessions: [...accountsIn(stored).filter(isNot(account)), account] }))
  }

  /** To be called after the session of an account was removed from the keychain. */
  remove(account: AccountKey): void {
    this.file.write((stored) => ({ sessions: accountsIn(stored).filter(isNot(account)) }))
  }

  /** @returns whether the file was written */
  setCurrent(account: AccountKey, email: string): boolean {
    this.lastSeen = account.accountId
    return this.file.write((stored) => ({ ...account, email, sessions: accountsIn(stored) }))
  }

  /**
   * The account stays in the list until its session was removed.
   * @param forgetting the account whose mail passwords are to be removed; null if they stay
   */
  clearCurrent(forgetting: AccountKey | null): void {
    this.lastSeen = null
    this.file.write((stored) => ({
      accountId: null,
      sessions: accountsIn(stored),
      ...(forgetting && {
        passwordsToForget: [...stored.passwordsToForget.filter(isNot(forgetting)), forgetting],
      }),
    }))
  }

  /** @returns the accounts that signed out and whose mail passwords could not be removed yet */
  passwordsToForget(): AccountKey[] {
    return this.file.read().passwordsToForget
  }

  /** @returns the accounts at a server whose mail passwords may be in the keychain */
  withPasswordsAt(server: string): AccountKey[] {
    const { mailPasswords } = this.file.read()
    const accountIds = mailPasswords.filter((key) => key.server === server).map(({ accountId }) => accountId)
    return [...new Set(accountIds)].map((accountId) => ({ server, accountId }))
  }

  /** To be called before the mail passwords of accounts are removed. */
  addPasswordsToForget(accounts: AccountKey[]): void {
    const isOther = (one: AccountKey) => accounts.every(isNot(one))
    if (accounts.length === 0) return
    this.file.write(({ passwordsToForget }) => ({
      passwordsToForget: [...passwordsToForget.filter(isOther), ...accounts],
    }))
  }

  /** To be called when the mail passwords of the account were removed, or are wanted again. */
  passwordsForgotten(account: AccountKey): void {
    if (!this.passwordsToForget().some((other) => isSameAccount(other, account))) return
    this.file.write((stored) => ({ passwordsToForget: stored.passwordsToForget.filter(isNot(account)) }))
  }
}

export function isSameAccount(one: AccountKey | null | undefined, other: AccountKey): boolean {
  return one?.server === other.server && one.accountId === other.accountId
}

function isNot(account: AccountKey) {
  return (other: AccountKey) => !isSameAccount(other, account)
}

function currentOf({ server, accountId }: KnownSession): AccountKey | null {
  return accountId === null ? null : { server, accountId }
}

/** Version 0.1.0 remembered the signed-in account only. */
function accountsIn(known: KnownSession): AccountKey[] {
  const current = currentOf(known)
  return current ? [...known.sessions.filter(isNot(current)), current] : known.sessions
}
