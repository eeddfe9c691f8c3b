import type { CommandAnswer, CommandInput, CommandName } from '../../contract'
import type { CommandContext } from './command-context'

/** The functions that carry out commands; each throws Failure for what the user should read. */
export type Handlers<Names extends CommandName = CommandName> = {
  [Name in Names]: (context: CommandContext, input: CommandInput<Name>) => Promise<CommandAnswer<Name>>
}
