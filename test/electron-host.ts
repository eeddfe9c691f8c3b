import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

/** Chromium's sandbox does not work for root on Linux, so Electron and the stand-in need this switch. */
export const sandboxSwitches = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** The path of Electron's executable, or of the stand-in's if ELECTRON_OVERRIDE_DIST_PATH is set. */
export function electronExecutable(): string {
  return createRequire(__filename)('electron/index.js')
}

/** Selects the stand-in for this process and its children if Electron's binary was not downloaded. */
export function preferStandIn(): void {
  if (!existsSync('node_modules/electron/path.txt')) {
    process.env.ELECTRON_OVERRIDE_DIST_PATH ??= resolve('out/electron-stand-in')
  }
}
