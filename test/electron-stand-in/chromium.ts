import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'

// The protocol's answers are untyped JSON. Each caller reads only a few fields.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Answer = any
export type Params = Record<string, unknown>

interface PendingCall {
  resolve(answer: Answer): void
  reject(reason: Error): void
}

/**
 * A Chromium process, controlled over the DevTools pipe. Chromium exits when the pipe closes, so it never outlives the
 * stand-in. Emits every DevTools event under its method name, as `(params, sessionId)`.
 */
export class Chromium extends EventEmitter {
  private lastId = 0
  private buffer = ''
  private readonly pending = new Map<number, PendingCall>()
  private readonly toChromium: Writable

  private constructor(
    readonly process: ChildProcess,
    readonly headless: boolean,
    /** The arguments with which a second process opens its window in this one. */
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
      for (const call of this.pending.values()) call.reject(new Error('Chromium has ended'))
      this.pending.clear()
      this.emit('ended')
    })
  }

  /**
   * Starts Chromium and waits until it answers. Copies its lines to our own standard error, where Playwright reads "DevTools
   * listening on …".
   */
  static async start(profile: string, switches: string[]): Promise<Chromium> {
    const headless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
    const asRoot = process.getuid?.() === 0
    const common = [
      ...(asRoot ? ['--no-sandbox'] : []),
      // Hides the warning bar about the switches below.
      '--test-type',
      // Chromium's password manager must not use the keyring that the tests inspect.
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
        // Chromium's own lines appear among the app's, as in Electron.
        const lines = text.toString().match(/^(?:DevTools listening on ws:|\[\d+:\d+:).*$/gm) ?? []
        for (const line of lines) process.stderr.write(`${line}\n`)
        if (lines.some((line) => line.startsWith('DevTools'))) resolve()
      })
    })
    const chromium = new Chromium(child, headless, common)
    await Promise.all([listening, chromium.send('Browser.getVersion')])
    await chromium.send('Target.setDiscoverTargets', { discover: true })
    return chromium
  }

  /** Calls a DevTools method. @throws Error with the text of Chromium's error */
  send(method: string, params: Params = {}, sessionId?: string): Promise<Answer> {
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject })
      this.toChromium.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  }

  /**
   * Opens a window on an empty page.
   *
   * @param options size in pixels; `background` opens it behind other windows
   * @returns the page's target id
   */
  async openWindow(options: { width: number; height: number; background: boolean }): Promise<string> {
    if (this.headless) {
      const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', newWindow: true, ...options })
      return targetId
    }
    return this.openAppWindow(options)
  }

  /** Only the command line can open a window without tabs and address bar, so a second process asks for it. */
  private async openAppWindow({ width, height }: { width: number; height: number }): Promise<string> {
    const address = `data:text/html,${randomUUID()}`
    const opened = new Promise<string>((resolve) => {
      const listener = ({ targetInfo }: Answer) => {
        if (targetInfo.url !== address) return
        this.off('Target.targetCreated', listener)
        this.off('Target.targetInfoChanged', listener)
        resolve(targetInfo.targetId)
      }
      this.on('Target.targetCreated', listener)
      this.on('Target.targetInfoChanged', listener)
    })
    spawn(findChromium(), [...this.commandLine, `--app=${address}`], { stdio: 'ignore' })
    const targetId = await opened
    const { windowId } = await this.send('Browser.getWindowForTarget', { targetId })
    await this.send('Browser.setWindowBounds', { windowId, bounds: { width, height } })
    return targetId
  }

  private read(text: string): void {
    this.buffer += text
    const messages = this.buffer.split('\0')
    this.buffer = messages.pop() ?? ''
    for (const message of messages) this.handleMessage(JSON.parse(message))
  }

  private handleMessage(message: Answer): void {
    if (message.id === undefined) {
      this.emit(message.method, message.params, message.sessionId)
      return
    }
    const call = this.pending.get(message.id)
    this.pending.delete(message.id)
    if (message.error) call?.reject(new Error(message.error.message))
    else call?.resolve(message.result)
  }
}

/** @returns the path in the variable CHROMIUM, or where Debian, Ubuntu, Fedora or macOS install it */
export function findChromium(): string {
  const paths = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ]
  const found = paths.find((path) => path && existsSync(path))
  if (!found) throw new Error('The stand-in needs Chromium. Install it, or set the variable CHROMIUM to its path.')
  return found
}
