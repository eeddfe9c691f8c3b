import type { CommanderError } from 'commander'
import { text } from '../core/text'

/** @returns commander's error, which is in English, in the app's language */
export function usageError({ code, message }: Pick<CommanderError, 'code' | 'message'>): string {
  const problem = translate(code, /'([^']+)'/.exec(message)?.[1] ?? '') ?? message.replace(/^error: /, '')
  const names = /\(Did you mean (?:one of )?(.+)\?\)/.exec(message)?.[1]
  return names ? text('cli.didYouMean', { problem, names }) : problem
}

/**
 * @param name the argument, option or command that commander's message quotes
 * @returns undefined for a code without a text
 */
function translate(code: string, name: string): string | undefined {
  if (code === 'commander.unknownCommand') return text('cli.unknownCommand', { name })
  if (code === 'commander.unknownOption') return text('cli.unknownOption', { name })
  if (code === 'commander.missingArgument') return text('cli.missingArgument', { name })
  if (code === 'commander.optionMissingArgument') return text('cli.missingValue', { name })
  if (code === 'commander.excessArguments') return text('cli.excessArguments')
  return undefined
}
