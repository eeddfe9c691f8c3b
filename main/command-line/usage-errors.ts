import type { CommanderError } from 'commander'
import { text } from '../core/text'

/** What is wrong with the words of a command, of which commander tells by a code and in English. */
export function usageError({ code, message }: Pick<CommanderError, 'code' | 'message'>): string {
  const problem = problemOf(code, /'([^']+)'/.exec(message)?.[1] ?? '') ?? message.replace(/^error: /, '')
  const names = /\(Did you mean (?:one of )?(.+)\?\)/.exec(message)?.[1]
  return names ? text('cli.didYouMean', { problem, names }) : problem
}

/** @param name of the word that it is about, as commander quotes it */
function problemOf(code: string, name: string): string | undefined {
  if (code === 'commander.unknownCommand') return text('cli.unknownCommand', { name })
  if (code === 'commander.unknownOption') return text('cli.unknownOption', { name })
  if (code === 'commander.missingArgument') return text('cli.missingArgument', { name })
  if (code === 'commander.optionMissingArgument') return text('cli.missingValue', { name })
  if (code === 'commander.excessArguments') return text('cli.excessArguments')
  return undefined
}
