import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { sessionBus, Variant } from '@jellybrick/dbus-next'

const run = promisify(execFile)

/** The D-Bus methods used here. The proxy gets them at run time. */
interface Calls {
  OpenSession(...args: unknown[]): Promise<unknown>
  UnlockWithMasterPassword(...args: unknown[]): Promise<unknown>
}

/** A real GNOME keyring with its own D-Bus session and home folder. */
export class SecretService {
  /** Of its collection for new items. */
  static readonly password = 'test'
  private keyring: ChildProcess | undefined

  private constructor(
    readonly home: string,
    private readonly bus: ChildProcess,
    /** Of its bus. */
    readonly address: string,
  ) {}

  /**
   * @param options.locked start with a locked keyring
   * @param options.empty start without a collection for new items
   * @param options.service false: start the bus without a Secret Service
   */
  static async start(options: { locked?: boolean; empty?: boolean; service?: boolean } = {}): Promise<SecretService> {
    // The path must be short: the keyring's control socket is in it.
    const home = await mkdtemp(join(tmpdir(), 'fleep-'))
    const config = join(home, 'bus.conf')
    await writeFile(config, busConfig(join(home, 'bus')))
    const bus = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--nopidfile', '--print-address=1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const address = await firstLine(bus)
    const service = new SecretService(home, bus, address)
    if (options.service ?? true) await service.startKeyring(options.empty ?? false)
    if (options.locked) await service.lock()
    return service
  }

  /** The environment for a program that should use this keyring and no other. */
  get env(): Record<string, string> {
    return {
      HOME: this.home,
      XDG_RUNTIME_DIR: this.home,
      XDG_CONFIG_HOME: join(this.home, '.config'),
      XDG_DATA_HOME: join(this.home, '.local/share'),
      XDG_CACHE_HOME: join(this.home, '.cache'),
      DBUS_SESSION_BUS_ADDRESS: this.address,
    }
  }

  /** Locks the keyring. Its items stay, as after a login without a password. */
  async lock(): Promise<void> {
    await this.call('Lock', 'array:objpath:/org/freedesktop/secrets/collection/login')
  }

  /** Locks every keyring. */
  async lockAll(): Promise<void> {
    await this.send('/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.LockService')
  }

  /** Unlocks the keyring, as if the user entered the password in the system's prompt. */
  async unlock(): Promise<void> {
    const bus = sessionBus({ busAddress: this.address })
    try {
      const object = await bus.getProxyObject('org.freedesktop.secrets', '/org/freedesktop/secrets')
      const secrets = object.getInterface('org.freedesktop.Secret.Service') as unknown as Calls
      const keyring = object.getInterface(
        'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface',
      ) as unknown as Calls
      const [, session] = (await secrets.OpenSession('plain', new Variant('s', ''))) as [unknown, string]
      const secret = [session, Buffer.alloc(0), Buffer.from(SecretService.password), 'text/plain']
      await keyring.UnlockWithMasterPassword('/org/freedesktop/secrets/collection/login', secret)
    } finally {
      bus.disconnect()
    }
  }

  /** Reads a secret by secret-tool. @returns undefined if there is no such item */
  async secretOf(service: string, account: string): Promise<string | undefined> {
    try {
      const { stdout } = await run('secret-tool', ['lookup', 'service', service, 'account', account], {
        env: this.fullEnv,
      })
      return stdout
    } catch {
      return undefined
    }
  }

  /** All secrets of a service. */
  async secretsOf(service: string): Promise<string[]> {
    const search = ['search', '--all', '--unlock', 'service', service]
    try {
      const { stdout } = await run('secret-tool', search, { env: this.fullEnv })
      return [...stdout.matchAll(/^secret = (.*)$/gm)].map((match) => match[1] ?? '')
    } catch (reason) {
      // An item was removed after it was found and before it was read. Search again.
      if (String(reason).includes('No such secret item')) return this.secretsOf(service)
      throw reason
    }
  }

  /** Removes an item by secret-tool. */
  async remove(service: string, account: string): Promise<void> {
    await run('secret-tool', ['clear', 'service', service, 'account', account], { env: this.fullEnv })
  }

  /** Stores a secret by secret-tool. */
  async store(service: string, account: string, secret: string): Promise<void> {
    const attributes = ['xdg:schema', 'org.freedesktop.Secret.Generic', 'service', service, 'account', account]
    const child = spawn('secret-tool', ['store', '--label=test', ...attributes], {
      env: this.fullEnv,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    child.stdin?.end(secret)
    const code = await new Promise((resolve) => child.once('exit', resolve))
    if (code !== 0) throw new Error(`secret-tool store ended with ${code}`)
  }

  async stop(): Promise<void> {
    await this.stopKeyring()
    await kill(this.bus)
    await rm(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }

  private get fullEnv(): NodeJS.ProcessEnv {
    return { ...process.env, ...this.env }
  }

  private async stopKeyring(): Promise<void> {
    if (this.keyring) await kill(this.keyring)
    this.keyring = undefined
  }

  private async startKeyring(isEmpty: boolean): Promise<void> {
    const options = ['--foreground', '--components=secrets', ...(isEmpty ? [] : ['--unlock'])]
    const keyring = spawn('gnome-keyring-daemon', options, { env: this.fullEnv, stdio: ['pipe', 'ignore', 'ignore'] })
    this.keyring = keyring
    keyring.stdin?.end(SecretService.password)
    await this.waitUntil(isEmpty ? () => this.readAlias() : () => this.readLocked())
  }

  private async waitUntil(answers: () => Promise<{ stdout: string }>): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      const { stdout } = await answers().catch(() => ({ stdout: '' }))
      if (stdout.includes('boolean false') || stdout.includes('object path "/"')) return
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    throw new Error('the keyring did not become ready')
  }

  private readAlias() {
    return this.send('/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.ReadAlias', 'string:default')
  }

  private readLocked() {
    const properties = 'org.freedesktop.DBus.Properties.Get'
    const names = ['string:org.freedesktop.Secret.Collection', 'string:Locked']
    return this.send('/org/freedesktop/secrets/collection/login', properties, ...names)
  }

  private async call(method: string, ...args: string[]): Promise<void> {
    await this.send('/org/freedesktop/secrets', `org.freedesktop.Secret.Service.${method}`, ...args)
  }

  private send(path: string, method: string, ...args: string[]) {
    const call = ['--session', '--print-reply', '--dest=org.freedesktop.secrets', path, method, ...args]
    return run('dbus-send', call, { env: this.fullEnv })
  }
}

/** Starts no service on demand: an early call would start a second keyring without a password. */
function busConfig(socket: string): string {
  return `<busconfig>
    <type>session</type>
    <listen>unix:path=${socket}</listen>
    <policy context="default">
      <allow send_destination="*"/>
      <allow receive_sender="*"/>
      <allow own="*"/>
    </policy>
  </busconfig>`
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!child.stdout) return reject(new Error('no standard output'))
    createInterface(child.stdout).once('line', resolve)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with ${code}`)))
  })
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill()
  await ended
}
