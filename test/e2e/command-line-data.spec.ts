import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cliCommandGroups, cliCommands } from '../../main/command-line/commands'
import { completionScript } from '../../main/command-line/shell'
import { shellNames } from '../../main/command-line/shell/shell-names'
import { version } from '../../package.json'
import { type Computer, expect, kai, liis, marten, serverAccount, test } from './support/app'
import { runCommand, runForJson } from './support/command'

test.skip(process.platform === 'win32', 'a program with a window prints nothing on Windows')

const signIn = (computer: Computer, person = liis) =>
  runForJson(computer, ['sign-in', person.email, '--server', computer.server.url], [person.password])

test('pins and tasks are printed and saved as the window saves them', async ({ computer }) => {
  await signIn(computer)
  const topic = 'Harvest festival'
  const list = await runForJson(computer, ['boards', 'list'])
  expect(list.result).toMatchObject({
    conversations: [
      { topic, sections: [{ name: 'Tasks' }, { name: 'On the day' }] },
      { topic: 'Meadow board', sections: [] },
    ],
  })
  const pins = await runForJson(computer, ['boards', 'pins', topic])
  expect(pins.result).toMatchObject({
    section: null,
    path: null,
    notUnderstood: 0,
    items: expect.arrayContaining([
      expect.objectContaining({ text: 'Budget: 1,200 €', author: 'Liis Tamm', state: 'pinned' }),
    ]),
  })
  const tasks = ['boards', 'tasks', topic]
  expect(await runForJson(computer, tasks)).toMatchObject({
    exitCode: 2,
    output: { error: { field: 'section', message: expect.stringContaining('On the day') } },
  })
  const printed = await runCommand(computer, [...tasks, '--section', 'Tasks'])
  expect(printed.stdout).toMatch(/Done\s+20\S+Z\s+Liis Tamm\s+Order the tents$/m)
  const csv = join(computer.home, 'tasks.csv')
  expect(await runCommand(computer, [...tasks, '--section', 'Tasks', '--to', csv])).toMatchObject({
    exitCode: 0,
    stdout: `${csv}\n`,
  })
  const saved = await readFile(csv, 'utf8')
  expect(saved).toMatch(/^\ufeff"number","state",.*\r\n"\d+","(open|done)"/)
  const asTyped = ['boards', 'tasks', topic.toUpperCase(), '--section', 'TASKS', '--format', 'CSV']
  const asCsv = await runCommand(computer, asTyped)
  expect(asCsv.stdout.trimEnd().split('\n')).toEqual(saved.slice(1).split('\r\n'))
  expect((await runForJson(computer, [...tasks, '--section', 'Tasks', '--to', csv])).exitCode).toBe(4)
  expect(await readFile(csv, 'utf8')).toBe(saved)
  const json = join(computer.home, 'pins.json')
  await runCommand(computer, ['boards', 'pins', topic, '--to', json])
  expect(JSON.parse(await readFile(json, 'utf8'))).toHaveLength(3)
  const lines = join(computer.home, 'pins.txt')
  await runCommand(computer, ['boards', 'pins', topic, '--to', lines])
  expect(await readFile(lines, 'utf8')).toMatch(/^\d+\s+Pinned .*Budget: 1,200 €$/m)
  expect((await runForJson(computer, ['boards', 'pins', topic, '--to', join(computer.home, 'x.pdf')])).exitCode).toBe(2)
  expect((await runForJson(computer, ['boards', 'pins', 'No such'])).exitCode).toBe(2)
  expect((await runForJson(computer, ['boards', 'tasks', 'Meadow board'])).exitCode).toBe(2)
})

test('lookup leaves out anybody who is named, and saves the rest', async ({ computer }) => {
  await signIn(computer)
  const file = join(computer.home, 'people.csv')
  const command = ['lookup', marten.email, kai.email, 'nobody@harbour.example', '--to', file]
  const ignored = [`--ignore=${kai.email}`, '--ignore', serverAccount(computer, marten).id]
  const { exitCode, result } = await runForJson(computer, [...command, ...ignored])
  expect([exitCode, result]).toMatchObject([0, { people: [{ address: 'nobody@harbour.example' }] }])
  const sent = computer.server.receivedCalls.filter(({ method }) => method === 'account/lookup').at(-1)
  expect(sent?.input.ignore_list).toEqual([serverAccount(computer, marten).id, serverAccount(computer, kai).id])
  expect(await readFile(file, 'utf8')).toContain('nobody@harbour.example')
  expect((await runForJson(computer, command)).exitCode).toBe(4)
})

