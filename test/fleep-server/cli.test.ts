import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { seededPeople } from './accounts'
import { allQuirks } from './quirks'
import { FleepServer } from './server'

const [liis] = seededPeople
const stops: (() => unknown)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

/** Starts the script as a person does. npm passes no signal on, so every process of it is ended. */
function start(...args: string[]) {
  const isWindows = process.platform === 'win32'
  const child = spawn('npm', ['run', '--silent', 'fleep-server', '--', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: isWindows,
    detached: !isWindows,
  })
  const ended = once(child, 'close')
  stops.push(async () => {
    if (child.exitCode !== null || child.pid === undefined) return
    if (isWindows) spawnSync('taskkill', ['/pid', `${child.pid}`, '/t', '/f'])
    else process.kill(-child.pid)
    await ended
  })
  return { child, ended }
}

/** @returns the address and the accounts that it prints */
async function startServer(...args: string[]): Promise<{ url: string; people: string[] }> {
  const { child } = start(...args)
  const lines: string[] = []
  for await (const line of createInterface(child.stdout)) {
    lines.push(line)
    if (lines.length > seededPeople.length) break
  }
  const [url = '', ...people] = lines
  return { url, people }
}

/** @returns what it prints as it fails */
async function startWrongly(...args: string[]) {
  const { child, ended } = start(...args)
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { exitCode: child.exitCode, stdout, stderr }
}

async function post(url: string, method: string, body: object, cookie = '') {
  const headers = { 'content-type': 'application/json', cookie }
  return fetch(`${url}/api/${method}`, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function signIn(url: string) {
  const response = await post(url, 'account/login', { email: liis?.email, password: liis?.password })
  const { ticket } = (await response.json()) as { ticket: string }
  const cookies = response.headers.getSetCookie()
  // Of several, the last counts.
  const cookie = cookies.findLast((one) => one.startsWith('token_id='))?.split(';')[0] ?? ''
  return { ticket, cookie, cookies }
}

/** @returns the fields of the first mail server as the server sends them */
async function mailServerFields(url: string): Promise<string[]> {
  const { ticket, cookie } = await signIn(url)
  const response = await post(url, 'account/smtp/list', { ticket }, cookie)
  const { stream } = (await response.json()) as { stream: object[] }
  return Object.keys(stream[0] ?? {})
}

test('it prints its address and the accounts, and answers without quirks', async () => {
  const { url, people } = await startServer()
  expect(people).toEqual(seededPeople.map(({ email, password }) => `${email} ${password}`))
  expect((await signIn(url)).cookies).toHaveLength(1)
  expect(await mailServerFields(url)).toContain('is_default')
})

test('--quirks=all switches all on', async () => {
  const { url } = await startServer('--quirks=all')
  expect((await signIn(url)).cookies.length).toBeGreaterThan(1)
  expect(await mailServerFields(url)).not.toContain('is_default')
})

test('only the named quirks are switched on, beside a port', async () => {
  const free = await FleepServer.start()
  const port = new URL(free.url).port
  await free.stop()
  const { url } = await startServer(port, '--quirks=smtp-without-default,small-boards')
  expect(url).toBe(`http://127.0.0.1:${port}`)
  expect((await signIn(url)).cookies).toHaveLength(1)
  expect(await mailServerFields(url)).not.toContain('is_default')
})

test.each([
  [
    'a wrong name',
    ['--quirks=many-cookies,no-such'],
    `There is no quirk “no-such”. Known: all, ${allQuirks.join(', ')}.\n`,
  ],
  ['no name', ['--quirks='], `There is no quirk “”. Known: all, ${allQuirks.join(', ')}.\n`],
  ['all among others', ['--quirks=all,many-cookies'], /^There is no quirk “all”\./],
  ['a wrong option', ['--quirk=all'], /^Unknown option '--quirk'[^\n]*\n$/],
  ['a wrong port', ['99999'], '99999 is not a port. Use 0 to 65535.\n'],
])('%s is refused in one line, and nothing listens', async (_name, args, message) => {
  const { exitCode, stdout, stderr } = await startWrongly(...args)
  expect(stderr).toMatch(message)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
})

test('a port in use is refused in one line', async () => {
  const other = await FleepServer.start()
  stops.push(() => other.stop())
  const { exitCode, stderr } = await startWrongly(new URL(other.url).port)
  expect(stderr).toMatch(/^listen EADDRINUSE[^\n]*\n$/)
  expect(exitCode).toBe(1)
})
