import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** In milliseconds. Desktops answer immediately, but on a very busy computer this can take seconds. */
const timeout = 10_000

const watcher = 'org.kde.StatusNotifierWatcher'

/**
 * Whether the desktop shows tray icons, without which a hidden app could not be opened again. On Linux, the desktop
 * answers over D-Bus; without an answer there are none. Source: the StatusNotifierItem specification.
 */
export async function hasTrayHost(): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const get = 'org.freedesktop.DBus.Properties.Get'
  const property = [`string:${watcher}`, 'string:IsStatusNotifierHostRegistered']
  const args = ['--session', '--print-reply', `--dest=${watcher}`, '/StatusNotifierWatcher', get, ...property]
  try {
    const { stdout } = await run('dbus-send', args, { timeout })
    return stdout.includes('boolean true')
  } catch {
    return false
  }
}
