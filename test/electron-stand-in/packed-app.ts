import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { extractAll } from '@electron/asar'
import { wireMark } from './fuse-wire'

/**
 * Extracts the app that electron-builder packed beside this program, because Node cannot read an archive. The folder
 * is deleted when this process exits.
 *
 * @returns the folder, or undefined if there is no packed app
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

/** @returns whether the fuse for `--inspect` is on in this program */
export function isInspectEnabled(program: string): boolean {
  const [, wire = ''] = readFileSync(program, 'latin1').split('\n', 2)
  return wire.charAt(wireMark.length + 2 + 3) === '1'
}
