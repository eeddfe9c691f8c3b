import { AsyncLocalStorage } from 'node:async_hooks'

/** undefined as an account: nobody was signed in. */
const given = new AsyncLocalStorage<{ accountId: string | undefined }>()

/**
 * Runs a command for the account that it was given for. However long it waits, for its turn or for the keychain, what it
 * asks of Fleep is asked for that account or not at all.
 */
export function givenFor<T>(accountId: string | undefined, command: () => T): T {
  return given.run({ accountId }, command)
}

/** What a command begins and leaves running belongs to no command. */
export function outsideOfCommands<T>(work: () => T): T {
  return given.exit(work)
}

/** @param now who is signed in. @returns the account of the running command; outside of one, who is signed in */
export function ownerOfCommand(now: string | undefined): string | undefined {
  const command = given.getStore()
  return command ? command.accountId : now
}
