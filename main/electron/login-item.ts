import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { app } from 'electron'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import { execLine } from './exec-line'

/** The switch with which the system starts the app at login. */
export const hiddenSwitch = '--hidden'

/** Sets whether the app starts when the user logs in to the computer. @throws Failure `refused` */
export function setStartAtLogin(isEnabled: boolean): void {
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: isEnabled, args: [hiddenSwitch] })
    if (isEnabled && process.platform === 'darwin') requireEnabled()
    return
  }
  try {
    if (isEnabled) {
      mkdirSync(dirname(autostartFile()), { recursive: true })
      writeFileSync(autostartFile(), desktopEntry())
    } else {
      rmSync(autostartFile(), { force: true })
    }
  } catch {
    throw new Failure('refused', text('errors.cannotWrite', { name: autostartFile() }), 'startAtLogin')
  }
}

/** @throws Failure `refused` if macOS waits for the user's approval, or knows no such app */
function requireEnabled(): void {
  const { status } = app.getLoginItemSettings()
  if (status === 'requires-approval') {
    throw new Failure('refused', text('errors.loginItemNeedsApproval', { app: app.name }), 'startAtLogin')
  }
  if (status === 'not-found') throw new Failure('refused', text('errors.loginItemRefused'), 'startAtLogin')
}

export function isStartedAtLogin(): boolean {
  if (process.platform === 'linux') return existsSync(autostartFile())
  // Windows compares the arguments too.
  return app.getLoginItemSettings({ args: [hiddenSwitch] }).openAtLogin
}

/** Source: the Desktop Application Autostart Specification. */
function autostartFile(): string {
  const config = process.env.XDG_CONFIG_HOME || join(homedir(), '.config')
  return join(config, 'autostart', 'fleep-settings.desktop')
}

function desktopEntry(): string {
  // In an AppImage, execPath is a file that exists only while the app runs.
  const program = process.env.APPIMAGE ?? process.execPath
  const command = app.isPackaged ? [program] : [program, app.getAppPath()]
  const exec = execLine([...command, hiddenSwitch])
  return `[Desktop Entry]\nType=Application\nName=${app.name}\n${exec}\nX-GNOME-Autostart-enabled=true\n`
}
