import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { extractAll } from '@electron/asar'
import { wireMark } from './fuse-wire'

/**
 * The app that is packed beside this program, as electron-builder leaves it: its files in a folder for as long as this
 * process runs, since Node reads no archive. undefined where nothing is packed.
 */
export function openPackedApp(program: string): string | undefined {
  const archive = join(dirname(program), 'resources/app.asar')
  if (!existsSync(archive)) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'packed-app-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  extractAll(archive, folder)
  Object.assign(process, { resourcesPath: dirname(archive) })
  return folder
}

/** Whether the fuse for `--inspect` is on in this very program. */
export function mayBeInspected(program: string): boolean {
  const [, wire = ''] = readFileSync(program, 'latin1').split('\n', 2)
  return wire.charAt(wireMark.length + 2 + 3) === '1'
}
