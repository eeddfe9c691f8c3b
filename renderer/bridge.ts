import type { Bridge, CommandInput, CommandName, CommandResult } from '../preload/contract'

export type {
  Account,
  AppState,
  CommandError,
  CommandInput,
  CommandName,
  CommandResult,
  EmailInterval,
  Json,
  SmtpAccount,
} from '../preload/contract'

declare global {
  interface Window {
    readonly fleepSettings: Bridge
  }
}

/** Sends a command to the main process. Never throws: a defect on the way is a failure like any other. */
export async function run<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult> {
  try {
    return await window.fleepSettings.run(name, input)
  } catch {
    const message = 'Something went wrong in this app. Try again.'
    return { ok: false, error: { code: 'internal', message, canRetry: true } }
  }
}
