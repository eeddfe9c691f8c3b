import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { runForJson } from '../e2e/command'
import { Computer, liis, onServer } from '../e2e/computer'
import { electronExecutable, sandboxSwitches } from '../electron-host'
import { quarters } from '../pictures'
import { type Area, attemptAll, type Findings } from './area'

const runs = 200
/** Most commands are over by then, in milliseconds. */
const latest = 700

type Act = 'sign in' | 'add a mail server' | 'upload a picture' | 'apply a profile'
const acts: Act[] = ['sign in', 'add a mail server', 'upload a picture', 'apply a profile']

interface Kill {
  index: number
  act: Act
  /** After how many milliseconds the process is killed. */
  after: number
}

/** The app is killed in the middle of what it does, and started again. */
export const kills: Area = {
  name: 'killed at any time',
  async run({ isFull, seed }): Promise<Findings> {
    if (process.platform !== 'linux') return { cases: 0, failures: [] }
    const count = isFull ? runs : runs / 10
    const times = fc.sample(fc.integer({ min: 0, max: latest }), { seed, numRuns: count })
    const all = times.map((after, index): Kill => ({ index, after, act: acts[index % acts.length] ?? 'sign in' }))
    // Two computers, as there are two cores; each of them is never set up anew.
    const halves = [all.filter(({ index }) => index % 8 < 4), all.filter(({ index }) => index % 8 >= 4)]
    const found = await Promise.all(halves.map(onOneComputer))
    return {
      cases: count,
      failures: found.flatMap(({ failures }) => failures),
    }
  },
}

async function onOneComputer(all: Kill[]): Promise<Findings> {
  const computer = await Computer.setUp()
  try {
    await writeFile(picturePath(computer), await quarters(600, 600).jpeg().toBuffer())
    await signIn(computer)
    await runForJson(computer, ['profile', 'save', `${profilePath(computer)}.first`])
    return await attemptAll(
      all,
      ({ act, after, index }) => `${index}, ${act}, killed after ${after} ms`,
      (one) => attempt(computer, one),
      1,
    )
  } finally {
    await computer.tearDown()
  }
}

const profilePath = ({ home }: Computer) => join(home, 'profile.json')
const picturePath = ({ home }: Computer) => join(home, 'picture.jpg')

async function signIn(computer: Computer): Promise<void> {
  const words = ['sign-in', liis.email, '--server', computer.server.url]
  const { exitCode, printed } = await runForJson(computer, words, [liis.password])
  if (exitCode !== 0) throw new Error(`signing in fails: ${JSON.stringify(printed)}`)
}

async function attempt(computer: Computer, { act, after, index }: Kill): Promise<void> {
  const before = onServer(computer, liis)
  const pictureBefore = hashOf(before.picture?.bytes)
  const nameBefore = before.displayName
  if (act === 'sign in') await runForJson(computer, ['sign-out'])
  const address = `box-${index}@meadow.example`
  if (act === 'apply a profile') {
    const profile = JSON.parse(await readFile(`${profilePath(computer)}.first`, 'utf8'))
    const { settings } = profile
    Object.assign(settings, { displayName: `Liis ${index}`, flags: [...settings.flags, `flag-${index}`] })
    await writeFile(profilePath(computer), JSON.stringify(profile))
  }
  await killed(computer, wordsFor(computer, act, address), act === 'sign in' ? liis.password : 'mailbox-canary', after)

  const { exitCode, result, printed } = await runForJson(computer, ['status'])
  if (exitCode !== 0) throw new Error(`it does not start again: ${JSON.stringify(printed)}`)
  JSON.parse(await readFile(join(computer.dataFolder, 'remembered.json'), 'utf8'))
  if (act !== 'sign in' && !result.signedIn) throw new Error('it is signed out')
  if (!result.signedIn) await signIn(computer)

  const account = onServer(computer, liis)
  if (act === 'upload a picture') {
    const now = hashOf(account.picture?.bytes)
    if (now !== pictureBefore && account.picture?.thumbnails.size === 0) throw new Error('half a picture is there')
  }
  if (act === 'apply a profile') await mustBeApplicable(computer, nameBefore, index)
  if (act === 'add a mail server') await mustAgree(computer, address)
}

function wordsFor(computer: Computer, act: Act, address: string): string[] {
  switch (act) {
    case 'sign in':
      return ['sign-in', liis.email, '--server', computer.server.url]
    case 'add a mail server':
      return ['smtp', 'add', address, '--host', 'localhost', '--port', '465', '--encryption', 'tls', '--no-check']
    case 'upload a picture':
      return ['avatar', 'upload', picturePath(computer)]
    default:
      return ['profile', 'apply', profilePath(computer)]
  }
}

/** Each setting is as it was, or as it was to be; applied once more, all of them are. */
async function mustBeApplicable(computer: Computer, nameBefore: string, index: number): Promise<void> {
  const account = onServer(computer, liis)
  const name = `Liis ${index}`
  if (![nameBefore, name].includes(account.displayName)) throw new Error(`the name is ${account.displayName}`)
  const { exitCode } = await runForJson(computer, ['profile', 'apply', profilePath(computer)])
  const flag = account.flags.has(`flag-${index}`)
  if (exitCode !== 0 || account.displayName !== name || !flag) throw new Error('it cannot be applied any more')
}

/** Fleep and the keyring hold the same, or the difference is told and mended by what the app offers. */
async function mustAgree(computer: Computer, address: string): Promise<void> {
  const records = onServer(computer, liis).smtp.filter(({ smtp_address }) => smtp_address === address)
  if (records.length > 1) throw new Error(`${address} is there ${records.length} times`)
  const [record] = records
  if (!record) return
  const item = `${record.smtp_id} of ${onServer(computer, liis).id} at ${computer.server.url}`
  const stored = () => computer.keyring?.secretOf('Fleep Settings', item)
  if ((await stored())?.includes('mailbox-canary')) return
  const { result } = await runForJson(computer, ['smtp', 'check', address])
  if (!JSON.stringify(result).includes('is not in')) throw new Error(`nobody says that the password is not there`)
  const repair = await runForJson(computer, ['smtp', 'change', address, '--password', '--no-check'], ['mailbox-canary'])
  if (repair.exitCode !== 0 || !(await stored())?.includes('mailbox-canary')) throw new Error('it cannot be mended')
}

async function killed(computer: Computer, words: string[], input: string, after: number): Promise<void> {
  const args = [...sandboxSwitches, '.', `--user-data-dir=${computer.dataFolder}`, ...words]
  const child = spawn(electronExecutable(), args, { env: computer.env, stdio: ['pipe', 'ignore', 'ignore'] })
  // Killed before it read its input.
  child.stdin.on('error', () => undefined)
  child.stdin.end(`${input}\n`)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const timer = setTimeout(() => child.kill('SIGKILL'), after)
  await ended
  clearTimeout(timer)
}

function hashOf(bytes: Buffer | undefined): string {
  return bytes ? createHash('sha256').update(bytes).digest('hex') : ''
}
