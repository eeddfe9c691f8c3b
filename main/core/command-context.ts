/** An account at a server. */
export interface AccountKey {
  /** The server's origin, without a slash at the end. */
  server: string
  accountId: string
}

/** For whom a command runs. However long it waits, it acts for this account or not at all. */
export interface CommandContext {
  /** The account that was signed in when the command was sent; null if none was. */
  readonly account: AccountKey | null
  /** Fires when that account signs out. */
  readonly signal: AbortSignal
}
