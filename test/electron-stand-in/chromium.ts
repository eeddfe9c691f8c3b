import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'

// The protocol's own answers are untyped JSON; each caller names the few fields it reads.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Answer = any
export type Params = Record<string, unknown>

interface Waiting {
  resolve(answer: Answer): void
  reject(reason: Error): void
}

/**
 * A Chromium process, spoken to over the DevTools pipe. Chromium ends when the pipe closes, so that it never outlives
 * the stand-in, however that ends. Emits every DevTools event by its method name, as `(params, sessionId)`.
 */
export class Chromium extends EventEmitter {
  private lastId = 0
  private unread = ''
  private readonly waiting = new Map<number, Waiting>()
  private readonly toChromium: Writable

  private constructor(
    readonly process: ChildProcess,
    readonly headless: boolean,
    /** What a second process needs to hand its window to this one. */
    private readonly commandLine: string[],
  ) {
    super()
    this.setMaxListeners(0)
    this.toChromium = process.stdio[3] as Writable
    this.toChromium.on('error', () => undefined)
    const fromChromium = process.stdio[4] as Readable
    fromChromium.setEncoding('utf8')
    fromChromium.on('data', (text: string) => this.read(text))
    process.on('exit', () => {
      for (const call of this.waiting.values()) call.reject(new Error('Chromium has ended'))
      this.waiting.clear()
      this.emit('ended')
    })
  }

  /**
   * Starts Chromium and waits until it answers. Its "DevTools listening on …" line is passed on to our own standard
   * error, where Playwright reads it.
   */
  static async start(profile: string, switches: string[]): Promise<Chromium> {
    const headless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
    const asRoot = process.getuid?.() === 0
    const common = [
      ...(asRoot ? ['--no-sandbox'] : []),
      // No warnings across the window about the switches below.
      '--test-type',
      // Chromium's own password manager must never reach for the keyring that the app's tests look into.
      '--password-store=basic',
      `--user-data-dir=${profile}`,
    ]
    const child = spawn(
      findChromium(),
      [
        ...(headless ? ['--headless'] : []),
        ...common,
        '--remote-debugging-pipe',
        '--no-startup-window',
        '--no-first-run',
        '--no-default-browser-check',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-extensions',
        '--disable-sync',
        '--disable-gpu',
        '--disable-quic',
        ...switches,
      ],
      { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
    )
    const wantsPort = switches.some((name) => name.startsWith('--remote-debugging-port'))
    const listening = new Promise<void>((resolve, reject) => {
      child.once('error', (error) => reject(new Error(`Chromium could not be started: ${error.message}`)))
      child.once('exit', () => reject(new Error('Chromium ended before it was ready')))
      if (!wantsPort) resolve()
      child.stderr?.on('data', (text: Buffer) => {
        const line = /^DevTools listening on ws:.*$/m.exec(text.toString())
        if (!line) return
        process.stderr.write(`${line[0]}\n`)
        resolve()
      })
    })
    const chromium = new Chromium(child, headless, common)
    await Promise.all([listening, chromium.send('Browser.getVersion')])
    await chromium.send('Target.setDiscoverTargets', { discover: true })
    return chromium
  }

  /** @returns what the DevTools method answers; rejects with its error text */
  send(method: string, params: Params = {}, sessionId?: string): Promise<Answer> {
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.toChromium.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  }

  /**
   * Opens a window on an empty page.
   *
   * @param place in pixels
   * @returns the page's target id
   */
  async openWindow(place: { width: number; height: number; background: boolean }): Promise<string> {
    if (this.headless) {
      const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', newWindow: true, ...place })
      return targetId
    }
    return this.openAppWindow(place)
  }

  /** A window without tabs and address bar can only be asked for by command line, of a second process. */
  private async openAppWindow({ width, height }: { width: number; height: number }): Promise<string> {
    const address = `data:text/html,${randomUUID()}`
    const opened = new Promise<string>((resolve) => {
      const hear = ({ targetInfo }: Answer) => {
        if (targetInfo.url !== address) return
        this.off('Target.targetCreated', hear)
        this.off('Target.targetInfoChanged', hear)
        resolve(targetInfo.targetId)
      }
      this.on('Target.targetCreated', hear)
      this.on('Target.targetInfoChanged', hear)
    })
    spawn(findChromium(), [...this.commandLine, `--app=${address}`], { stdio: 'ignore' })
    const targetId = await opened
    const { windowId } = await this.send('Browser.getWindowForTarget', { targetId })
    await this.send('Browser.setWindowBounds', { windowId, bounds: { width, height } })
    return targetId
  }

  private read(text: string): void {
    this.unread += text
    const messages = this.unread.split('\0')
    this.unread = messages.pop() ?? ''
    for (const message of messages) this.take(JSON.parse(message))
  }

  private take(message: Answer): void {
    if (message.id === undefined) {
      this.emit(message.method, message.params, message.sessionId)
      return
    }
    const call = this.waiting.get(message.id)
    this.waiting.delete(message.id)
    if (message.error) call?.reject(new Error(message.error.message))
    else call?.resolve(message.result)
  }
}

/** Where Debian, Ubuntu, Fedora and a person's own choice (CHROMIUM) put it. */
function findChromium(): string {
  const places = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ]
  const found = places.find((place) => place && existsSync(place))
  if (!found) throw new Error('The stand-in needs Chromium: install it, or name it in the variable CHROMIUM')
  return found
}