test('mail servers are listed with Fleep’s words, and two of one address are told apart by their ids', async ({
  computer,
}) => {
  await signIn(computer)
  const { smtp } = serverAccount(computer, liis)
  const [first, failed] = smtp
  const list = await runCommand(computer, ['smtp', 'list'])
  expect(list.stdout).toContain(`Fleep: failed (535 Authentication failed)`)
  expect(list.stdout).toContain(`#${failed?.smtp_id}`)
  if (!first || !failed) throw new Error('no mail servers')
  failed.smtp_address = first.smtp_address
  const { smtp_address: address, smtp_id: firstId } = first
  const id = failed.smtp_id
  for (const args of [['default'], ['remove'], ['test'], ['check'], ['change']]) {
    const { exitCode, output } = await runForJson(computer, ['smtp', ...args, address])
    expect([exitCode, output]).toMatchObject([4, { error: { code: 'refused' } }])
    for (const one of [id, firstId]) expect(JSON.stringify(output)).toContain(`#${one}`)
  }
  expect((await runForJson(computer, ['smtp', 'default', address, '--id', id])).result).toMatchObject({
    accounts: [
      { id: firstId, isDefault: false, fleepCheckDescription: '' },
      { id, isDefault: true, fleepCheckDescription: '535 Authentication failed' },
    ],
  })
  expect((await runForJson(computer, ['smtp', 'default', `--id=#${firstId}`])).exitCode).toBe(0)
  expect(await runForJson(computer, ['smtp', 'remove', `#${id}`])).toMatchObject({
    exitCode: 0,
    result: { accounts: [{ id: firstId }] },
  })
  expect((await runForJson(computer, ['smtp', 'remove', 'other@meadow.example', '--id', firstId])).exitCode).toBe(4)
  expect((await runForJson(computer, ['smtp', 'remove'])).exitCode).toBe(2)
})

test('export shows its progress on the standard error, and nothing with --json', async ({ computer }) => {
  await signIn(computer)
  computer.server.state.exportStepMs = 500
  const command = ['export', '--conversation', 'Harvest festival', '--to', computer.home]
  const { exitCode, stdout, stderr } = await runCommand(computer, command)
  expect([exitCode, stdout]).toEqual([0, `${join(computer.home, 'Harvest festival.zip')}\n`])
  const lines = stderr.trimEnd().split('\n')
  expect(lines[0]).toMatch(/^Preparing the export: \d+%$/)
  expect(new Set(lines).size).toBe(lines.length)
  const other = ['export', '--conversation', 'Meadow board', '--to', computer.home, '--json']
  expect((await runCommand(computer, other)).stderr).toBe('')
})

test('export ends with an exit code when the network goes', async ({ computer }) => {
  test.setTimeout(120_000)
  await signIn(computer)
  computer.server.state.exportStepMs = null
  const child = runCommand(computer, ['export', '--to', computer.home])
  await expect
    .poll(() => computer.server.receivedCalls.some(({ method }) => method.endsWith('export/start')))
    .toBe(true)
  await computer.server.stop()
  const { exitCode, stderr } = await child
  expect(exitCode).toBe(5)
  expect(stderr).toContain('The connection is lost.')
  await computer.server.listen()
})

