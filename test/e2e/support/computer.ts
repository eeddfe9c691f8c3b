import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ElectronApplication, _electron as electron, expect, type Page } from '@playwright/test'
import type { AppState } from '../../../contract'
import { defaultPreferences, type Preferences } from '../../../main/features/app/preferences-file'
import { electronExecutable, sandboxSwitches } from '../../electron-host'
import { seededPeople } from '../../fleep-server/accounts'
import { FleepServer, type Place } from '../../fleep-server/server'
import { SecretService } from '../../keychain/secret-service'
import { mailCertificates } from '../../mail/certificates'
import { SecretSearch } from './secret-search'

export const [liis, marten, kai] = seededPeople as [Person, Person, Person]
export type Person = (typeof seededPeople)[number]

/** How the computer of a test is set up. */
export type KeyringSetUp = 'open' | 'locked' | 'missing'

const authorities = 'authorities.pem'

/** Starts the app as a person would, again and again on the same computer. */
export class Computer {
  private running: ElectronApplication | undefined
  /** The program of a packed app, where a test is about that one. */
  packed: string | undefined
  /** Beyond those of the computer. */
  variables: Record<string, string> = {}
  /** Follows the app where a test wants it. */
  secretSearch: SecretSearch | undefined

  private constructor(
    readonly server: FleepServer,
    /** undefined when this computer has none */
    readonly keyring: SecretService | undefined,
    readonly home: string,
  ) {}

  static async setUp(keyringSetUp: KeyringSetUp = 'open', place: Place = {}): Promise<Computer> {
    const hasOwnKeyring = process.platform === 'linux' && keyringSetUp !== 'missing'
    const keyring = hasOwnKeyring ? await SecretService.start({ locked: keyringSetUp === 'locked' }) : undefined
    const home = keyring?.home ?? (await mkdtemp(join(tmpdir(), 'fleep-')))
    await mkdir(join(home, 'tmp'))
    // The app's own processes trust the test's servers as they would an authority that the system knows.
    const trusted = [...Object.values(await mailCertificates()), place.certificate]
    await writeFile(join(home, authorities), trusted.flatMap((certificate) => certificate?.cert ?? []).join('\n'))
    const computer = new Computer(await FleepServer.start(seededPeople, place), keyring, home)
    // Whoever uses it knows the app, and is told nothing for newcomers.
    await computer.writePreferences({ hasSeenHint: true })
    return computer
  }

  searchForSecrets(): SecretSearch {
    this.secretSearch = new SecretSearch(this.server, this.home)
    return this.secretSearch
  }

  async tearDown(): Promise<void> {
    await this.quit()
    await this.server.goAway()
    await this.keyring?.stop()
    await rm(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }

  get dataFolder(): string {
    return join(this.home, 'data')
  }

  /** As the app keeps them; what is not given is as at first. */
  async writePreferences(changes: Partial<Preferences>): Promise<void> {
    await mkdir(this.dataFolder, { recursive: true })
    const path = join(this.dataFolder, 'preferences.json')
    await writeFile(path, JSON.stringify({ version: 1, ...defaultPreferences, ...changes }))
  }

  get app(): ElectronApplication {
    if (!this.running) throw new Error('the app is not running')
    return this.running
  }

  /** @param switches of the app's own. Resolves before there is a window. */
  async launch(...switches: string[]): Promise<ElectronApplication> {
    const program = this.packed === undefined ? {} : { executablePath: this.packed }
    this.running = await electron.launch({ ...program, args: [...this.args, ...switches], env: this.env })
    await this.secretSearch?.follow(this.running)
    return this.running
  }

  /** @returns the settings window */
  async start(): Promise<Page> {
    const page = await (await this.launch()).firstWindow()
    await page.waitForLoadState()
    return page
  }

  /** Starts the app while it runs already. @returns the exit code of the second process */
  startSecond(...switches: string[]): Promise<number | null> {
    const second = spawn(this.program, [...this.args, ...switches], { env: this.env, stdio: 'ignore' })
    return new Promise((resolve) => second.once('exit', resolve))
  }

  /** Resolves when the app will find its session again after a restart. */
  async untilRemembered(): Promise<void> {
    const path = join(this.dataFolder, 'remembered.json')
    await expect.poll(() => readFile(path, 'utf8').catch(() => '')).toContain('"accountId":"')
  }

  get program(): string {
    return this.packed ?? electronExecutable()
  }

  /** What stands before the app's own switches and commands. */
  get firstArguments(): string[] {
    return [...sandboxSwitches, ...(this.packed === undefined ? ['.'] : []), `--user-data-dir=${this.dataFolder}`]
  }

  private get args(): string[] {
    return [...this.firstArguments, `--server=${this.server.url}`]
  }

  get env(): Record<string, string> {
    const { DBUS_SESSION_BUS_ADDRESS: _bus, ...env } = process.env as Record<string, string>
    return {
      ...env,
      HOME: this.home,
      // So that what is left there is found with the rest.
      TMPDIR: join(this.home, 'tmp'),
      XDG_CONFIG_HOME: join(this.home, '.config'),
      NODE_EXTRA_CA_CERTS: join(this.home, authorities),
      ...this.keyring?.env,
      ...this.variables,
    }
  }

  /** Resolves when the app has quit by itself, after what is done. */
  async untilEnded(act: () => Promise<unknown>): Promise<void> {
    await this.secretSearch?.lookInside(this.app)
    const ended = this.app.waitForEvent('close')
    await act().catch(() => undefined)
    await ended
    this.running = undefined
  }

  /** Of what is in the window, in pixels. */
  resize(width: number, height: number): Promise<void> {
    return this.app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    )
  }

  /** Ends the app in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.untilEnded(async () => this.app.process().kill('SIGKILL'))
  }

  async quit(): Promise<void> {
    if (this.running) await this.secretSearch?.lookInside(this.running)
    await this.running?.close()
    this.running = undefined
  }

  async startSignedIn(person: Person): Promise<Page> {
    const page = await this.start()
    await signIn(page, person)
    await page.getByRole('heading', { name: 'Account' }).waitFor()
    await page.getByLabel('Name', { exact: true }).waitFor()
    return page
  }
}

export async function signIn(page: Page, person: Person, password = person.password): Promise<void> {
  await page.getByLabel('Email or Fleep ID').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** @returns all that the window knows */
export function readState(page: Page): Promise<AppState> {
  return page.evaluate(
    () => new Promise<AppState>((resolve) => window.fleepSettings.onState((state) => resolve(state as AppState))),
  )
}

/** @returns the account as the server holds it */
export function onServer(computer: Computer, person: Person) {
  const account = computer.server.state.accounts.find(({ email }) => email === person.email)
  if (!account) throw new Error(`no account of ${person.email}`)
  return account
}

/** Mail servers like its first one, of which the first is the default: `box-0@meadow.example` and so on. */
export function giveMailServers(account: ReturnType<typeof onServer>, count: number): void {
  const [first] = account.smtp
  if (!first) throw new Error('no mail server to repeat')
  account.smtp = Array.from({ length: count }, (_none, index) => ({
    ...first,
    smtp_id: randomUUID(),
    smtp_address: `box-${index}@meadow.example`,
    is_default: index === 0,
  }))
}
