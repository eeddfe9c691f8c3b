import type { EventEmitter } from 'node:events'
import type { Message, MessageBus } from '@jellybrick/dbus-next'
import { withTimeout } from '../core/with-timeout'

const busName = 'org.freedesktop.secrets'
const servicePath = '/org/freedesktop/secrets'
const serviceInterface = 'org.freedesktop.Secret.Service'
/** The path that stands for "none" in the answers of the Secret Service. */
const none = '/'

/** The reply must come within this time, in milliseconds: the default of D-Bus's own library. */
const replyTimeout = 25_000

/** An error of the bus or the service. The message is the system's, in English. */
export class BusError extends Error {
  constructor(
    message: string,
    /** Its name, such as `org.freedesktop.DBus.Error.ServiceUnknown`; empty for an error of the connection. */
    readonly type = '',
  ) {
    super(message)
  }
}

/** Paths of items. */
export interface FoundItems {
  unlocked: string[]
  locked: string[]
}

/**
 * The Secret Service of a Linux desktop, asked over D-Bus: what keytar does not tell, and the prompts. A prompt that waits for
 * the user holds no thread here, while a call of keytar would hold one. No secret passes this connection.
 *
 * Source: the Secret Service API, https://specifications.freedesktop.org/secret-service/
 */
export class SecretService {
  private constructor(
    private readonly bus: MessageBus,
    private readonly newMessage: (message: ConstructorParameters<typeof Message>[0]) => Message,
    private readonly variant: (signature: string, value: unknown) => unknown,
  ) {}

  /** Connects to the session's bus. @throws BusError */
  static async connect(): Promise<SecretService> {
    // libsecret uses the variable also if it is empty; this package would look for another bus, which keytar never reaches.
    if (process.env.DBUS_SESSION_BUS_ADDRESS === '') throw new BusError('DBUS_SESSION_BUS_ADDRESS is empty')
    const dbus = await import('@jellybrick/dbus-next')
    const bus = dbus.sessionBus()
    const connected = new Promise<void>((resolve, reject) => {
      bus.once('connect', resolve)
      // The package's types do not know this event. Without a listener, it would be thrown.
      const events: EventEmitter = bus as EventEmitter
      events.on('error', reject)
    })
    await limited(connected.catch(asBusError))
    return new SecretService(
      bus,
      (message) => new dbus.Message(message),
      (signature, value) => new dbus.Variant(signature, value),
    )
  }

  close(): void {
    this.bus.disconnect()
  }

  /** Starts the service if it does not run yet. @throws BusError if the desktop has none */
  async start(): Promise<void> {
    const [isRunning] = await this.askBus('NameHasOwner', 's', [busName])
    if (!isRunning) await this.askBus('StartServiceByName', 'su', [busName, 0])
  }

  /** Searches for items as keytar does, without asking the user. Some services find nothing while they are locked. */
  async find(service: string, account: string): Promise<FoundItems> {
    const attributes = { 'xdg:schema': 'org.freedesktop.Secret.Generic', service, account }
    const [unlocked, locked] = (await this.ask('SearchItems', 'a{ss}', [attributes])) as [string[], string[]]
    return { unlocked, locked }
  }

  /** @returns the path of the collection for new items; null if there is none yet */
  async defaultCollection(): Promise<string | null> {
    const [path] = (await this.ask('ReadAlias', 's', ['default'])) as [string]
    return path === none ? null : path
  }

  async isLocked(collection: string): Promise<boolean> {
    const property = ['org.freedesktop.Secret.Collection', 'Locked']
    const [locked] = await this.call(collection, 'org.freedesktop.DBus.Properties', 'Get', 'ss', property)
    return (locked as { value: boolean }).value
  }

  /**
   * Unlocks items or collections, which may ask the user. Waits for them without a limit.
   * @returns false if the user did not unlock them
   */
  async unlock(paths: string[]): Promise<boolean> {
    const [unlocked, prompt] = (await this.ask('Unlock', 'ao', [paths])) as [string[], string]
    return prompt === none ? unlocked.length > 0 : this.prompt(prompt)
  }

  /** Creates the collection for new items, which asks the user for a password. @returns false if the user did not want to */
  async createDefaultCollection(): Promise<boolean> {
    const properties = { 'org.freedesktop.Secret.Collection.Label': this.variant('s', 'Default keyring') }
    const [path, prompt] = (await this.ask('CreateCollection', 'a{sv}s', [properties, 'default'])) as [string, string]
    return prompt === none ? path !== none : this.prompt(prompt)
  }

  /** Shows a prompt. @returns false if the user dismissed it */
  private async prompt(path: string): Promise<boolean> {
    const completed = new Promise<boolean>((resolve) => {
      this.bus.on('message', (message: Message) => {
        if (message.path === path && message.member === 'Completed') resolve(message.body[0] === false)
        // The service has ended, and its prompt with it.
        if (message.member === 'NameOwnerChanged' && message.body[0] === busName) resolve(false)
      })
    })
    await this.watch(`type='signal',path='${path}',member='Completed'`)
    await this.watch(`type='signal',member='NameOwnerChanged',arg0='${busName}'`)
    await this.call(path, 'org.freedesktop.Secret.Prompt', 'Prompt', 's', [''])
    return completed
  }

  private watch(rule: string): Promise<unknown> {
    return this.askBus('AddMatch', 's', [rule])
  }

  private askBus(member: string, signature: string, body: unknown[]): Promise<unknown[]> {
    return this.call('/org/freedesktop/DBus', 'org.freedesktop.DBus', member, signature, body, 'org.freedesktop.DBus')
  }

  private ask(member: string, signature: string, body: unknown[]): Promise<unknown[]> {
    return this.call(servicePath, serviceInterface, member, signature, body)
  }

  private async call(
    path: string,
    iface: string,
    member: string,
    signature: string,
    body: unknown[],
    destination = busName,
  ): Promise<unknown[]> {
    const message = this.newMessage({ destination, path, interface: iface, member, signature, body })
    const reply = await limited(this.bus.call(message).catch(asBusError))
    return reply?.body ?? []
  }
}

function limited<Value>(reply: Promise<Value>): Promise<Value> {
  return withTimeout(reply, replyTimeout, () => {
    throw new BusError('Timeout was reached')
  })
}

function asBusError(reason: unknown): never {
  const { message, type } = reason as { message?: string; type?: string }
  throw new BusError(message ?? String(reason), type)
}

/** @returns null if the app reaches no Secret Service */
export async function connectSecretService(): Promise<SecretService | null> {
  const secrets = await SecretService.connect().catch(() => null)
  try {
    await secrets?.start()
    return secrets
  } catch {
    secrets?.close()
    return null
  }
}
