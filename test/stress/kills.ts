import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import fc from 'fast-check'
import { runForJson } from '../e2e/support/command'
import { Computer, liis, onServer, signIn } from '../e2e/support/computer'
import { dropFile } from '../e2e/support/drop-file'
import { checkAndSave, openForm, rightMailServer, type } from '../e2e/support/smtp-form'
import { mailCertificates } from '../mail/certificates'
import { type RunningServer, startMailServer } from '../mail/mail-servers'
import { quarters } from '../pictures'
import { type Area, attemptAll, type Findings } from './area'

const runs = 200
/** Most commands are over by then, with the start of their process, in milliseconds. */
const latest = 700
/** Of what was clicked in a window that is there already. */
const latestInWindow = 250
const mailbox = { username: 'liis', password: 'mailbox-canary' }

type Act = 'sign in' | 'add a mail server' | 'upload a picture' | 'apply a profile'
const acts: Act[] = ['sign in', 'add a mail server', 'upload a picture', 'apply a profile']

interface Kill {
  index: number
  act: Act
  /** Given in the window, or as a command of its own. */
  inWindow: boolean
  /** The process is killed so many milliseconds after the click, or after its start. */
  after: number
}

/** A computer, and the mail server that its windows check before they store one. */
interface Place {
  computer: Computer
  mail: RunningServer
}

/** The app is killed in the middle of what it does, and started again. */
export const kills: Area = {
  name: 'killed at any time',
  async run({ isFull, seed }): Promise<Findings> {
    if (process.platform !== 'linux') return { cases: 0, failures: [] }
    const count = isFull ? runs : runs / 10
    const shares = fc.sample(fc.double({ min: 0, max: 1, noNaN: true }), { seed, numRuns: count })
    const all = shares.map((share, index): Kill => {
      const inWindow = index % 8 >= 4
      const after = Math.round(share * (inWindow ? latestInWindow : latest))
      return { index, after, inWindow, act: acts[index % acts.length] ?? 'sign in' }
    })
    // Two computers, as there are two cores; each of them is never set up anew.
    const halves = [0, 1].map((half) => all.filter(({ index }) => Math.floor(index / 8) % 2 === half))
    const found = await Promise.all(halves.map(onOneComputer))
    return {
      cases: count,
      failures: found.flatMap(({ failures }) => failures),
    }
  },
}

async function onOneComputer(all: Kill[]): Promise<Findings> {
  const computer = await Computer.setUp()
  const mail = await startMailServer((await mailCertificates()).good, { secure: true }, [mailbox])
  try {
    await writeFile(picturePath(computer), await quarters(600, 600).jpeg().toBuffer())
    await signInAgain(computer)
    await runForJson(computer, ['profile', 'save', `${profilePath(computer)}.first`])
    return await attemptAll(
      all,
      ({ act, after, index, inWindow }) =>
        `${index}, ${act}${inWindow ? ' in the window' : ''}, killed after ${after} ms`,
      (one) => attempt({ computer, mail }, one),
      1,
    )
  } finally {
    await computer.tearDown()
    await mail.stop()
  }
}

const profilePath = ({ home }: Computer) => join(home, 'profile.json')
const picturePath = ({ home }: Computer) => join(home, 'picture.jpg')

async function signInAgain(computer: Computer): Promise<void> {
  const words = ['sign-in', liis.email, '--server', computer.server.url]
  const { exitCode, printed } = await runForJson(computer, words, [liis.password])
  if (exitCode !== 0) throw new Error(`signing in fails: ${JSON.stringify(printed)}`)
}

async function attempt({ computer, mail }: Place, { act, after, index, inWindow }: Kill): Promise<void> {
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
  if (inWindow) await killedInWindow({ computer, mail }, act, address, after)
  else await killed(computer, act, address, after)

  const { exitCode, result, printed } = await runForJson(computer, ['status'])
  if (exitCode !== 0) throw new Error(`it does not start again: ${JSON.stringify(printed)}`)
  JSON.parse(await readFile(join(computer.dataFolder, 'remembered.json'), 'utf8'))
  if (act !== 'sign in' && !result.signedIn) throw new Error('it is signed out')
  if (!result.signedIn) await signInAgain(computer)

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
  if ((await stored())?.includes(mailbox.password)) return
  const { result } = await runForJson(computer, ['smtp', 'check', address])
  if (!JSON.stringify(result).includes('is not in')) throw new Error(`nobody says that the password is not there`)
  const repair = await runForJson(computer, ['smtp', 'change', address, '--password', '--no-check'], [mailbox.password])
  if (repair.exitCode !== 0 || !(await stored())?.includes(mailbox.password)) throw new Error('it cannot be mended')
}

async function killedInWindow({ computer, mail }: Place, act: Act, address: string, after: number): Promise<void> {
  const page = await computer.start()
  await inWindow({ computer, mail }, page, act, address)
  await sleep(after)
  await computer.kill()
}

/** As a person does it, up to the last click. */
async function inWindow({ computer, mail }: Place, page: Page, act: Act, address: string): Promise<void> {
  if (act === 'sign in') return signIn(page, liis)
  await page.getByRole('heading', { name: 'Account' }).waitFor()
  switch (act) {
    case 'add a mail server': {
      await page.getByRole('button', { name: 'SMTP' }).click()
      const form = await openForm(page)
      await type(form, { ...rightMailServer, ...mailbox, address, port: mail.port })
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
      return page.getByRole('button', { name: /^Make \d+ change/ }).click()
  }
}

async function killed(computer: Computer, act: Act, address: string, after: number): Promise<void> {
  const words = wordsFor(computer, act, address)
  const input = act === 'sign in' ? liis.password : mailbox.password
  const args = [...computer.firstArguments, ...words]
  const child = spawn(computer.program, args, { env: computer.env, stdio: ['pipe', 'ignore', 'ignore'] })
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