test('in a terminal, progress is one line that is written again', async ({ computer }) => {
  test.skip(process.platform !== 'linux', 'uses script, as Linux has it')
  await signIn(computer)
  const args = ['export', '--conversation', 'Harvest festival', '--to', computer.home]
  const words = [computer.program, ...computer.baseArguments, ...args].map((word) => `'${word}'`).join(' ')
  const terminal = spawn('script', ['-qec', words, '/dev/null'], {
    env: computer.env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let shown = ''
  terminal.stdout.on('data', (data) => {
    shown += data
  })
  expect(await new Promise((resolve) => terminal.once('exit', resolve))).toBe(0)
  await expect.poll(() => shown).toContain(`\n${join(computer.home, 'Harvest festival.zip')}`)
  const [progress = ''] = shown.split('\n')
  expect(progress).toContain('\r\u001b[KPreparing the export: 0%\r\u001b[KPreparing')
  expect(shown.replace(progress, '')).not.toContain('Preparing')
})

test('--version, help and completions need no session and no network', async ({ computer }) => {
  expect(await runCommand(computer, ['--version'])).toEqual({
    exitCode: 0,
    stdout: `fleep-settings ${version}\n`,
    stderr: '',
  })
  expect((await runForJson(computer, ['--version'])).result).toEqual({ version })
  for (const words of [
    ['help', 'smtp', 'add'],
    ['smtp', 'add', '--help'],
    ['help', 'link', 'follow'],
  ]) {
    const { exitCode, stdout, stderr } = await runCommand(computer, words)
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/\nExample:\n {2}fleep-settings /)
  }
  const table = { commands: cliCommands, groups: cliCommandGroups }
  for (const shell of shellNames) {
    const { exitCode, stdout } = await runCommand(computer, ['completions', shell])
    expect([exitCode, stdout]).toEqual([0, completionScript(table, shell)])
  }
  expect((await runForJson(computer, ['completions', 'tcsh'])).exitCode).toBe(2)
  for (const words of [
    ['Status'],
    ['SMTP', 'list'],
    ['help', 'statsu'],
    ['statsu', '--help'],
    ['smtp', 'lst', '--help'],
  ]) {
    const { exitCode, stdout, stderr } = await runCommand(computer, words)
    expect([words, exitCode, stdout]).toEqual([words, 2, ''])
    expect(stderr).toContain('Unknown command')
  }
})

test('about prints what Fleep tells about the account, and what it does not', async ({ computer }) => {
  const account = serverAccount(computer, liis)
  Object.assign(account.own, {
    organisation_id: 'meadow',
    organisation_name: 'Meadow Works',
    is_org_admin: true,
    activated_time: 1_600_000_000,
    storage_quota_bytes: undefined,
  })
  await signIn(computer)
  expect((await runForJson(computer, ['about'])).result).toMatchObject({
    id: account.id,
    email: liis.email,
    storageUsed: 52_428_800,
    storageQuota: null,
    organisation: 'Meadow Works',
    isOrganisationAdmin: true,
    activatedAt: '2020-09-13T12:26:40.000Z',
  })
  const { stdout } = await runCommand(computer, ['about'])
  expect(stdout).toMatch(/^Storage\s+52\.4 MB used$/m)
  expect(stdout).toMatch(/^Organisation\s+Meadow Works\. You’re one of its administrators\.$/m)
  expect(stdout).toMatch(/^On Fleep since\s+2020-09-13$/m)
})

test('about shows sizes as the window does', async ({ computer }) => {
  await signIn(computer)
  expect((await runCommand(computer, ['about'])).stdout).toMatch(/^Storage\s+52\.4 MB of 10\.7 GB used$/m)
  await computer.writePreferences({ language: 'et' })
  expect((await runCommand(computer, ['about'])).stdout).toMatch(/52,4 MB.*10,7 GB$/m)
})

test('a mail server can be added without a port, which Fleep then chooses', async ({ computer }) => {
  await signIn(computer)
  const settings = ['--host', 'smtp.meadow.example', '--port', 'NONE', '--no-check']
  const added = await runForJson(computer, ['smtp', 'add', 'box@meadow.example', ...settings], ['a password'])
  expect(added.exitCode).toBe(0)
  const sent = computer.server.inputsOf('account/smtp/store').at(-1)
  expect(sent).toMatchObject({ smtp_host: 'smtp.meadow.example' })
  expect(sent?.smtp_port ?? null).toBeNull()
})

test('a change of another value leaves the port to Fleep', async ({ computer }) => {
  await signIn(computer)
  const address = 'box@meadow.example'
  const settings = ['--host', 'smtp.meadow.example', '--port', 'none', '--no-check']
  await runForJson(computer, ['smtp', 'add', address, ...settings], ['a password'])
  // Nothing changes, so no password is asked for.
  expect((await runForJson(computer, ['smtp', 'change', address, '--no-check'])).exitCode).toBe(0)
  const change = ['smtp', 'change', address, '--username', 'box', '--no-check']
  expect((await runForJson(computer, change, ['a password'])).result).toMatchObject({
    accounts: expect.arrayContaining([expect.objectContaining({ address, username: 'box', port: null })]),
  })
})

test.describe('a Fleep that does not tell which mail server is the default', () => {
  test.use({ quirks: ['smtp-without-default'] })

  test('is said by smtp list', async ({ computer }) => {
    await signIn(computer)
    const { stdout } = await runCommand(computer, ['smtp', 'list'])
    expect(stdout).toMatch(/^Fleep doesn’t say which one is the default\.$/m)
    await runCommand(computer, ['sign-out'])
  })
})

test('an empty list is said', async ({ computer }) => {
  await signIn(computer)
  const account = serverAccount(computer, liis)
  account.conversations = []
  account.clientSettings = {}
  const print = async (...args: string[]) => (await runCommand(computer, args)).stdout
  expect(await print('lookup', marten.email, '--ignore', marten.email)).toBe('Nobody was found.\n')
  expect(await print('boards', 'list')).toBe('You have no conversations yet.\n')
  expect(await print('client-settings', 'list')).toBe('No client settings yet.\n')
})
