import type { Completion } from '../define-command'
import {
  type CommandDescription,
  nextWords,
  type OptionDescription,
  optionsWithValue,
  type ProgramDescription,
} from './describe-program'

/**
 * Completes without the bash-completion package, and in bash 3.2, which macOS has. Readline splits words at `=`, `:` and `@`
 * too, so the function joins them first, and leaves out of its answers what stands before the last of these.
 */
export function bashCompletion(program: ProgramDescription): string {
  return `# bash completion for fleep-settings

_fleep_settings_add() {
  local candidate
  while IFS= read -r candidate; do
    candidate="$2$candidate"
    [[ -n $candidate ]] && COMPREPLY+=("\${candidate#"$3"}")
  done < <(compgen "\${@:4}" -- "$1")
}

_fleep_settings() {
  local word raw="\${COMP_WORDS[COMP_CWORD]}" current before prefix='' option='' command='' kind='' list='' i joined='' plain=''
  local -a words
  words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    if ((i > 1)) && [[ -n $word && ( $word != *[!=:@]* || -n $joined ) ]]; then
      words[\${#words[@]}-1]+="$word"
    else
      words+=("$word")
    fi
    joined=''
    [[ -n $word && $word != *[!=:@]* ]] && joined=1
  done
  current="\${words[\${#words[@]}-1]}"
  [[ $raw != *[!=:@]* ]] && raw=''
  before="\${current%"$raw"}"
  for ((i = 1; i < \${#words[@]} - 1; i++)); do
    word="\${words[i]}"
    if [[ -n $option ]]; then
      option=''
    elif [[ -z $plain && $word == -- ]]; then
      plain=1
    elif [[ -z $plain && $word == -* ]]; then
      case $word in
        ${optionsWithValue(program).join(' | ')}) option=$word ;;
      esac
    else
      case "$command" in
        '') [[ $word == help ]] || command=$word ;;
        ${program.groups.map(({ name }) => name).join(' | ')}) command="$command $word" ;;
      esac
    fi
  done
  if [[ -z $option && -z $plain && $current == --*=* ]]; then
    option="\${current%%=*}"
    prefix="$option="
    current="\${current#*=}"
  fi
  case "$command" in
${startCase(program)}${program.groups.map(({ name }) => groupCase(program, name)).join('')}${program.commands.map((command) => commandCase(program, command)).join('')}  esac
  COMPREPLY=()
  case $kind in
    words) _fleep_settings_add "$current" "$prefix" "$before" -W "$list" ;;
    file) compopt -o filenames 2> /dev/null; _fleep_settings_add "$current" "$prefix" "$before" -f ;;
    folder) compopt -o filenames 2> /dev/null; _fleep_settings_add "$current" "$prefix" "$before" -d ;;
  esac
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[=:] ]] && compopt -o nospace 2> /dev/null
  return 0
}

complete -F _fleep_settings fleep-settings
`
}

function startCase(program: ProgramDescription): string {
  const words = [...nextWords(program, '').map(({ word }) => word), 'help']
  return block("''", [...program.commonOptions, ...program.programOptions], words)
}

function groupCase(program: ProgramDescription, group: string): string {
  const words = nextWords(program, group).map(({ word }) => word)
  return block(quote(group), program.commonOptions, words)
}

function commandCase(program: ProgramDescription, { name, options, completion }: CommandDescription): string {
  return block(quote(name), [...options, ...program.commonOptions], completion)
}

/** One command: what completes the values of its options, its options, and its arguments. */
function block(pattern: string, options: OptionDescription[], completion: Completion | null): string {
  const values = options.filter(({ value }) => value !== null)
  const cases = values.map(({ name, completion: known }) => `        ${name}) ${assignment(known)} ;;\n`)
  const names = options.map(({ name }) => name)
  return `    ${pattern})
      case $option in
${cases.join('')}        '') if [[ -z $plain && $current == -* ]]; then ${assignment(names)}; else ${assignment(completion)}; fi ;;
      esac
      ;;
`
}

function assignment(completion: Completion | null): string {
  if (completion === null) return ':'
  if (completion === 'file' || completion === 'folder') return `kind=${completion}`
  return `kind=words list=${quote(completion.join(' '))}`
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
