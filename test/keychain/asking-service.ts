import { DBusError, interface as dbus, type MessageBus, sessionBus, Variant } from '@jellybrick/dbus-next'

const root = '/org/freedesktop/secrets'
const collectionPath = `${root}/collection/passwords`
const none = '/'

interface Entry {
  attributes: Record<string, string>
  secret: Buffer
  /** The connections that the user has allowed to use it. */
  allowed: Set<string>
}

type Secret = [session: string, parameters: Buffer, value: Buffer, contentType: string]

/**
 * A Secret Service that asks the user before a program may read an item, as KeePassXC does by default: until then, the item
 * counts as locked for the connection that asks, and only for this one. Creating an item allows its creator to use it, unless
 * `confirmsOwn`.
 */
export class AskingService {
  /** The user's answer to the questions from now on. */
  answer: 'allow' | 'refuse' | 'ignore' = 'allow'
  /** How often the user was asked. */
  asked = 0
  /** Whether the creator of an item has to ask for it, too. */
  confirmsOwn = false
  /** After this many searches, another program removes what the last one found. 0: none does. */
  searchesUntilRemoved = 0
  private readonly entries = new Map<string, Entry>()
  private next = 0
  private sender = ''

  private constructor(private readonly bus: MessageBus) {}

  static async start(busAddress: string): Promise<AskingService> {
    const bus = sessionBus({ busAddress })
    const service = new AskingService(bus)
    bus.on('message', ({ sender }) => {
      service.sender = sender
    })
    service.export(root, new Service(service))
    service.export(collectionPath, new Collection(service))
    service.export(`${root}/aliases/default`, new Collection(service))
    await bus.requestName('org.freedesktop.secrets', 0)
    return service
  }

  get secrets(): string[] {
    return [...this.entries.values()].map(({ secret }) => secret.toString())
  }

  search(wanted: Record<string, string>): [string[], string[]] {
    const matching = [...this.entries].filter(([, { attributes }]) =>
      Object.entries(wanted).every(([name, value]) => attributes[name] === value),
    )
    const paths = (isAllowed: boolean) =>
      matching.filter(([, { allowed }]) => allowed.has(this.sender) === isAllowed).map(([path]) => path)
    const found: [string[], string[]] = [paths(true), paths(false)]
    this.searchesUntilRemoved -= 1
    if (this.searchesUntilRemoved === 0) for (const path of found.flat()) this.remove(path)
    return found
  }

  /** Asks about each item again. */
  forget(): void {
    for (const { allowed } of this.entries.values()) allowed.clear()
  }

  /** Items that this connection may not use yet are opened by a prompt. */
  unlock(paths: string[]): [string[], string] {
    const closed = paths.filter((path) => this.entries.get(path)?.allowed.has(this.sender) === false)
    if (closed.length === 0) return [paths, none]
    const prompt = `${root}/prompt/${this.next++}`
    const { sender } = this
    this.export(
      prompt,
      new Prompt(() => {
        this.asked += 1
        if (this.answer === 'ignore') return null
        const isAllowed = this.answer === 'allow'
        if (isAllowed) for (const path of closed) this.entries.get(path)?.allowed.add(sender)
        return [!isAllowed, isAllowed ? closed : []]
      }),
    )
    return [paths.filter((path) => !closed.includes(path)), prompt]
  }

  /** @throws DBusError for an item that does not exist, with the name and message that libsecret gives it */
  secretsOf(paths: string[], session: string): Record<string, Secret> {
    for (const path of paths) {
      if (this.entries.has(path)) continue
      throw new DBusError('org.freedesktop.DBus.Error.UnknownObject', `Object does not exist at path “${path}”`)
    }
    const usable = paths.filter((path) => this.entries.get(path)?.allowed.has(this.sender))
    return Object.fromEntries(usable.map((path) => [path, this.secretOf(path, session)]))
  }

  create(attributes: Record<string, string>, secret: Buffer): string {
    const [known] = this.search(attributes).flat()
    const path = known ?? `${collectionPath}/${this.next++}`
    this.entries.set(path, { attributes, secret, allowed: new Set(this.confirmsOwn ? [] : [this.sender]) })
    if (!known) this.export(path, new Item(this, path))
    return path
  }

  remove(path: string): void {
    this.entries.delete(path)
    this.bus.unexport(path)
  }

  attributesOf(path: string): Record<string, string> {
    return this.entries.get(path)?.attributes ?? {}
  }

