import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Readable } from 'node:stream'
import { Message, sessionBus } from '@jellybrick/dbus-next'
import { expect } from '@playwright/test'
import { AccessibilityBus } from './accessibility-bus'
import { Keyboard } from './keyboard'

/** Where Debian, Fedora and Arch install the program that starts the accessibility bus. */
const launcherPaths = ['/usr/libexec/at-spi-bus-launcher', '/usr/lib/at-spi-bus-launcher']

/** Why a test cannot use the accessibility bus on this machine. undefined: it can. */
export function whyNoAccessibilityBus(): string | undefined {
  if (process.platform !== 'linux') return 'only Linux has AT-SPI'
  if (!process.env.ELECTRON_OVERRIDE_DIST_PATH) return 'never tried with Electron’s own binary'
  for (const [program, debianPackage] of [
    ['Xvfb', 'xvfb'],
    ['xdotool', 'xdotool'],
  ] as const) {
    if (!isOnPath(program)) return `needs ${program} (on Debian the package ${debianPackage})`
  }
  if (!launcherPaths.some((path) => existsSync(path))) return 'needs AT-SPI (on Debian the package at-spi2-core)'
  return undefined
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))
}

/** A virtual display with a keyboard, and an accessibility bus on a D-Bus session of a test. */
export class AccessibleDesktop {
  private constructor(
    readonly bus: AccessibilityBus,
    readonly keyboard: Keyboard,
    /** The environment of an app that should show its windows here. */
    readonly env: Record<string, string>,
    private readonly processes: ChildProcess[],
  ) {}

  /** @param env with the address of the D-Bus session, in which no service is started on demand */
  static async start(env: Record<string, string>): Promise<AccessibleDesktop> {
    const screen = ['-screen', '0', '1280x1024x24', '-nolisten', 'tcp']
    // Xvfb chooses a free display, and writes its number to file descriptor 3.
    const display = spawn('Xvfb', ['-displayfd', '3', ...screen], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
    const output = display.stdio[3] as Readable
    display.once('exit', (code) => output.destroy(new Error(`Xvfb ended with ${code}`)))
    const [digits] = await once(output, 'data')
    // Chromium connects to the accessibility bus only with this variable.
    const appEnv = { DISPLAY: `:${String(digits).trim()}`, WAYLAND_DISPLAY: '', ACCESSIBILITY_ENABLED: '1' }
    const launcherPath = launcherPaths.find((path) => existsSync(path)) ?? ''
    const launcher = spawn(launcherPath, ['--launch-immediately'], { env: { ...env, ...appEnv }, stdio: 'ignore' })
    const address = await findAccessibilityBus(env.DBUS_SESSION_BUS_ADDRESS ?? '')
    const bus = await AccessibilityBus.connect(address)
    return new AccessibleDesktop(bus, new Keyboard(appEnv), appEnv, [launcher, display])
  }

  async stop(): Promise<void> {
    for (const child of this.processes) {
      const ended = once(child, 'exit')
      child.kill()
      await ended
    }
  }
}

/** Asks until the launcher answers. @returns the address of the accessibility bus */
async function findAccessibilityBus(sessionAddress: string): Promise<string> {
  const session = sessionBus({ busAddress: sessionAddress })
  const question = { destination: 'org.a11y.Bus', path: '/org/a11y/bus', interface: 'org.a11y.Bus' }
  let address = ''
  const ask = async () => {
    const answer = await session.call(new Message({ ...question, member: 'GetAddress' })).catch(() => null)
    address = String(answer?.body[0] ?? '')
    return address
  }
  try {
    await expect.poll(ask).not.toBe('')
  } finally {
    session.disconnect()
  }
  return address
}
