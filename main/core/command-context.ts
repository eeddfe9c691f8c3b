/** An account at a server. */
export interface AccountKey {
  /** The server's origin, without a slash at the end. */
  server: string
  accountId: string
}

/** The account that a command was sent for. Its calls to Fleep are refused once this account has signed out. */
export interface CommandContext {
  /** The account that was signed in when the command was sent; null if none was. */
  readonly account: AccountKey | null
  /** Aborted when that account signs out. */
  readonly signal: AbortSignal
}
