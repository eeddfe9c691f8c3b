import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import type { UpdateInfo } from 'electron-updater'
import { Failure } from '../core/failure'
import { text } from '../core/text'
import type { UpdateSource } from '../features/updates/updates'

/** Published updates, for an app that was installed so that it can replace itself; null for any other. */
export async function findUpdateSource(): Promise<UpdateSource | null> {
  // Written by electron-builder: where this app's updates are published.
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return null
  const { autoUpdater, CancellationToken } = await import('electron-updater')
  if (!autoUpdater.isUpdaterActive()) return null
  autoUpdater.logger = null
  autoUpdater.autoDownload = false
  // For a Debian or RPM package the system asks for an administrator's password.
  const installsOnQuit = process.platform !== 'linux' || process.env.APPIMAGE !== undefined
  autoUpdater.autoInstallOnAppQuit = installsOnQuit
  // Each failure is thrown too; without a listener it would end the process.
  autoUpdater.on('error', () => undefined)
  return {
    installsOnQuit,
    async check() {
      const result = await autoUpdater.checkForUpdates().catch(toFailure)
      if (!result?.isUpdateAvailable) return null
      return { version: result.updateInfo.version, notes: notesOf(result.updateInfo) }
    },
    async download(onProgress) {
      const show = ({ percent }: { percent: number }) => onProgress(percent / 100)
      autoUpdater.on('download-progress', show)
      await autoUpdater
        .downloadUpdate(new CancellationToken())
        .catch(toFailure)
        .finally(() => autoUpdater.off('download-progress', show))
    },
    install: () => autoUpdater.quitAndInstall(true, true),
  }
}

function notesOf({ releaseNotes }: UpdateInfo): string {
  if (typeof releaseNotes === 'string') return releaseNotes
  return (releaseNotes ?? []).map(({ version, note }) => `${version}: ${note ?? ''}`).join('\n')
}

/** @throws Failure always; never repeats what the server said */
function toFailure(reason: Error & { code?: string; statusCode?: number }): never {
  const { code = '', statusCode } = reason
  if (/CHECKSUM_MISMATCH|INVALID_SIGNATURE/.test(code)) throw new Failure('bad-answer', text('updates.otherFile'))
  if (statusCode !== undefined || code.startsWith('ERR_UPDATER'))
    throw new Failure('bad-answer', text('updates.nonsense'))
  throw new Failure('offline', text('updates.unreachable'))
}
