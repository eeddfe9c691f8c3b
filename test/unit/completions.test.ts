import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cliCommandGroups, cliCommands } from '../../main/command-line/commands'
import { commonOptions } from '../../main/command-line/common-options'
import { completionScript, manualPage } from '../../main/command-line/shell'
import { describeProgram, optionsWithValue } from '../../main/command-line/shell/describe-program'

const table = { commands: cliCommands, groups: cliCommandGroups }
const program = describeProgram(table)
const names = Object.keys(cliCommands)
const optionNames = (options: object) => Object.keys(options).map((flags) => flags.replace(/ .*/, ''))
const isInstalled = (name: string) => process.platform !== 'win32' && spawnSync('which', [name]).status === 0

let folder: string
const path = (name: string) => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'completions-'))
  writeFileSync(path('bash'), completionScript(table, 'bash'))
  writeFileSync(path('_fleep-settings'), completionScript(table, 'zsh'))
  writeFileSync(path('fish'), completionScript(table, 'fish'))
  writeFileSync(path('page.1'), manualPage(table, '2026-01-31'))
  mkdirSync(path('exports'))
  writeFileSync(path('my portrait.jpg'), '')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The words before the cursor, the last of which is being typed. */
type Line = string[]

/** What each shell offers. */
const cases: [line: Line, offered: string[]][] = [
  [['sm'], ['smtp']],
  [['sig'], ['sign-in', 'sign-out', 'sign-up']],
  [['help', 'boa'], ['boards']],
  [
    ['smtp', 'ch'],
    ['change', 'check'],
  ],
  [
    ['boards', ''],
    ['list', 'pins', 'tasks'],
  ],
  [['--ver'], ['--version']],
  [['smtp', 'add', '--ho'], ['--host']],
  [['--server', 'fleep.example', 'smtp', 'add', 'ann@example.org', '--enc'], ['--encryption']],
  [['smtp', 'add', '--encryption', 's'], ['starttls']],
  [
    ['smtp', 'change', '--encryption', ''],
    ['none', 'starttls', 'tls'],
  ],
  [
    ['link', 'follow', '--interval', ''],
    ['daily', 'hourly', 'never'],
  ],
  [
    ['link', 'show', '--as', 'confirm'],
    ['confirm-account', 'confirm-alias'],
  ],
  [['boards', 'pins', 'Harvest', '--format', 'c'], ['csv']],
  [
    ['get', 'email'],
    ['email', 'email-interval'],
  ],
  [['set', 'email-interval=d'], ['email-interval=daily']],
  [
    ['set', 'name=Liis', 'full-privacy=o'],
    ['full-privacy=off', 'full-privacy=on'],
  ],
  [['set', 'pho'], ['phone=']],
  [
    ['completions', ''],
    ['bash', 'fish', 'zsh'],
  ],
  [['avatar', 'upload', 'my'], ['my portrait.jpg']],
  [['export', '--to', 'ex'], ['exports']],
  [['status', 'x'], []],
]

/** Splits a word as readline does. @param separators those of COMP_WORDBREAKS that arguments of this program have */
const asReadline = (word: string, separators = '=:@') =>
  word.split(new RegExp(`([${separators}]+)`)).filter((part, index) => part !== '' || index === 0)

/** @returns what bash would insert for the last word */
function completeInBash(words: string[]): string[] {
  const script = `source '${path('bash')}'
complete -p fleep-settings > /dev/null || exit 1
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _fleep_settings; printf '%s\\n' "\${COMPREPLY[@]}"`
  const args = ['--norc', '-c', script, 'bash', 'fleep-settings', ...words]
  return execFileSync('bash', args, { cwd: folder, encoding: 'utf8' }).split('\n').filter(Boolean).sort()
}

describe.skipIf(!isInstalled('bash'))('bash', () => {
  test.each(cases)('%j is completed', (line, offered) => {
    const before = line.slice(0, -1).flatMap((word) => asReadline(word))
    const last = line.at(-1) ?? ''
    // readline replaces only the part behind the last separator.
    const parts = asReadline(last)
    const kept = parts.slice(0, -1).join('')
    expect(completeInBash([...before, ...parts])).toEqual(offered.map((word) => word.slice(kept.length)))
    expect(completeInBash([...line.slice(0, -1), last])).toEqual(offered)
  })

  test('the value of an option is completed behind "=" too', () => {
    expect(completeInBash(['smtp', 'add', '--encryption', '=', 't'])).toEqual(['tls'])
    expect(completeInBash(['smtp', 'add', '--encryption', '='])).toEqual(['none', 'starttls', 'tls'])
    expect(completeInBash(['smtp', 'add', '--encryption=t'])).toEqual(['--encryption=tls'])
    expect(completeInBash(['set', 'email-interval', '='])).toEqual(['daily', 'hourly', 'never'])
  })
})

describe.skipIf(!isInstalled('fish'))('fish', () => {
  test.each(cases)('%j is completed', (line, offered) => {
    const typed = ['fleep-settings', ...line].map((word) => word.replaceAll(' ', '\\ ')).join(' ')
    const script = `source '${path('fish')}'; complete -C ${JSON.stringify(typed)}`
    const out = execFileSync('fish', ['--no-config', '-c', script], { cwd: folder, encoding: 'utf8' })
    const words = out
      .split('\n')
      .filter(Boolean)
      .map((entry) => entry.replace(/\t.*/, '').replace(/\/$/, ''))
    expect(words.map((word) => word.replaceAll('\\ ', ' ')).sort()).toEqual(offered)
  })
})

