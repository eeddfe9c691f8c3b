import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { closeSync, openSync, readdirSync, statSync } from 'node:fs'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { jsonOutput } from '../../main/command-line/json-output'
import { noDisplay } from '../displays'
import { sendNotificationEmail } from '../fleep-server/notification-calls'
import { mailCertificates } from '../mail/certificates'
import { mailUser } from '../mail/mail-servers'
import { type Script, startScriptedServer } from '../mail/scripted-server'
import { type Computer, expect, kai, liis, serverAccount, test } from './support/app'
import { type CommandOutput, runCommand, runForJson } from './support/command'

test.skip(process.platform !== 'linux', 'signals, pipes and devices as Linux has them')

const signIn = (computer: Computer) =>
  runForJson(computer, ['sign-in', liis.email, '--server', computer.server.url], [liis.password])

type Stdio = 'pipe' | 'ignore' | number

/** Starts a command without ending its standard input. */
function start(computer: Computer, args: string[], stdio: [Stdio, Stdio, Stdio] = ['pipe', 'pipe', 'pipe']) {
  return spawn(computer.program, [...computer.baseArguments, ...args], { env: computer.env, stdio })
}

async function outcome(child: ChildProcess): Promise<CommandOutput> {
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  const read = (stream: Readable | null) => (stream && !stream.destroyed ? text(stream) : '')
  const [stdout, stderr] = await Promise.all([read(child.stdout), read(child.stderr)])
  return { exitCode: await exited, stdout, stderr }
}

/** Resolves once the command has set its handlers, which it does before it creates this folder. */
const waitForStart = (computer: Computer) =>
  expect.poll(() => temporaryFolders(computer).length, { timeout: 20_000 }).toBeGreaterThan(0)

const temporaryFolders = ({ home }: Computer) =>
  readdirSync(join(home, 'tmp')).filter((name) => name.startsWith('fleep-settings-'))

/** Runs a command in a terminal, and presses a key once it shows this prompt. */
async function pressAtPrompt(
  computer: Computer,
  args: string[],
  key: string,
  prompt = 'Password for',
): Promise<CommandOutput> {
  const [out, err] = [join(computer.home, 'out'), join(computer.home, 'err')]
  await Promise.all([out, err].map((path) => writeFile(path, '')))
  const words = [computer.program, ...computer.baseArguments, ...args].map((word) => `'${word}'`).join(' ')
  const terminal = spawn('script', ['-qec', `${words} > '${out}' 2> '${err}'`, '/dev/null'], {
    env: computer.env,
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const exited = new Promise<number | null>((resolve) => terminal.once('exit', resolve))
  await expect.poll(() => readFile(err, 'utf8'), { timeout: 20_000 }).toContain(prompt)
  terminal.stdin.write(key)
  const exitCode = await exited
  return { exitCode, stdout: await readFile(out, 'utf8'), stderr: await readFile(err, 'utf8') }
}

test('words and options behind a link are not read', async ({ computer }) => {
  await signIn(computer)
  const link = `fleep-settings:confirm?${computer.server.url}`
  await computer.launch(link, 'set', 'name=Owned', '--server=https://elsewhere.example')
  const page = await computer.app.firstWindow()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(liis.displayName)
  expect(serverAccount(computer, liis).displayName).toBe(liis.displayName)
})

test('the standard error has only what the command says, not what Chromium does', async ({ computer }) => {
  // Only for another host than this computer, Chromium is asked for the system's proxies.
  const { exitCode, stderr } = await runCommand(
    computer,
    ['sign-in', liis.email, '--server=https://fleep.invalid'],
    ['x'],
  )
  expect([exitCode, stderr]).toEqual([
    5,
    'No server called fleep.invalid was found. Check its address and your connection.\n',
  ])
})

test('a command needs no display', async ({ computer }) => {
  computer.extraEnv = noDisplay
  expect((await signIn(computer)).exitCode).toBe(0)
  expect((await runForJson(computer, ['status'])).result).toMatchObject({ signedIn: true, name: liis.displayName })
  // For another host, Chromium is asked for the system's proxies.
  const { exitCode } = await runForJson(computer, ['sign-in', liis.email, '--server=https://fleep.invalid'], ['x'])
  expect(exitCode).toBe(5)
})

test('a command of which a part is missing ends', async ({ computer }) => {
  const broken = join(computer.home, 'app')
  await cp('out/main', join(broken, 'out/main'), { recursive: true })
  await cp('package.json', join(broken, 'package.json'))
  await rm(join(broken, 'out/main/run-command.js'))
  const args = [...computer.baseArguments.map((argument) => (argument === '.' ? broken : argument)), 'status']
  const { exitCode, stderr } = await outcome(spawn(computer.program, args, { env: computer.env }))
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('run-command')])
})

