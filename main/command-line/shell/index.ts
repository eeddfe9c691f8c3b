import { bashCompletion } from './bash'
import { type CommandTable, describeProgram, type ProgramDescription } from './describe-program'
import { fishCompletion } from './fish'
import { manPage } from './man-page'
import type { ShellName } from './shell-names'
import { zshCompletion } from './zsh'

const scripts: Record<ShellName, (program: ProgramDescription) => string> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
}

/** @returns the script that completes commands in a shell, in the app's language */
export function completionScript(table: CommandTable, shell: ShellName): string {
  return scripts[shell](describeProgram(table))
}

/** @param date as {@link manPage} needs it. @returns the manual page, as roff, in the app's language */
export function manualPage(table: CommandTable, date: string): string {
  return manPage(describeProgram(table), date)
}
