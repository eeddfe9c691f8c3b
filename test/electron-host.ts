import { createRequire } from 'node:module'

/** Chromium's sandbox does not work for root on Linux; Electron and the stand-in then want to be told. */
export const sandboxSwitches = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** Electron's own executable, or the stand-in's where ELECTRON_OVERRIDE_DIST_PATH says so. */
export function electronExecutable(): string {
  return createRequire(__filename)('electron/index.js')
}