test('an option before the command counts, and an unknown one ends with exit code 2', async ({ computer }) => {
  await signIn(computer)
  const elsewhere = '--server=http://127.0.0.1:9'
  expect((await runForJson(computer, [elsewhere, 'sign-in', kai.email], [kai.password])).exitCode).toBe(5)
  expect((await runForJson(computer, ['--server', 'http://127.0.0.1:9', 'set', 'name=Other'])).exitCode).toBe(3)
  expect((await runForJson(computer, ['--sever=http://127.0.0.1:9', 'set', 'name=Other'])).exitCode).toBe(2)
  expect(serverAccount(computer, liis).displayName).toBe(liis.displayName)
  expect((await runCommand(computer, ['Status'])).exitCode).toBe(2)
})

for (const [name, key] of [
  ['Ctrl+C', '\u0003'],
  ['Ctrl+D', '\u0004'],
] as const) {
  test(`${name} at a prompt cancels with exit code 8`, async ({ computer }) => {
    const args = ['sign-in', liis.email, '--server', computer.server.url]
    expect(await pressAtPrompt(computer, args, key)).toMatchObject({
      exitCode: 8,
      stdout: '',
      stderr: `Password for ${liis.email}: \nCancelled: no password was entered.\n`,
    })
    const { exitCode, stdout } = await pressAtPrompt(computer, [...args, '--json'], key)
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([8, { ok: false, error: { code: 'cancelled' } }])
    expect(temporaryFolders(computer)).toEqual([])
  })
}

test('a link is followed only if the user agrees in the terminal', async ({ computer }) => {
  const id = sendNotificationEmail(computer.server.state, serverAccount(computer, liis))
  const link = `${computer.server.url}/unsubscribe?notification_id=${id}`
  const args = ['link', 'follow', link, '--server', computer.server.url]
  for (const [key, exitCode, interval] of [
    ['n\r', 8, 'hourly'],
    ['\u0003', 8, 'hourly'],
    ['y\r', 0, 'never'],
  ] as const) {
    const output = await pressAtPrompt(computer, args, key, 'Continue? (y/N)')
    expect([key, output.exitCode]).toEqual([key, exitCode])
    expect(output.stderr).toContain('Fleep will stop sending emails like the one with this link.')
    expect(output.stderr + output.stdout).not.toContain(id)
    expect(serverAccount(computer, liis).own.mk_email_interval).toBe(interval)
  }
  const cancelled = await pressAtPrompt(computer, ['link', 'show'], '\u0004', 'Link from the email: ')
  expect(cancelled).toMatchObject({ exitCode: 8, stdout: '' })
})

