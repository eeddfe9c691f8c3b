import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { Message, sessionBus } from '@jellybrick/dbus-next'
import { expect } from '@playwright/test'
import { isOnPath, startX, type VirtualDisplay } from '../../displays'
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

/** A virtual display with a keyboard, and an accessibility bus on a D-Bus session of a test. */
export class AccessibleDesktop {
  private constructor(
    readonly bus: AccessibilityBus,
    readonly keyboard: Keyboard,
    /** The environment of an app that should show its windows here. */
    readonly env: Record<string, string>,
    private readonly launcher: ChildProcess,
    private readonly display: VirtualDisplay,
  ) {}

  /** @param env with the address of the D-Bus session, in which no service is started on demand */
  static async start(env: Record<string, string>): Promise<AccessibleDesktop> {
    const display = await startX()
    // Chromium connects to the accessibility bus only with this variable.
    const appEnv = { ...display.env, ACCESSIBILITY_ENABLED: '1' }
    const launcherPath = launcherPaths.find((path) => existsSync(path)) ?? ''
    const launcher = spawn(launcherPath, ['--launch-immediately'], { env: { ...env, ...appEnv }, stdio: 'ignore' })
    const address = await findAccessibilityBus(env.DBUS_SESSION_BUS_ADDRESS ?? '')
    const bus = await AccessibilityBus.connect(address)
    return new AccessibleDesktop(bus, new Keyboard(appEnv), appEnv, launcher, display)
  }

  async stop(): Promise<void> {
    const ended = once(this.launcher, 'exit')
    this.launcher.kill()
    await ended
    await this.display.stop()
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
