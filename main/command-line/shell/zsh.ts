import type { Completion } from '../define-command'
import {
  type NextWord,
  nextWords,
  type OptionDescription,
  optionsWithValue,
  type ProgramDescription,
} from './describe-program'

/** Works as a file in a folder of $fpath, and when it is sourced after compinit. */
export function zshCompletion(program: ProgramDescription): string {
  const groups = program.groups.map(({ name }) => name)
  return `#compdef fleep-settings

_fleep-settings() {
  local command='' option='' plain='' word
  local -a options next
  for word in "\${(@)words[2,CURRENT-1]}"; do
    if [[ -n $option ]]; then
      option=''
    elif [[ -z $plain && $word == -- ]]; then
      plain=1
    elif [[ -z $plain && $word == -* ]]; then
      case $word in
        (${optionsWithValue(program).join('|')}) option=$word ;;
      esac
    else
      case $command in
        ('') [[ $word == help ]] || command=$word ;;
        (${groups.join('|')}) command="$command $word" ;;
      esac
    fi
  done
  if [[ -z $option && -z $plain && $PREFIX == --*=* ]]; then
    option=\${PREFIX%%=*}
    compset -P 1 '*='
  fi
  case $command in
${block("''", [...program.commonOptions, ...program.programOptions], startWords(program))}${groups
  .map((group) => block(quote(group), program.commonOptions, nextWords(program, group)))
  .join('')}${program.commands
  .map(({ name, options, completion }) => block(quote(name), [...options, ...program.commonOptions], completion))
  .join('')}  esac
}

if [[ $funcstack[1] == _fleep-settings ]]; then
  _fleep-settings "$@"
else
  compdef _fleep-settings fleep-settings
fi
`
}

function startWords(program: ProgramDescription): NextWord[] {
  const help = program.commonOptions.find(({ name }) => name === '--help')?.description ?? ''
  return [...nextWords(program, ''), { word: 'help', description: help }]
}

/** One command: what completes the values of its options, its options, and what follows. */
function block(pattern: string, options: OptionDescription[], follows: Completion | NextWord[] | null): string {
  const values = options.filter(({ value }) => value !== null)
  const cases = values.map(({ name, completion }) => `        (${name}) ${action(completion)} ;;\n`)
  const described = options.map(({ name, description }) => describedWord(name, description))
  return `    (${pattern})
      case $option in
${cases.join('')}        ('')
          if [[ -z $plain && $PREFIX == -* ]]; then
            options=(${described.join(' ')})
            _describe -o option options
          else
            ${isDescribed(follows) ? describeWords(follows) : action(follows)}
          fi
          ;;
      esac
      ;;
`
}

function isDescribed(follows: Completion | NextWord[] | null): follows is NextWord[] {
  return Array.isArray(follows) && typeof follows[0] === 'object'
}

function describeWords(words: NextWord[]): string {
  const described = words.map(({ word, description }) => describedWord(word, description))
  return `next=(${described.join(' ')})\n            _describe command next`
}

function describedWord(word: string, description: string): string {
  return quote(`${word.replaceAll(':', '\\:')}:${description}`)
}

/** A word that goes on, such as `name=`, is completed without a space behind it. */
function action(completion: Completion | null): string {
  if (completion === null) return '_message value'
  if (completion === 'file') return '_files'
  if (completion === 'folder') return '_files -/'
  const goesOn = (word: string) => /[=:]$/.test(word)
  const whole = completion.filter((word) => !goesOn(word)).map(quote)
  const open = completion.filter(goesOn).map(quote)
  return [
    ...(whole.length > 0 ? [`compadd -- ${whole.join(' ')}`] : []),
    ...(open.length > 0 ? [`compadd -S '' -- ${open.join(' ')}`] : []),
  ].join('; ')
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
