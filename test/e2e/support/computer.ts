import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ElectronApplication, _electron as electron, expect, type Page } from '@playwright/test'
import type { AppState } from '../../../contract'
import { defaultPreferences, type Preferences } from '../../../main/features/app/preferences-file'
import { displayEnv } from '../../display-env'
import { electronExecutable, sandboxSwitches } from '../../electron-host'
import { seededPeople } from '../../fleep-server/accounts'
import { FleepServer, type ServerOptions } from '../../fleep-server/server'
import { SecretService } from '../../keychain/secret-service'
import { mailCertificates } from '../../mail/certificates'
import { installRecord } from './electron-record'
import { SecretSearch } from './secret-search'

export const [liis, marten, kai] = seededPeople as [Person, Person, Person]
export type Person = (typeof seededPeople)[number]

/** The keyring of a test's computer. */
export type KeyringState = 'open' | 'locked' | 'missing'

const caFile = 'authorities.pem'

/** A computer with its own home folder, keyring and local Fleep server, on which the app can be started repeatedly. */
export class Computer {
  private running: ElectronApplication | undefined
  /** Path of the packed app's program. undefined: the app is started from the sources. */
  packedProgram: string | undefined
  /** Environment variables in addition to the computer's. */
  extraEnv: Record<string, string> = {}
  /** Scripts that run before the app's own, when it is started from the sources. */
  readonly scripts: string[] = []
  /** Searches the app's output for secrets, once a test has started it. */
  secretSearch: SecretSearch | undefined

  private constructor(
    readonly server: FleepServer,
    /** undefined if this computer has none */
    readonly keyring: SecretService | undefined,
    readonly home: string,
  ) {}

  static async setUp(keyringState: KeyringState = 'open', serverOptions: ServerOptions = {}): Promise<Computer> {
    const hasOwnKeyring = process.platform === 'linux' && keyringState !== 'missing'
    const keyring = hasOwnKeyring ? await SecretService.start({ locked: keyringState === 'locked' }) : undefined
    const home = keyring?.home ?? (await mkdtemp(join(tmpdir(), 'fleep-')))
    await mkdir(join(home, 'tmp'))
    // The app trusts the certificates of the tests' servers.
    const certificates = [...Object.values(await mailCertificates()), serverOptions.certificate]
    await writeFile(join(home, caFile), certificates.flatMap((certificate) => certificate?.cert ?? []).join('\n'))
    const computer = new Computer(await FleepServer.start(seededPeople, serverOptions), keyring, home)
    // The hint for new users is already dismissed.
    await computer.writePreferences({ toldOfBasics: true })
    return computer
  }

  searchForSecrets(): SecretSearch {
    this.secretSearch = new SecretSearch(this.server, this.home)
    return this.secretSearch
  }

