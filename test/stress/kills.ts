import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import fc from 'fast-check'
import { runForJson } from '../e2e/support/command'
import { Computer, liis, serverAccount, signIn } from '../e2e/support/computer'
import { dropFile } from '../e2e/support/drop-file'
import { checkAndSave, fillForm, openAddForm, validMailServer } from '../e2e/support/smtp-form'
import { mailCertificates } from '../mail/certificates'
import { type RunningServer, startMailServer } from '../mail/mail-servers'
import { quadrants } from '../pictures'
import { type Area, type AreaResult, runCases } from './area'

const killCount = 120
/** Most commands finish within this time, including the start of their process. In milliseconds. */
const maxCommandDelay = 700
/** Most actions in an open window finish within this time, in milliseconds. */
const maxWindowDelay = 250
const mailbox = { username: 'liis', password: 'mailbox-canary' }

type Action = 'sign in' | 'add a mail server' | 'upload a picture' | 'apply a profile'
const actions: Action[] = ['sign in', 'add a mail server', 'upload a picture', 'apply a profile']

interface Kill {
  index: number
  action: Action
  /** In the window; otherwise on the command line. */
  inWindow: boolean
  /** Milliseconds from the last click, or from the start of the process, until it is killed. */
  delay: number
}

/** A computer, and the mail server that its window adds. */
interface TestSetUp {
  computer: Computer
  mail: RunningServer
}

/** The app is killed during an action and started again. */
export const kills: Area = {
  name: 'kills',
  async run({ isFull, seed }): Promise<AreaResult> {
    if (process.platform !== 'linux') return { cases: 0, failures: [] }
    const count = isFull ? killCount : killCount / 10
    const fractions = fc.sample(fc.double({ min: 0, max: 1, noNaN: true }), { seed, numRuns: count })
    const planned = fractions.map((share, index): Kill => {
      const inWindow = index % 8 >= 4
      const delay = Math.round(share * (inWindow ? maxWindowDelay : maxCommandDelay))
      return { index, delay, inWindow, action: actions[index % actions.length] ?? 'sign in' }
    })
    // Two computers for two cores, each set up once.
    const halves = [0, 1].map((half) => planned.filter(({ index }) => Math.floor(index / 8) % 2 === half))
    const results = await Promise.all(halves.map(runOnOneComputer))
    return {
      cases: count,
      failures: results.flatMap(({ failures }) => failures),
    }
  },
}

async function runOnOneComputer(planned: Kill[]): Promise<AreaResult> {
  const computer = await Computer.setUp()
  const mail = await startMailServer((await mailCertificates()).good, { secure: true }, [mailbox])
  try {
    await writeFile(picturePath(computer), await quadrants(600, 600).jpeg().toBuffer())
    await signInByCommand(computer)
    await runForJson(computer, ['profile', 'save', `${profilePath(computer)}.first`])
    return await runCases(
      planned,
      ({ action, delay, index, inWindow }) =>
        `${index}, ${action}${inWindow ? ' in the window' : ''}, killed after ${delay} ms`,
      (kill) => runCase({ computer, mail }, kill),
      1,
    )
  } finally {
    await computer.tearDown()
    await mail.stop()
  }
}

const profilePath = ({ home }: Computer) => join(home, 'profile.json')
const picturePath = ({ home }: Computer) => join(home, 'picture.jpg')

async function signInByCommand(computer: Computer): Promise<void> {
  const args = ['sign-in', liis.email, '--server', computer.server.url]
  const { exitCode, output } = await runForJson(computer, args, [liis.password])
  if (exitCode !== 0) throw new Error(`signing in failed: ${JSON.stringify(output)}`)
}

async function runCase({ computer, mail }: TestSetUp, { action, delay, index, inWindow }: Kill): Promise<void> {
  const before = serverAccount(computer, liis)
  const pictureBefore = hashOf(before.picture?.bytes)
  const nameBefore = before.displayName
  if (action === 'sign in') await runForJson(computer, ['sign-out'])
  const address = `box-${index}@meadow.example`
  if (action === 'apply a profile') {
    const profile = JSON.parse(await readFile(`${profilePath(computer)}.first`, 'utf8'))
    const { settings } = profile
    Object.assign(settings, { displayName: `Liis ${index}`, flags: [...settings.flags, `flag-${index}`] })
    await writeFile(profilePath(computer), JSON.stringify(profile))
  }
  if (inWindow) await killDuringWindowAction({ computer, mail }, action, address, delay)
  else await killDuringCommand(computer, action, address, delay)

  const { exitCode, result, output } = await runForJson(computer, ['status'])
  if (exitCode !== 0) throw new Error(`the app does not start again: ${JSON.stringify(output)}`)
  JSON.parse(await readFile(join(computer.dataFolder, 'remembered.json'), 'utf8'))
  if (action !== 'sign in' && !result.signedIn) throw new Error('the app is signed out')
  if (!result.signedIn) await signInByCommand(computer)

  const account = serverAccount(computer, liis)
  if (action === 'upload a picture') {
    const pictureAfter = hashOf(account.picture?.bytes)
    if (pictureAfter !== pictureBefore && account.picture?.thumbnails.size === 0)
      throw new Error('the picture was stored partly')
  }
  if (action === 'apply a profile') await assertProfileApplies(computer, nameBefore, index)
  if (action === 'add a mail server') await assertPasswordConsistent(computer, address)
}

