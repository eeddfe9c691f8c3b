import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { app } from 'electron'
import { Failure } from '../core/failure'
import { text } from '../core/text'

/** Tells a start at login from any other. */
export const hiddenSwitch = '--hidden'

/** Whether the app starts when the person signs in to the computer. */
export function startsAtLogin(isOn: boolean): void {
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: isOn, args: [hiddenSwitch] })
    return
  }
  try {
    if (isOn) {
      mkdirSync(dirname(autostartFile()), { recursive: true })
      writeFileSync(autostartFile(), desktopEntry())
    } else {
      rmSync(autostartFile(), { force: true })
    }
  } catch {
    throw new Failure('refused', text('errors.cannotWrite', { name: autostartFile() }), 'startAtLogin')
  }
}

export function isStartedAtLogin(): boolean {
  return process.platform === 'linux' ? existsSync(autostartFile()) : app.getLoginItemSettings().openAtLogin
}

/** Source: the Desktop Application Autostart Specification. */
function autostartFile(): string {
  const config = process.env.XDG_CONFIG_HOME || join(homedir(), '.config')
  return join(config, 'autostart', 'fleep-settings.desktop')
}

function desktopEntry(): string {
  // An AppImage is another file than the one that runs.
  const program = process.env.APPIMAGE ?? process.execPath
  const command = app.isPackaged ? [program] : [program, app.getAppPath()]
  const quoted = [...command, hiddenSwitch].map((part) => `"${part.replace(/(["`$\\])/g, '\\$1')}"`)
  return `[Desktop Entry]\nType=Application\nName=${app.name}\nExec=${quoted.join(' ')}\nX-GNOME-Autostart-enabled=true\n`
}
