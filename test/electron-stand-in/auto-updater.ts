import type { App } from './app'
import { KnownEvents } from './known-events'

/**
 * Electron's `autoUpdater`, which electron-updater uses on macOS. A test calls quitAndInstall() itself. As in Electron, the
 * windows are closed before `before-quit`; the app stays if one refuses.
 * Source: Electron's shell/browser/api/electron_api_auto_updater.cc.
 */
export class AutoUpdater extends KnownEvents {
  constructor(private readonly app: App) {
    super('autoUpdater', 'error update-available update-not-available update-downloaded before-quit-for-update')
  }

  quitAndInstall(): void {
    this.emit('before-quit-for-update', {})
    const quit = () => this.app.quit()
    if (this.app.windows.size === 0) quit()
    else {
      this.app.onceWithoutWindows = quit
      for (const window of [...this.app.windows]) window.close()
    }
  }
}