function commandFor(computer: Computer, action: Action, address: string): string[] {
  switch (action) {
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

/** Each setting has its old or its new value. Applying the profile again sets them all. */
async function assertProfileApplies(computer: Computer, nameBefore: string, index: number): Promise<void> {
  const account = serverAccount(computer, liis)
  const name = `Liis ${index}`
  if (![nameBefore, name].includes(account.displayName)) throw new Error(`the name is ${account.displayName}`)
  const { exitCode } = await runForJson(computer, ['profile', 'apply', profilePath(computer)])
  const flag = account.flags.has(`flag-${index}`)
  if (exitCode !== 0 || account.displayName !== name || !flag) throw new Error('the profile cannot be applied again')
}

/** Fleep and the keyring agree, or the app reports the difference and can repair it. */
async function assertPasswordConsistent(computer: Computer, address: string): Promise<void> {
  const records = serverAccount(computer, liis).smtp.filter(({ smtp_address }) => smtp_address === address)
  if (records.length > 1) throw new Error(`${address} exists ${records.length} times`)
  const [record] = records
  if (!record) return
  const item = `${record.smtp_id} of ${serverAccount(computer, liis).id} at ${computer.server.url}`
  const stored = () => computer.keyring?.secretOf('Fleep Settings', item)
  const isStored = async () => (await stored())?.includes(mailbox.password) ?? false
  if (await isStored()) return
  const { result } = await runForJson(computer, ['smtp', 'check', address])
  const isReported = JSON.stringify(result).includes('is not in')
  // The keyring may still have been writing what the killed process had sent.
  if (!isReported && (await isStored())) return
  if (!isReported) throw new Error(`the missing password is not reported: ${JSON.stringify(result)}`)
  const repair = await runForJson(computer, ['smtp', 'change', address, '--password', '--no-check'], [mailbox.password])
  if (repair.exitCode !== 0 || !(await isStored())) throw new Error('the password cannot be stored again')
}

async function killDuringWindowAction(
  { computer, mail }: TestSetUp,
  action: Action,
  address: string,
  delay: number,
): Promise<void> {
  const page = await computer.start()
  await startWindowAction({ computer, mail }, page, action, address)
  await sleep(delay)
  await computer.kill()
}

/** Performs the action in the window up to the last click, without waiting for its result. */
async function startWindowAction(
  { computer, mail }: TestSetUp,
  page: Page,
  action: Action,
  address: string,
): Promise<void> {
  if (action === 'sign in') return signIn(page, liis)
  await page.getByRole('heading', { name: 'Account', exact: true }).waitFor()
  switch (action) {
    case 'add a mail server': {
      await page.getByRole('button', { name: 'Mail servers' }).click()
      const form = await openAddForm(page)
      await fillForm(form, { ...validMailServer, ...mailbox, address, port: mail.port })
      return checkAndSave(form)
    }
    case 'upload a picture':
      await page.getByRole('button', { name: 'Avatar' }).click()
      await page.getByRole('heading', { name: 'Avatar' }).waitFor()
      await dropFile(page, picturePath(computer))
      return page.getByRole('button', { name: 'Use this picture' }).click()
    default:
      await computer.app.evaluate(({ dialog }, path) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
      }, profilePath(computer))
      await page.getByRole('button', { name: 'Your data' }).click()
      await page.getByRole('button', { name: 'Apply a file…' }).click()
      return page.getByRole('button', { name: /^Apply \d+ change/ }).click()
  }
}

async function killDuringCommand(computer: Computer, action: Action, address: string, delay: number): Promise<void> {
  const args = commandFor(computer, action, address)
  const input = action === 'sign in' ? liis.password : mailbox.password
  const allArgs = [...computer.baseArguments, ...args]
  const child = spawn(computer.program, allArgs, { env: computer.env, stdio: ['pipe', 'ignore', 'ignore'] })
  // The process may be killed before it has read its input.
  child.stdin.on('error', () => undefined)
  child.stdin.end(`${input}\n`)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const timer = setTimeout(() => child.kill('SIGKILL'), delay)
  await ended
  clearTimeout(timer)
}

function hashOf(bytes: Buffer | undefined): string {
  return bytes ? createHash('sha256').update(bytes).digest('hex') : ''
}