test('a signal ends a command with 128 and its number, and leaves no folder', async ({ computer }) => {
  for (const [signal, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    const child = start(computer, ['sign-in', liis.email, '--server', computer.server.url])
    await waitForStart(computer)
    child.kill(signal)
    expect(await outcome(child)).toMatchObject({ exitCode, stdout: '' })
    expect(temporaryFolders(computer)).toEqual([])
  }
})

test('a signal ends a command that waits for the server', async ({ computer }) => {
  await signIn(computer)
  computer.server.planFault('account/configure', { kind: 'acts-silently' })
  const child = start(computer, ['set', 'name=Other'])
  await expect.poll(() => serverAccount(computer, liis).displayName).toBe('Other')
  child.kill('SIGTERM')
  expect(await outcome(child)).toEqual({ exitCode: 143, stdout: '', stderr: '' })
  expect(temporaryFolders(computer)).toEqual([])
})

test('a signal ends smtp test, which says whether the email may have been sent', async ({
  computer,
  useMailServer,
}) => {
  await runForJson(computer, ['sign-in', liis.email, '--server', computer.server.url], [liis.password])
  const { good } = await mailCertificates()
  const script: Script = { '.': { after: 'nothing' } }
  const starting = startScriptedServer({ encryption: 'tls', certificate: good, script })
  const port = String(await useMailServer(starting))
  const server = await starting
  const address = 'box@meadow.example'
  const place = ['--host', 'localhost', '--port', port, '--encryption', 'tls', '--username', mailUser.username]
  await runCommand(computer, ['smtp', 'add', address, ...place, '--no-check'], [mailUser.password])
  const interrupt = async (signal: NodeJS.Signals, last: string, ...args: string[]) => {
    server.received.length = 0
    const child = start(computer, ['smtp', 'test', address, ...args])
    const ended = outcome(child)
    await expect.poll(() => server.received.at(-1)?.split(' ')[0], { timeout: 20_000 }).toBe(last)
    child.kill(signal)
    return ended
  }
  const doubt = 'localhost didn’t confirm the email. It may have been sent.'
  const inJson = await interrupt('SIGINT', '.', '--json')
  expect(inJson).toMatchObject({ exitCode: 130, stderr: '' })
  expect(jsonOutput.parse(JSON.parse(inJson.stdout))).toMatchObject({
    ok: false,
    error: { code: 'cancelled', message: doubt },
  })
  expect(await interrupt('SIGTERM', '.')).toEqual({ exitCode: 143, stdout: '', stderr: `${doubt}\n` })
  // Nothing was sent yet.
  script.RCPT = { after: 'nothing' }
  const early = await interrupt('SIGINT', 'RCPT', '--json')
  expect(early).toMatchObject({ exitCode: 130, stderr: '' })
  expect(JSON.parse(early.stdout)).toMatchObject({ ok: false, error: { code: 'cancelled', message: 'Check stopped.' } })
  expect(temporaryFolders(computer)).toEqual([])
})

test('the folder of a killed command is removed by the next one', async ({ computer }) => {
  const child = start(computer, ['sign-in', liis.email, '--server', computer.server.url])
  await waitForStart(computer)
  child.kill('SIGKILL')
  await outcome(child)
  expect(temporaryFolders(computer)).toHaveLength(1)
  await runCommand(computer, ['status'])
  expect(temporaryFolders(computer)).toEqual([])
})

test('a command whose reader is gone ends quietly, and has done its work', async ({ computer }) => {
  await signIn(computer)
  for (const args of [['get'], ['set', 'name=Liis Saar'], ['help']]) {
    const child = start(computer, args, ['ignore', 'pipe', 'pipe'])
    child.stdout?.destroy()
    expect(await outcome(child)).toMatchObject({ exitCode: 0, stderr: '' })
  }
  expect(serverAccount(computer, liis).displayName).toBe('Liis Saar')
  const child = start(computer, ['get', 'colour'], ['ignore', 'pipe', 'pipe'])
  child.stderr?.destroy()
  expect(await outcome(child)).toMatchObject({ exitCode: 2, stdout: '' })
  expect(temporaryFolders(computer)).toEqual([])
})

test('output to a full disk is reported, and the error of a command is kept', async ({ computer }) => {
  await signIn(computer)
  const full = openSync('/dev/full', 'w')
  const run = (...args: string[]) => outcome(start(computer, args, ['ignore', full, 'pipe']))
  expect(await run('set', 'name=Liis Saar')).toEqual({
    exitCode: 4,
    stdout: '',
    stderr: 'The command was carried out, but its output can’t be written. The disk may be full.\n',
  })
  const { exitCode, stderr } = await run('get', '--json')
  expect([exitCode, JSON.parse(stderr)]).toMatchObject([4, { ok: false, error: { code: 'refused' } }])
  const failed = await run('get', 'colour', '--json')
  expect([failed.exitCode, JSON.parse(failed.stderr)]).toMatchObject([2, { error: { code: 'invalid-input' } }])
  const silent = await outcome(start(computer, ['get', 'colour'], ['ignore', 'pipe', full]))
  expect(silent).toMatchObject({ exitCode: 2, stdout: '' })
  closeSync(full)
})

test('a password is read from a pipe that stays open', async ({ computer }) => {
  const child = start(computer, ['sign-in', liis.email, '--server', computer.server.url])
  child.stdin?.write(`${liis.password}\n`)
  expect(await outcome(child)).toMatchObject({ exitCode: 0, stderr: '' })
  const change = start(computer, ['change-password'])
  change.stdin?.write(`${liis.password}\r\nseven quiet herons`)
  change.stdin?.write(' by the lake\r\n')
  expect(await outcome(change)).toMatchObject({ exitCode: 0 })
  expect(serverAccount(computer, liis).password).toBe('seven quiet herons by the lake')
  expect(await runCommand(computer, ['change-password'])).toMatchObject({
    exitCode: 2,
    stderr: 'Standard input has no password.\n',
  })
  const endless = openSync('/dev/zero', 'r')
  expect((await outcome(start(computer, ['change-password'], [endless, 'pipe', 'pipe']))).exitCode).toBe(2)
  closeSync(endless)
})

test('nothing that others chose reaches the terminal as a control character', async ({ computer }) => {
  await signIn(computer)
  serverAccount(computer, liis).displayName = 'Liis\u001b]0;title\u0007\r\n\u202eTamm\u009b31m'
  const unprintable = /(?!\n)[\p{Cc}\p{Cf}]/u
  for (const args of [['status'], ['get', 'name'], ['get', 'na\u001b[31mme']]) {
    const { stdout, stderr } = await runCommand(computer, args)
    expect(stdout + stderr).not.toMatch(unprintable)
    expect((stdout + stderr).split('\n')).toHaveLength(2)
  }
  const { stdout } = await runCommand(computer, ['status', '--json'])
  expect(stdout).not.toMatch(unprintable)
  expect(JSON.parse(stdout).result.name).toBe(serverAccount(computer, liis).displayName)
})

test('a folder that cannot be used is told in a sentence', async ({ computer }) => {
  computer.extraEnv = { TMPDIR: join(computer.home, 'missing') }
  expect(await runCommand(computer, ['status'])).toEqual({
    exitCode: 4,
    stdout: '',
    stderr: `The temporary folder ${join(computer.home, 'missing')} can’t be used. Set TMPDIR to another folder.\n`,
  })
  computer.extraEnv = {}
  const file = join(computer.home, 'file')
  await writeFile(file, '')
  for (const folder of [file, join(file, 'data')]) {
    const sentence = `The app’s data folder ${folder} can’t be used, because a file is in its place.`
    const command = await runCommand(computer, ['status', `--user-data-dir=${folder}`])
    expect(command).toEqual({ exitCode: 4, stdout: '', stderr: `${sentence}\n` })
    const { output } = await runForJson(computer, [`--user-data-dir=${folder}`, 'status'])
    expect(output).toEqual({ ok: false, error: { code: 'refused', message: sentence, canRetry: false } })
    const window = await outcome(start(computer, [`--user-data-dir=${folder}`]))
    expect(window).toEqual({ exitCode: 4, stdout: '', stderr: `${sentence}\n` })
  }
})

test('only regular files are read', async ({ computer }) => {
  await signIn(computer)
  const pipe = join(computer.home, 'pipe.png')
  execFileSync('mkfifo', [pipe], { stdio: 'ignore' })
  const problems = [
    [pipe, 'This isn’t a regular file.'],
    ['/dev/zero', 'This isn’t a regular file.'],
    [computer.home, 'This is a folder. Choose a file.'],
    [join(computer.home, 'none.png'), 'This file can’t be read.'],
  ] as const
  // At the same time: one after the other, they take longer than a test may on a busy machine.
  await Promise.all(
    problems.flatMap(([path, problem]) => [
      runCommand(computer, ['avatar', 'upload', path]).then((upload) =>
        expect([path, upload.exitCode, upload.stderr]).toEqual([path, 2, expect.stringContaining(problem)]),
      ),
      runCommand(computer, ['profile', 'apply', path]).then((apply) =>
        expect([path, apply.exitCode, apply.stderr]).toEqual([path, 2, `${problem}\n`]),
      ),
    ]),
  )
})

test('what a command writes is for its user alone, whatever the umask is', async ({ computer }) => {
  for (const umask of ['022', '000']) {
    const folder = join(computer.home, `data-${umask}`)
    await mkdir(folder, { mode: 0o755 })
    const words = ['sign-in', liis.email, '--server', computer.server.url, `--user-data-dir=${folder}`]
    const args = ['-c', `umask ${umask}; exec "$@"`, 'sh', computer.program, ...computer.baseArguments, ...words]
    const child = spawn('sh', args, { env: computer.env, stdio: ['pipe', 'pipe', 'pipe'] })
    child.stdin.end(`${liis.password}\n`)
    expect(await outcome(child)).toMatchObject({ exitCode: 0 })
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'remembered.json')).mode & 0o777).toBe(0o600)
  }
})
