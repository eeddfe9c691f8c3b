import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import { readReleaseNotes } from '../features/updates/release-notes'
import type { UpdateSource } from '../features/updates/updates'

/**
 * @param quit called to quit for the installation
 * @param managedFeed `off`, or the address of the updates, as the organisation has set it
 * @returns the source of published updates; null if this installation cannot update itself
 */
export async function findUpdateSource(
  quit: (install: () => void) => void,
  managedFeed: string | null = null,
): Promise<UpdateSource | null> {
  if (managedFeed === 'off') return null
  // electron-builder writes this file, which contains the location of the app's updates.
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return null
  const { autoUpdater, CancellationToken } = await import('electron-updater')
  if (!autoUpdater.isUpdaterActive()) return null
  // Replaces the address alone: updates still need the signature of the publisher that the installed file names.
  if (managedFeed) autoUpdater.setFeedURL({ provider: 'generic', url: managedFeed })
  autoUpdater.logger = null
  autoUpdater.autoDownload = false
  // To install a Debian or RPM package, the system asks for an administrator's password.
  const installsOnQuit = process.platform !== 'linux' || process.env.APPIMAGE !== undefined
  autoUpdater.autoInstallOnAppQuit = installsOnQuit
  // Without a listener, the event would end the process. The calls below throw the same errors.
  autoUpdater.on('error', () => undefined)
  return {
    installsOnQuit,
    async check() {
      const result = await autoUpdater.checkForUpdates().catch(throwFailure)
      if (!result?.isUpdateAvailable) return null
      return { version: result.updateInfo.version, notes: readReleaseNotes(result.updateInfo.releaseNotes) }
    },
    async download(onProgress) {
      const listener = ({ percent }: { percent: number }) => onProgress(percent / 100)
      autoUpdater.on('download-progress', listener)
      await autoUpdater
        .downloadUpdate(new CancellationToken())
        .catch(throwFailure)
        .finally(() => autoUpdater.off('download-progress', listener))
    },
    install: () => quit(() => autoUpdater.quitAndInstall(true, true)),
  }
}

/** @throws Failure always, without the text of the error, which may come from the server */
function throwFailure(reason: Error & { code?: string; statusCode?: number }): never {
  const { code = '', statusCode } = reason
  if (/CHECKSUM_MISMATCH|INVALID_SIGNATURE/.test(code)) throw new Failure('bad-answer', text('updates.otherFile'))
  if (statusCode !== undefined || code.startsWith('ERR_UPDATER'))
    throw new Failure('bad-answer', text('updates.nonsense'))
  throw new Failure('offline', text('updates.unreachable'))
}
