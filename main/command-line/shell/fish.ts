import type { Completion } from '../define-command'
import { nextWords, type OptionDescription, optionsWithValue, type ProgramDescription } from './describe-program'

/** fish finds the options of a command by a condition, which a function answers with the words before the cursor. */
export function fishCompletion(program: ProgramDescription): string {
  const groups = program.groups.map(({ name }) => name)
  return `# fish completion for fleep-settings

function __fleep_settings_is --description 'Whether this is the command of the words before the cursor'
    set -l command
    set -l skip no
    for word in (commandline -opc)[2..-1]
        if test $skip = yes
            set skip no
        else if contains -- $word ${optionsWithValue(program).join(' ')}
            set skip yes
        else if string match -q -- '-*' $word
            continue
        else if test -z "$command"
            test $word = help; or set command $word
        else if contains -- "$command" ${groups.join(' ')}
            set command "$command $word"
        end
    end
    test "$command" = "$argv"
end

complete -c fleep-settings -f
${program.commonOptions.map((option) => optionLine(option, null)).join('')}${program.programOptions.map((option) => optionLine(option, '')).join('')}${wordLines(program, '')}${word('', 'help', helpDescription(program))}${groups.map((group) => wordLines(program, group)).join('')}${program.commands
  .map(({ name, options, completion }) => {
    return options.map((option) => optionLine(option, name)).join('') + argumentLine(name, completion)
  })
  .join('')}`
}

function helpDescription({ commonOptions }: ProgramDescription): string {
  return commonOptions.find(({ name }) => name === '--help')?.description ?? ''
}

function wordLines(program: ProgramDescription, group: string): string {
  return nextWords(program, group)
    .map((next) => word(group, next.word, next.description))
    .join('')
}

function word(group: string, name: string, description: string): string {
  return `complete -c fleep-settings -n ${condition(group)} -a ${quote(name)} -d ${quote(description)}\n`
}

/** @param command null for every one */
function optionLine({ name, value, description, completion }: OptionDescription, command: string | null): string {
  const isFor = command === null ? '' : ` -n ${condition(command)}`
  const takes = value === null ? '' : `${completion === 'file' ? ' -r' : ' -x'}${candidates(completion)}`
  return `complete -c fleep-settings${isFor} -l ${name.slice(2)}${takes} -d ${quote(description)}\n`
}

function argumentLine(command: string, completion: Completion | null): string {
  if (completion === null) return ''
  return `complete -c fleep-settings -n ${condition(command)}${candidates(completion)}\n`
}

function candidates(completion: Completion | null): string {
  if (completion === null) return ''
  if (completion === 'file') return ' -F'
  if (completion === 'folder') return " -a '(__fish_complete_directories)'"
  return ` -a ${quote(completion.join(' '))}`
}

function condition(command: string): string {
  return quote(`__fleep_settings_is ${command}`.trim())
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
