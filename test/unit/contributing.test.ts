import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const [, diff = ''] = readFileSync('CONTRIBUTING.md', 'utf8').split(/^```(?:diff)?\n/m)
const folders = ['contract', 'main', 'preload', 'renderer', 'texts', 'test/fleep-server', 'test/e2e/account']

/** A copy of the sources. */
let copy: string

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'contributing-'))
  for (const folder of folders) cpSync(folder, join(copy, folder), { recursive: true })
  for (const file of ['package.json', 'tsconfig.json']) cpSync(file, join(copy, file))
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

function run(command: string, args: string[], input?: string) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: copy, input, encoding: 'utf8' })
  return { status, output: `${stdout}${stderr}` }
}

/** Prints how each part of the app handles the setting of the example. Runs in the copy. */
const script = `
import { commands } from './contract'
import { initialState } from './contract/initial-state'
import { accountSettings, defaultsOf } from './contract/settings'
import { readSettings as readCommandLine } from './main/command-line/setting-values'
import { quickActions } from './main/electron/quick-actions'
import { differencesOf } from './main/features/profiles/differences'
import { profileOf } from './main/features/profiles/profile-file'
import { unknownFacts } from './main/fleep/account-facts'
import { readSettings, settingInputs } from './main/fleep/setting-records'
import { searchEntries } from './renderer/search/search-entries'

const account = { ...initialState.account, ...defaultsOf(accountSettings), id: 'x', email: 'x@meadow.example',
  fleepAddress: null, hasPassword: true, clientSettings: {}, flags: [], avatar: null, facts: unknownFacts }
const off = profileOf(account, []).settings
const actions = { run: (...sent) => clicked.push(sent), open() {}, signOut() {} }
const clicked = []
const entry = quickActions({ ...initialState, account }, actions).find(({ id }) => id === 'digest')
entry?.click()
console.log(JSON.stringify({
  command: commands['account.change'].input.safeParse({ digest: true }).success,
  nonsense: commands['account.change'].input.safeParse({ digest: 'yes' }).success,
  read: readSettings({ is_digest_enabled: true }, account).digest,
  sent: settingInputs({ digest: true }).inputs,
  tray: entry?.label,
  clicked: clicked.map(([name, input]) => [name, input]),
  file: off.digest,
  difference: differencesOf({ ...off, digest: true }, off, () => true).map(({ kind, from, to }) => [kind, from, to]),
  search: searchEntries.filter(({ id }) => id === 'digest').length,
  commandLine: readCommandLine(account, ['digest']),
}))
`

test('the example changes three product files, the local server and one test', () => {
  const files = [...diff.matchAll(/^\+\+\+ b\/(.+)$/gm)].map(([, file]) => file)
  expect(files.sort()).toEqual([
    'contract/settings.ts',
    'test/e2e/account/account.spec.ts',
    'test/fleep-server/account-calls.ts',
    'texts/en.ts',
    'texts/et.ts',
  ])
})

test('the example applies to the sources and adds the setting to all parts of the app', () => {
  expect(run('git', ['apply', '-'], diff)).toEqual({ status: 0, output: '' })
  writeFileSync(join(copy, 'print-setting.ts'), script)
  const { status, output } = run(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'print-setting.ts'])
  expect(status, output).toBe(0)
  expect(JSON.parse(output)).toEqual({
    command: true,
    nonsense: false,
    read: true,
    sent: { is_digest_enabled: true },
    tray: 'Weekly digest',
    clicked: [['account.change', { digest: true }]],
    file: false,
    difference: [['digest', false, true]],
    search: 1,
    commandLine: { digest: false },
  })
})

test.each([
  ['a missing text is a type error that names it', ['find']],
  ['several missing texts are one type error that names them', ['find', 'help']],
])('%s', (_title, suffixes) => {
  const isMissing = (line: string) => suffixes.some((suffix) => line.startsWith(`  'setting.digest.${suffix}'`))
  for (const language of ['en', 'et']) {
    const path = join(copy, `texts/${language}.ts`)
    const lines = readFileSync(path, 'utf8').split('\n')
    writeFileSync(path, lines.filter((line) => !isMissing(line)).join('\n'))
  }
  const { output } = run(process.execPath, ['node_modules/typescript/bin/tsc', '--build', '--force', 'contract'])
  expect(output.match(/error/g), output).toHaveLength(1)
  expect(output).toContain('contract/setting-texts.ts')
  for (const suffix of suffixes) expect(output).toContain(`setting.digest.${suffix}`)
})
