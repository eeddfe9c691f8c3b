import type { Language } from '../texts/languages'
import type { AppState, CommandAnswer, CommandInput, CommandName } from '.'
import type { CommandResult } from './errors'

/** What the preload script exposes as `window.fleepSettings`. */
export interface Bridge {
  run<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult<CommandAnswer<Name>>>
  readLanguage(): Promise<Language>
  /** Calls the listener with the whole state once it has arrived, and then with the keys of each change. */
  onState(listener: (state: Partial<AppState>) => void): void
}