/** Presses Tab in a real zsh, where `compadd` also prints what it adds. */
function completeInZsh(line: Line): string[] {
  const typed = ['fleep-settings', ...line].map((word) => word.replaceAll(' ', '\\ ')).join(' ')
  const script = `zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'PS1=; unsetopt zle_bracketed_paste 2>/dev/null; autoload -U compinit; fpath=(${folder} $fpath); compinit -u -D; cd ${folder}'
zpty -w z 'compadd() { local -a hits; builtin compadd -O hits "$@" 2>/dev/null; local pre=; (( \${@[(I)-p]} )) && pre=\${@[\${@[(I)-p]}+1]}; for h in $hits; do print -r -- "HIT<$IPREFIX$pre$h>" >> ${folder}/hits; done; builtin compadd "$@" }'
zpty -w z 'finish() { zle complete-word; print -r -- DONE >> ${folder}/hits; zle kill-buffer }; zle -N finish; bindkey "^I" finish; print -r -- RE""ADY'
zpty -r -m z ready '*READY*'
zpty -w -n z ${JSON.stringify(typed)}$'\\t'
while [[ ! -e ${folder}/hits ]] || ! grep -q DONE ${folder}/hits; do zpty -r -t z rest > /dev/null; done
zpty -d z`
  rmSync(path('hits'), { force: true })
  execFileSync('zsh', ['-f', '-c', script], { encoding: 'utf8', timeout: 20_000 })
  const hits = readFileSync(path('hits'), 'utf8').matchAll(/^HIT<(.*)>$/gm)
  return [...new Set([...hits].map(([, word = '']) => word.replace(/\/$/, '').replaceAll('\\ ', ' ')))].sort()
}

describe.skipIf(!isInstalled('zsh'))('zsh', () => {
  test.each(cases)(
    '%j is completed',
    (line, offered) => {
      expect(completeInZsh(line)).toEqual(offered)
    },
    30_000,
  )
})

describe('the manual page', () => {
  test.skipIf(!isInstalled('mandoc'))('has no warning of mandoc', () => {
    const { stdout, status } = spawnSync('mandoc', ['-T', 'lint', '-W', 'style', path('page.1')], { encoding: 'utf8' })
    expect([stdout, status]).toEqual(['', 0])
  })

  test.skipIf(!isInstalled('man') || process.platform !== 'linux')('has no warning of man', () => {
    const { stderr, status } = spawnSync('man', ['--warnings', '-l', path('page.1')], { encoding: 'utf8' })
    expect([stderr, status]).toEqual(['', 0])
  })

  test('has each command with its arguments, description and example', () => {
    const page = manualPage(table, '2026-01-31').replaceAll('\\-', '-')
    expect(page).toMatch(/^\.TH FLEEP-SETTINGS 1 2026-01-31 /)
    for (const { name, arguments: args, example } of program.commands) {
      expect(page).toContain(`.SS "${[name, ...args].join(' ')}"\n`)
      expect(page).toContain(`fleep-settings ${example.replaceAll('"', '\\(dq')}\n`)
    }
    for (const options of [commonOptions, ...Object.values(cliCommands).map((command) => command.options)]) {
      for (const option of optionNames(options)) expect(page).toMatch(new RegExp(`^\\.BI? "?${option}\\b`, 'm'))
    }
    // A line that starts with a dot or an apostrophe is an instruction.
    for (const [, request = ''] of page.matchAll(/^[.'](\S*)/gm)) {
      expect(['TH', 'SH', 'SS', 'B', 'BI', 'RI', 'I', 'br', 'PP', 'TP', 'nf', 'fi', 'RS', 'RE']).toContain(request)
    }
  })
})

test.each(['bash', 'zsh', 'fish'] as const)('%s has every command and every option', (shell) => {
  const script = completionScript(table, shell)
  for (const name of names.flatMap((command) => command.split(' '))) expect(script).toContain(name)
  const prefix = shell === 'fish' ? '-l ' : '--'
  for (const options of [commonOptions, ...Object.values(cliCommands).map((command) => command.options)]) {
    for (const option of optionNames(options)) expect(script).toMatch(new RegExp(`${prefix}${option.slice(2)}\\b`))
  }
})

test('an option takes a value in every command or in none, so that a shell can skip it before it knows the command', () => {
  const withValue = new Set(optionsWithValue(program))
  const without = program.commands.flatMap(({ options }) => options.filter(({ value }) => value === null))
  expect(without.filter(({ name }) => withValue.has(name))).toEqual([])
})

test('each command has an example of itself', () => {
  for (const [name, { example }] of Object.entries(cliCommands)) {
    if (name !== 'version') expect(`${example} `.startsWith(`${name} `), example).toBe(true)
  }
})

test('the Linux packages install the completions and the manual page', () => {
  const config = readFileSync('electron-builder.yml', 'utf8')
  const installed = [...config.matchAll(/^ {4}- out\/shell\/(\S+)=(\/usr\/share\/\S+)$/gm)].map(([, from, to]) => [
    from,
    to,
  ])
  const files = ['fleep-settings.bash', '_fleep-settings', 'fleep-settings.fish', 'fleep-settings.1.gz']
  expect(installed.map(([from]) => from)).toEqual([...files, ...files])
  const builder = readFileSync('scripts/linux-files.mts', 'utf8')
  for (const file of files) expect(builder).toContain(`'${file}'`)
})
