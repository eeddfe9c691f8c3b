import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

/** Chromium's sandbox does not work for root on Linux; Electron and the stand-in then want to be told. */
export const sandboxSwitches = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** Electron's own executable, or the stand-in's where ELECTRON_OVERRIDE_DIST_PATH says so. */
export function electronExecutable(): string {
  return createRequire(__filename)('electron/index.js')
}

/** Where Electron's binary was not fetched, its package is told to take the stand-in, in this process and its children. */
export function preferStandIn(): void {
  if (!existsSync('node_modules/electron/path.txt')) {
    process.env.ELECTRON_OVERRIDE_DIST_PATH ??= resolve('out/electron-stand-in')
  }
}
