import type { CommandAnswer, CommandInput, CommandName } from '../../contract'
import type { CommandContext } from './command-context'

/** The functions that run commands. Each throws Failure for an expected error. */
export type Handlers<Names extends CommandName = CommandName> = {
  [Name in Names]: (context: CommandContext, input: CommandInput<Name>) => Promise<CommandAnswer<Name>>
}
