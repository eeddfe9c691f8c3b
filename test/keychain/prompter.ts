import { createCipheriv, createDiffieHellmanGroup, type DiffieHellmanGroup, hkdfSync, randomBytes } from 'node:crypto'
import { interface as dbus, Message, type MessageBus, sessionBus } from '@jellybrick/dbus-next'

const busName = 'org.gnome.keyring.SystemPrompter'
const callbackInterface = 'org.gnome.keyring.internal.Prompter.Callback'

/** What the user does with a prompt. `ignore`: nothing, so that it stays open. */
export type PromptAnswer = 'accept' | 'cancel' | 'ignore'

interface OpenPrompt {
  /** The caller's bus name and the path of its callback object. */
  sender: string
  callback: string
  exchange: string
}

/** The prompter's side of D-Bus, as gcr's own prompter has it. */
class PrompterInterface extends dbus.Interface {
  constructor(private readonly prompter: Prompter) {
    super('org.gnome.keyring.internal.Prompter')
  }
  BeginPrompting(callback: string) {
    // After the call has returned, as gcr's prompter does.
    setImmediate(() => this.prompter.reply({ callback, exchange: '', sender: '' }, ''))
  }
  PerformPrompt(callback: string, _type: string, _properties: unknown, exchange: string) {
    setImmediate(() => this.prompter.perform({ callback, exchange, sender: '' }))
  }
  StopPrompting(callback: string) {
    this.prompter.close(callback)
  }
}
PrompterInterface.configureMembers({
  methods: {
    BeginPrompting: { inSignature: 'o' },
    PerformPrompt: { inSignature: 'osa{sv}s' },
    StopPrompting: { inSignature: 'o' },
  },
})

/** Answers the prompts of a real GNOME keyring in place of the desktop's dialog, by gcr's protocol. */
export class Prompter {
  /** What is done with the next prompts, in this order; afterwards {@link otherwise}. */
  readonly answers: PromptAnswer[] = []
  otherwise: PromptAnswer = 'ignore'
  /** How many prompts were shown. */
  shown = 0
  private readonly open: OpenPrompt[] = []
  private readonly waiting: (() => void)[] = []

  private constructor(
    private readonly bus: MessageBus,
    private readonly password: string,
  ) {}

  /** @param password of the keyring */
  static async start(busAddress: string, password: string): Promise<Prompter> {
    const bus = sessionBus({ busAddress })
    const prompter = new Prompter(bus, password)
    const exported = new PrompterInterface(prompter)
    // A field of the package's class hides the prototype's methods, which configureMembers has set.
    Object.assign(exported, { $methods: Reflect.get(PrompterInterface.prototype, '$methods') })
    bus.export('/org/gnome/keyring/Prompter', exported)
    await bus.requestName(busName, 0)
    return prompter
  }

  /** Resolves when a prompt is open that nobody has answered. */
  async untilOpen(): Promise<void> {
    while (this.open.length === 0) await new Promise<void>((resolve) => this.waiting.push(resolve))
  }

  get openCount(): number {
    return this.open.length
  }

  /** Answers the prompts that are open. */
  answerOpen(answer: 'accept' | 'cancel'): void {
    for (const prompt of this.open.splice(0)) this.answer(prompt, answer)
  }

  perform(prompt: OpenPrompt): void {
    this.shown += 1
    const answer = this.answers.shift() ?? this.otherwise
    if (answer === 'ignore') this.open.push(prompt)
    else this.answer(prompt, answer)
    for (const resolve of this.waiting.splice(0)) resolve()
  }

  close(callback: string): void {
    const index = this.open.findIndex((prompt) => prompt.callback === callback)
    if (index >= 0) this.open.splice(index, 1)
    this.send(callback, 'PromptDone', '', [])
  }

  reply({ callback }: OpenPrompt, answer: '' | 'yes' | 'no', exchange = ''): void {
    this.send(callback, 'PromptReady', 'sa{sv}s', [answer, {}, exchange])
  }

  async stop(): Promise<void> {
    this.answerOpen('cancel')
    await this.bus.releaseName(busName)
    this.bus.disconnect()
  }

  private answer(prompt: OpenPrompt, answer: 'accept' | 'cancel'): void {
    if (answer === 'cancel') this.reply(prompt, 'no')
    else this.reply(prompt, 'yes', encrypt(prompt.exchange, this.password))
  }

  private send(path: string, member: string, signature: string, body: unknown[]): void {
    const message = new Message({
      // The keyring is the only program that asks.
      destination: 'org.gnome.keyring',
      path,
      interface: callbackInterface,
      member,
      signature,
      body,
    })
    void this.bus.call(message).catch(() => undefined)
  }
}

/**
 * Encrypts a password for the other side of an exchange.
 * @param exchange the other side's public key. The format is gcr's `sx-aes-1`: Diffie-Hellman with the 1536-bit group of
 * RFC 3526, HKDF with SHA-256, AES-128 in CBC mode
 */
function encrypt(exchange: string, password: string): string {
  const publicKey = /^public=(.*)$/m.exec(exchange)?.[1] ?? ''
  let own: DiffieHellmanGroup
  let shared: Buffer
  // With zeros at the front, the two sides do not agree on the length.
  do {
    // A group keeps its first private key.
    own = createDiffieHellmanGroup('modp5')
    own.generateKeys()
    shared = own.computeSecret(Buffer.from(publicKey, 'base64'))
  } while (shared[0] === 0 || own.getPublicKey()[0] === 0)
  const key = Buffer.from(hkdfSync('sha256', shared, Buffer.alloc(0), Buffer.alloc(0), 16))
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-128-cbc', key, iv)
  const secret = Buffer.concat([cipher.update(password), cipher.final()])
  const lines = { public: own.getPublicKey('base64'), secret: secret.toString('base64'), iv: iv.toString('base64') }
  return ['[sx-aes-1]', ...Object.entries(lines).map(([name, value]) => `${name}=${value}`), ''].join('\n')
}