  isLocked(path: string): boolean {
    return this.entries.get(path)?.allowed.has(this.sender) === false
  }

  secretOf(path: string, session: string): Secret {
    return [session, Buffer.alloc(0), this.entries.get(path)?.secret ?? Buffer.alloc(0), 'text/plain']
  }

  async stop(): Promise<void> {
    await this.bus.releaseName('org.freedesktop.secrets')
    this.bus.disconnect()
  }

  private export(path: string, exported: InstanceType<typeof dbus.Interface>): void {
    // Fields of the package's class hide what configureMembers has set on the prototype.
    const prototype = Object.getPrototypeOf(exported)
    for (const name of ['$methods', '$properties', '$signals']) {
      const members = Reflect.get(prototype, name)
      if (members) Object.assign(exported, { [name]: members })
    }
    this.bus.export(path, exported)
  }
}

class Service extends dbus.Interface {
  Collections = [collectionPath]
  constructor(private readonly service: AskingService) {
    super('org.freedesktop.Secret.Service')
  }
  OpenSession(algorithm: string) {
    if (algorithm !== 'plain') throw new DBusError('org.freedesktop.DBus.Error.NotSupported', 'only plain')
    return [new Variant('s', ''), `${root}/session/1`]
  }
  SearchItems(attributes: Record<string, string>) {
    return this.service.search(attributes)
  }
  Unlock(paths: string[]) {
    return this.service.unlock(paths)
  }
  GetSecrets(paths: string[], session: string) {
    return this.service.secretsOf(paths, session)
  }
  ReadAlias(name: string) {
    return name === 'default' ? collectionPath : none
  }
}
Service.configureMembers({
  properties: { Collections: { signature: 'ao', access: 'read' } },
  methods: {
    OpenSession: { inSignature: 'sv', outSignature: 'vo' },
    SearchItems: { inSignature: 'a{ss}', outSignature: 'aoao' },
    Unlock: { inSignature: 'ao', outSignature: 'aoo' },
    GetSecrets: { inSignature: 'aoo', outSignature: 'a{o(oayays)}' },
    ReadAlias: { inSignature: 's', outSignature: 'o' },
  },
})

class Collection extends dbus.Interface {
  Items: string[] = []
  Label = 'Passwords'
  Locked = false
  constructor(private readonly service: AskingService) {
    super('org.freedesktop.Secret.Collection')
  }
  CreateItem(properties: Record<string, Variant>, [, , secret]: Secret) {
    const attributes = properties['org.freedesktop.Secret.Item.Attributes']?.value as Record<string, string>
    return [this.service.create(attributes, secret), none]
  }
}
Collection.configureMembers({
  properties: {
    Items: { signature: 'ao', access: 'read' },
    Label: { signature: 's', access: 'read' },
    Locked: { signature: 'b', access: 'read' },
  },
  methods: { CreateItem: { inSignature: 'a{sv}(oayays)b', outSignature: 'oo' } },
})

class Item extends dbus.Interface {
  constructor(
    private readonly service: AskingService,
    private readonly path: string,
  ) {
    super('org.freedesktop.Secret.Item')
  }
  get Locked() {
    return this.service.isLocked(this.path)
  }
  get Attributes() {
    return this.service.attributesOf(this.path)
  }
  Delete() {
    this.service.remove(this.path)
    return none
  }
  GetSecret(session: string) {
    return this.service.secretOf(this.path, session)
  }
}
Item.configureMembers({
  properties: {
    Locked: { signature: 'b', access: 'read' },
    Attributes: { signature: 'a{ss}', access: 'read' },
  },
  methods: {
    Delete: { outSignature: 'o' },
    GetSecret: { inSignature: 'o', outSignature: '(oayays)' },
  },
})

class Prompt extends dbus.Interface {
  constructor(private readonly ask: () => [dismissed: boolean, opened: string[]] | null) {
    super('org.freedesktop.Secret.Prompt')
  }
  Prompt() {
    setImmediate(() => {
      const answered = this.ask()
      if (answered) this.Completed(answered[0], new Variant('ao', answered[1]))
    })
  }
  Completed(dismissed: boolean, result: Variant) {
    return [dismissed, result]
  }
}
Prompt.configureMembers({
  methods: { Prompt: { inSignature: 's' } },
  signals: { Completed: { signature: 'bv' } },
})