  async tearDown(): Promise<void> {
    await this.quit()
    await this.server.stop()
    await this.keyring?.stop()
    await rm(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }

  get dataFolder(): string {
    return join(this.home, 'data')
  }

  /** The settings file of the organisation, which is missing by default. */
  get managedFile(): string {
    return join(this.home, 'managed.json')
  }

  /** Writes the app's preferences file: the defaults with these changes. */
  async writePreferences(changes: Partial<Preferences>): Promise<void> {
    await mkdir(this.dataFolder, { recursive: true })
    const path = join(this.dataFolder, 'preferences.json')
    await writeFile(path, JSON.stringify({ version: 1, ...defaultPreferences, ...changes }))
  }

  get app(): ElectronApplication {
    if (!this.running) throw new Error('the app is not running')
    return this.running
  }

  /** Starts the app with these switches. Resolves before a window is open. */
  async launch(...switches: string[]): Promise<ElectronApplication> {
    const program = this.packedProgram === undefined ? {} : { executablePath: this.packedProgram }
    this.running = await electron.launch({ ...program, args: [...this.args, ...switches], env: this.env })
    await installRecord(this.running)
    await this.secretSearch?.attach(this.running)
    return this.running
  }

  /** Starts the app. @returns its window */
  async start(): Promise<Page> {
    const page = await (await this.launch()).firstWindow()
    // The window opens on an empty page. A mouse event that this gets, as the app's page replaces it, is never answered.
    await page.locator('#app > *').first().waitFor({ state: 'attached' })
    await page.waitForLoadState()
    return page
  }

  /** Starts the app while it is already running. @returns the exit code of the second process */
  startSecondInstance(...switches: string[]): Promise<number | null> {
    const second = spawn(this.program, [...this.args, ...switches], { env: this.env, stdio: 'ignore' })
    return new Promise((resolve) => second.once('exit', resolve))
  }

  /** Resolves once the app can restore its session after a restart. */
  async waitForStoredSession(): Promise<void> {
    const path = join(this.dataFolder, 'remembered.json')
    const signedIn = async () => JSON.parse(await readFile(path, 'utf8').catch(() => '{}')).accountId
    await expect.poll(signedIn).toEqual(expect.any(String))
  }

  get program(): string {
    return this.packedProgram ?? electronExecutable()
  }

  /** Arguments before the app's own switches and commands. */
  get baseArguments(): string[] {
    return [
      ...this.scripts.flatMap((script) => ['-r', script]),
      ...sandboxSwitches,
      ...(this.packedProgram === undefined ? ['.'] : []),
      `--user-data-dir=${this.dataFolder}`,
    ]
  }

  private get args(): string[] {
    return [...this.baseArguments, `--server=${this.server.url}`]
  }

  get env(): Record<string, string> {
    const { DBUS_SESSION_BUS_ADDRESS: _bus, ...env } = process.env as Record<string, string>
    // The proxies of the computer that runs the tests do not count.
    const variables = Object.entries(env).filter(([name]) => !/_proxy$/i.test(name))
    return {
      ...Object.fromEntries(variables),
      // macOS looks for the login keychain in the home folder.
      ...(process.platform === 'darwin' ? {} : { HOME: this.home }),
      // Inside the home folder, so that the search for secrets includes temporary files.
      TMPDIR: join(this.home, 'tmp'),
      XDG_CONFIG_HOME: join(this.home, '.config'),
      FLEEP_SETTINGS_CA_FILE: join(this.home, caFile),
      // What is set for the computer that runs the tests does not count.
      FLEEP_SETTINGS_MANAGED_FILE: this.managedFile,
      ...this.keyring?.env,
      ...displayEnv(env),
      ...this.extraEnv,
    }
  }

  /** Runs an action that makes the app quit, and resolves once it has quit. */
  async waitForExit(action: () => Promise<unknown>): Promise<void> {
    await this.secretSearch?.inspect(this.app)
    const closed = this.app.waitForEvent('close')
    await action().catch(() => undefined)
    await closed
    this.running = undefined
  }

  /** Sets the size of the window's content, in pixels, also below the app's minimum, which a page reaches when it is zoomed. */
  resize(width: number, height: number): Promise<void> {
    return this.app.evaluate(
      ({ BrowserWindow }, size) => {
        const [window] = BrowserWindow.getAllWindows()
        window?.setMinimumSize(1, 1)
        window?.setContentSize(size.width, size.height)
      },
      { width, height },
    )
  }

  /** Kills the app with SIGKILL. */
  async kill(): Promise<void> {
    await this.waitForExit(async () => killTree(this.app.process()))
  }

  /** Quits the app. What is entered and cannot be saved is given up. */
  async quit(): Promise<void> {
    const { running } = this
    if (!running) return
    await this.secretSearch?.inspect(running)
    for (const page of running.windows()) {
      // Not by a click, which a button that has just appeared ignores.
      const form = page.locator('dialog:has(#unsaved) form')
      const giveUp = form.evaluate((element: HTMLFormElement) => element.requestSubmit(), undefined, { timeout: 0 })
      // Fails when the window closes, since nothing is asked then.
      void giveUp.catch(() => undefined)
    }
    await running.close()
    this.running = undefined
  }

  async startSignedIn(person: Person): Promise<Page> {
    const page = await this.start()
    await signIn(page, person)
    await page.getByRole('heading', { name: 'Account', exact: true }).waitFor()
    await page.getByLabel('Name', { exact: true }).waitFor()
    // What has just appeared under a still pointer takes no click.
    await page.mouse.move(1, 1)
    return page
  }
}

/** Kills a process. On Windows, Playwright starts the app by a shell, whose child would live on. */
function killTree(child: ChildProcess): void {
  if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'])
  else child.kill('SIGKILL')
}

export async function signIn(page: Page, person: Person, password = person.password): Promise<void> {
  await page.getByLabel('Email or Fleep ID').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  // A button that has just appeared under a still pointer takes no click.
  await page.mouse.move(1, 1)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Opens This app, in English. */
export async function openThisApp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'This app' }).click()
  await page.getByRole('heading', { name: 'This app', level: 1 }).waitFor()
}

/** @returns the whole state that the window receives */
export function readState(page: Page): Promise<AppState> {
  return page.evaluate(
    () => new Promise<AppState>((resolve) => window.fleepSettings.onState((state) => resolve(state as AppState))),
  )
}

/** Waits until Fleep has sent an email. @returns the last one, with the code at the end of its subject or '' */
export async function lastMail({ server }: Computer): Promise<{ notificationId: string; code: string }> {
  await expect.poll(() => server.state.outbox.length).toBeGreaterThan(0)
  const { notificationId = '', subject = '' } = server.state.outbox.at(-1) ?? {}
  return { notificationId, code: subject.match(/\d+$/)?.[0] ?? '' }
}

/** @returns the person's account on the local Fleep server */
export function serverAccount(computer: Computer, person: Person) {
  const account = computer.server.state.accounts.find(({ email }) => email === person.email)
  if (!account) throw new Error(`the server has no account for ${person.email}`)
  return account
}

/** Replaces the account's mail servers with `count` copies of the first one; the first copy is the default. */
export function setMailServers(account: ReturnType<typeof serverAccount>, count: number): void {
  const [first] = account.smtp
  if (!first) throw new Error('the account has no mail server to copy')
  account.smtp = Array.from({ length: count }, (_none, index) => ({
    ...first,
    smtp_id: randomUUID(),
    smtp_address: `box-${index}@meadow.example`,
    is_default: index === 0,
  }))
}
