import { resolve } from 'node:path'

/** Written by build.mts. */
declare const electronVersion: string
declare const chromiumVersion: string

/**
 * What a program sees of Electron in `process`. The stand-in runs on Node, whose own path and versions differ.
 * @param program the path of the executable
 */
export function addVersions(program: string, isPackaged: boolean): void {
  const path = resolve(program)
  const versions = { ...process.versions, electron: electronVersion, chrome: chromiumVersion }
  Object.defineProperties(process, {
    execPath: { value: path, writable: true, configurable: true, enumerable: true },
    versions: { value: Object.freeze(versions), configurable: true, enumerable: true },
    type: { value: 'browser', configurable: true, enumerable: true },
    ...(!isPackaged && { defaultApp: { value: true, configurable: true, enumerable: true } }),
  })
}
