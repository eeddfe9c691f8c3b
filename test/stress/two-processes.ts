import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { KnownSessionFile } from '../../main/features/session/known-session-file'
import { runForJson } from '../e2e/support/command'
import { Computer, kai, liis } from '../e2e/support/computer'
import { type Area, type AreaResult, runCases, type Scale, selectCases } from './area'

/** Most commands finish within this time, including the start of their process. In milliseconds. */
const maxDelay = 700
const writesOfEach = 30

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const commands = [
  ['status'],
  ['get'],
  ['set', 'phone=+372 1'],
  ['lookup', kai.email],
  ['smtp', 'list'],
  ['sign-in', 'x'],
]

/** Several writers of one file, one of which is killed after `delay` milliseconds. */
interface Writing {
  kind: 'writers'
  index: number
  delay: number
}

/** A command that gets a signal after `delay` milliseconds. */
interface Signalled {
  kind: 'signal'
  index: number
  args: string[]
  signal: (typeof signals)[number]
  delay: number
}

/** A command of which one stream has no reader, or no room. */
interface Unwritable {
  kind: 'closed' | 'full'
  args: string[]
  stream: 'stdout' | 'stderr'
}

type Case = Writing | Signalled | Unwritable

/** The app's files and processes: many writers, signals at any moment, closed pipes and full disks. */
export const twoProcesses: Area = {
  name: 'two processes and signals',
  async run(scale: Scale): Promise<AreaResult> {
    if (process.platform !== 'linux') return { cases: 0, failures: [] }
    const computer = await Computer.setUp()
    try {
      await runForJson(computer, ['sign-in', liis.email, '--server', computer.server.url], [liis.password])
      const result = await runCases(selectCases(planCases(scale), scale), JSON.stringify, (testCase) => {
        return testCase.kind === 'writers' ? runWriters(testCase) : runCommandCase(computer, testCase)
      })
      return { ...result, failures: [...result.failures, ...(await findDamage(computer))] }
    } finally {
      await computer.tearDown()
    }
  },
}

function planCases({ seed }: Scale): Case[] {
  const delays = fc.sample(fc.integer({ min: 0, max: maxDelay }), { seed, numRuns: 140 })
  const timed = delays.map((delay, index): Case => {
    if (index % 7 === 0) return { kind: 'writers', index, delay }
    const [args = [], signal = 'SIGINT'] = [commands[index % commands.length], signals[index % signals.length]]
    return { kind: 'signal', index, args, signal, delay }
  })
  const printing = [...commands, ['help'], ['get', 'colour'], ['statsu'], ['export', '--conversation', 'No such']]
  const unwritable = printing
    .flatMap((args) => [args, [...args, '--json']])
    .flatMap((args) => (['closed', 'full'] as const).map((kind) => ({ kind, args })))
    .flatMap((wanted) => (['stdout', 'stderr'] as const).map((stream) => ({ ...wanted, stream })))
  return [...timed, ...unwritable]
}

/** No entry of a writer that was not killed is lost; of the killed one, only the last ones are. */
async function runWriters({ delay }: Writing): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'two-processes-'))
  const path = join(folder, 'remembered.json')
  try {
    const names = ['window', 'command', 'killed']
    const writers = names.map((name) => startWriter(path, name))
    const failed = writers.map(({ stdout }) => text(stdout as Readable))
    await sleep(delay + 100)
    writers[2]?.kill('SIGKILL')
    const [ofWindow, ofCommand] = await Promise.all(failed)
    if (ofWindow !== '0\n' || ofCommand !== '0\n') throw new Error(`writes failed: ${ofWindow} ${ofCommand}`)
    const { mailPasswords } = new KnownSessionFile(path).read()
    for (const name of names) {
      const ids = mailPasswords.filter(({ accountId }) => accountId === name).map(({ smtpId }) => Number(smtpId))
      const isWhole = ids.every((id, position) => id === position)
      if (!isWhole || (name !== 'killed' && ids.length !== writesOfEach)) throw new Error(`${name} has ${ids.join()}`)
    }
    // The next write removes what the killed one has left.
    new KnownSessionFile(path).write({ email: liis.email })
    const files = readdirSync(folder)
    if (files.length !== 1) throw new Error(`files are left: ${files.join()}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function startWriter(path: string, name: string): ChildProcess {
  const args = ['--import', 'tsx', 'test/stress/file-writer.ts', path, name, String(writesOfEach)]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function runCommandCase(computer: Computer, testCase: Signalled | Unwritable): Promise<void> {
  const full = testCase.kind === 'full' ? openSync('/dev/full', 'w') : undefined
  const outputOf = (stream: string) =>
    full !== undefined && 'stream' in testCase && testCase.stream === stream ? full : 'pipe'
  const child = spawn(computer.program, [...computer.baseArguments, ...testCase.args], {
    env: computer.env,
    // The input stays open, so that a command that asks for a password waits for it until the signal.
    stdio: [testCase.kind === 'signal' ? 'pipe' : 'ignore', outputOf('stdout'), outputOf('stderr')],
  })
  if (full !== undefined) closeSync(full)
  if (testCase.kind === 'closed') child[testCase.stream]?.destroy()
  const exited = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  const printed = Promise.all([read(child.stdout), read(child.stderr)])
  if (testCase.kind === 'signal') {
    await Promise.race([sleep(testCase.delay), exited])
    // Some commands wait for a password, so that the signal always comes in time.
    child.kill(testCase.signal)
  }
  const [exitCode, signal] = await exited
  const [stdout, stderr] = await printed
  const output = stdout + stderr
  if (/^\s+at |A defect|Uncaught|Unhandled/m.test(output)) throw new Error(`an exception is printed: ${output}`)
  checkExitCode(testCase, exitCode, signal)
  if (testCase.kind === 'signal' && exitCode === 0 && stdout === '') throw new Error('the signal counts as success')
  const left = readdirSync(join(computer.home, 'tmp')).filter((name) => name.includes(`-${child.pid}-`))
  if (left.length > 0) throw new Error(`a folder is left: ${left.join()}`)
}

function read(stream: Readable | null): Promise<string> {
  return stream && !stream.destroyed ? text(stream) : Promise.resolve('')
}

/** A signal before the app's script has run ends the process as the system does. A fast command is done before the signal. */
function checkExitCode(testCase: Case, exitCode: number | null, signal: NodeJS.Signals | null): void {
  const found = `exit code ${exitCode}, ${signal}`
  if (testCase.kind === 'signal') {
    const isEnded = exitCode === 128 + constants.signals[testCase.signal] || signal === testCase.signal
    if (!isEnded && exitCode !== 0 && exitCode !== 4) throw new Error(found)
  } else if (exitCode === null || exitCode === 1 || exitCode > 8) {
    throw new Error(found)
  }
}

/** @returns what is wrong after all cases: the session, or files that are left beside the app's own */
async function findDamage(computer: Computer): Promise<string[]> {
  const { result, output } = await runForJson(computer, ['status'])
  const left = readdirSync(computer.dataFolder).filter((name) => /\.(lock|part|bad)/.test(name))
  JSON.parse(readFileSync(join(computer.dataFolder, 'remembered.json'), 'utf8'))
  return [
    ...(result.signedIn ? [] : [`the app is signed out: ${JSON.stringify(output)}`]),
    ...left.map((name) => `${name} is left`),
  ]
}
