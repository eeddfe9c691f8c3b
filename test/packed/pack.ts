import { execFile } from 'node:child_process'
import { cpSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Packs the app into a folder, as for an installer; with the stand-in if Electron's binary is not available.
 * @param cwd the folder of the app's sources, which are built
 */
export async function pack(folder: string, { cwd = '.', env = process.env } = {}): Promise<string> {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const options = [`-c.directories.output=${folder}`, ...(dist ? [`-c.electronDist=${dist}`] : [])]
  const named = { ...env, UPDATE_FEED: 'https://updates.example', MAINTAINER: 'Nobody <nobody@meadow.example>' }
  await run(process.execPath, [resolve('node_modules/electron-builder/cli.js'), '--dir', ...options], {
    cwd,
    env: named,
  })
  const unpacked = readdirSync(folder, { withFileTypes: true }).find((entry) => entry.isDirectory())
  if (!unpacked) throw new Error('electron-builder created no folder')
  return resolve(folder, unpacked.name)
}

interface PackedPaths {
  program: string
  resources: string
}

/** Paths inside the packed app, which differ per system. */
export function pathsIn(folder: string): PackedPaths {
  if (process.platform === 'darwin') {
    const contents = resolve(folder, 'Fleep Settings.app/Contents')
    return { program: resolve(contents, 'MacOS/Fleep Settings'), resources: resolve(contents, 'Resources') }
  }
  const program = process.platform === 'win32' ? 'Fleep Settings.exe' : 'fleep-settings'
  return { program: resolve(folder, program), resources: resolve(folder, 'resources') }
}

/** Copies the packed app. Links stay relative: macOS' frameworks have some, which would lead to the original. */
export function copyPacked(packed: string, target: string): void {
  cpSync(packed, target, { recursive: true, verbatimSymlinks: true })
}

/** Lets Playwright debug a copy of the packed app. The shipped app does not allow debugging. */
export async function allowDebugging(program: string): Promise<void> {
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses')
  await flipFuses(program, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    // Apple's processors run no changed program whose signature does not fit.
    resetAdHocDarwinSignature: process.platform === 'darwin',
  })
}
