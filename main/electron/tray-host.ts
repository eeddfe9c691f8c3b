import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** A desktop answers at once; one whose computer is very busy must not be taken for one without a tray. In milliseconds. */
const answerWithin = 10_000

const watcher = 'org.kde.StatusNotifierWatcher'

/**
 * Whether something shows tray icons, so that an app that hides can be found again. On Linux that is asked of the desktop;
 * where it does not say so, there is none. Source: the StatusNotifierItem specification.
 */
export async function hasTrayHost(): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const get = 'org.freedesktop.DBus.Properties.Get'
  const property = [`string:${watcher}`, 'string:IsStatusNotifierHostRegistered']
  const question = ['--session', '--print-reply', `--dest=${watcher}`, '/StatusNotifierWatcher', get, ...property]
  try {
    const { stdout } = await run('dbus-send', question, { timeout: answerWithin })
    return stdout.includes('boolean true')
  } catch {
    return false
  }
}
